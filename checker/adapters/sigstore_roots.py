"""The roots of trust that a signature with an identity is held against, offline."""

import logging
from pathlib import Path

from sigstore.errors import Error as SigstoreError
from sigstore.models import ClientTrustConfig, TrustedRoot

from checker.errors import InputRefusedError, Place

logging.getLogger("sigstore").addHandler(logging.NullHandler())
"""That it works offline is what is wanted here; it would be printed on every run."""


def trusted_root(roots: Path | None) -> TrustedRoot:
    """A trusted root of sigstore's form, its public one if no file is named.

    Raises:
        InputRefusedError: the file is none.
    """
    try:
        return TrustedRoot.from_file(str(roots)) if roots else ClientTrustConfig.production(offline=True).trusted_root
    except (SigstoreError, ValueError, OSError) as error:
        raise InputRefusedError(
            f"the roots of trust could not be read ({type(error).__name__}), expected a trusted root of sigstore",
            hint="give the file trusted_root.json of your sigstore, or leave --trusted-root out",
            where=Place(source=str(roots)) if roots else None,
        ) from None
