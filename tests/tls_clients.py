"""Clients of TLS: one that verifies everything, and one that knows nothing newer than TLS 1.1."""

import ssl
import warnings
from pathlib import Path


def strict(authority: Path) -> ssl.SSLContext:
    """What a careful client wants: this authority, the host that it asked for, nothing below TLS 1.2."""
    return ssl.create_default_context(cafile=str(authority))


def outdated(authority: Path) -> ssl.SSLContext:
    """The same, of another age."""
    context = strict(authority)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that is why it is refused
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    return context
