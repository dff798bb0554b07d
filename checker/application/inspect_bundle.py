"""Inspects a bundle: what is in it and what it claims, without believing any of it."""

import hashlib
from dataclasses import dataclass

from checker.application.read_bundle import read_bundle
from checker.domain.snapshot import Bundle
from checker.formats.bundle_limits import BUNDLE_LIMITS, BundleLimits
from checker.formats.bundle_names import ENVELOPE, OPA_SIGNATURES
from checker.formats.bundle_packages import is_module, package_of
from checker.ports.bundles import FetchedBundle


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectedFile:
    """One file: its path, the SHA-256 of its bytes (hex), its size in bytes, and its package if it is compiled."""

    path: str
    sha256: str
    size: int
    package: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A bundle laid open. `signatures` names the signatures it carries; none of them has been verified."""

    bundle: Bundle
    files: tuple[InspectedFile, ...]
    signatures: tuple[str, ...]


def inspect_bundle(fetched: FetchedBundle, *, limits: BundleLimits = BUNDLE_LIMITS) -> Inspection:
    """What a bundle holds.

    Raises:
        BundleRefusedError: unsafe or malformed.
        InputRefusedError: a document inside is not strict JSON.
    """
    bundle = read_bundle(fetched, limits=limits)
    files = tuple(
        InspectedFile(
            path=file.path,
            sha256=hashlib.sha256(file.data).hexdigest(),
            size=len(file.data),
            package=".".join(package_of(file, source=fetched.source)) if is_module(file) else "",
        )
        for file in bundle.files
    )
    carried = [path for path in (ENVELOPE, OPA_SIGNATURES) if any(file.path == path for file in bundle.files)]
    return Inspection(
        bundle=bundle, files=files, signatures=(*carried, *(("envelope beside it",) if fetched.envelope else ()))
    )
