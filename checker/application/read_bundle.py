"""Reads a fetched bundle: safe files, a strict manifest, contents inside its roots. It says nothing about trust."""

import hashlib
from functools import lru_cache

from checker.domain.snapshot import Bundle
from checker.errors import BundleRefusedError, Place
from checker.formats.bundle_archive import read_archive
from checker.formats.bundle_limits import BUNDLE_LIMITS, BundleLimits
from checker.formats.bundle_manifest import BundleManifest, parse_bundle_manifest
from checker.formats.bundle_names import MANIFEST
from checker.formats.bundle_packages import bundle_data, is_module, package_of, refuse_outside
from checker.formats.bundle_tree import tree_digest
from checker.ports.bundles import FetchedBundle

MOST_REMEMBERED = 4 * 1024 * 1024


def read_bundle(fetched: FetchedBundle, *, limits: BundleLimits = BUNDLE_LIMITS) -> Bundle:
    """The bundle with the digests that name it; a bundle without rules is refused.

    What is no larger than `MOST_REMEMBERED` is read once in a process while its bytes are the same.

    Raises:
        BundleRefusedError: unsafe, malformed, empty, or with a package or data outside its roots.
        InputRefusedError: its manifest or data is not strict JSON.
    """
    size = len(fetched.archive or b"") + sum(len(file.data) for file in fetched.files)
    return (_remembered if size <= MOST_REMEMBERED else _read)(fetched, limits)


def _read(fetched: FetchedBundle, limits: BundleLimits) -> Bundle:
    source = fetched.source
    archive = fetched.archive
    files = fetched.files if archive is None else read_archive(archive, source=source, limits=limits)
    written = next((file.data for file in files if file.path == MANIFEST), None)
    manifest = BundleManifest() if written is None else parse_bundle_manifest(written, source=source)
    packages = [package_of(file, source=source) for file in files if is_module(file)]
    if not packages:
        raise BundleRefusedError(
            "the bundle holds no rules", hint="a bundle holds at least one .rego file", where=Place(source=source)
        )
    refuse_outside(manifest.roots, packages=packages, data=bundle_data(files, source=source), source=source)
    return Bundle(
        name=manifest.name or fetched.name,
        revision=manifest.revision,
        roots=manifest.roots,
        files=files,
        archive_sha256="" if archive is None else hashlib.sha256(archive).hexdigest(),
        tree_digest=tree_digest(files),
    )


_remembered = lru_cache(maxsize=2)(_read)
