"""The shipped bundle: built from `policies/` when the package is built, carried by it, and pinned by its digest.

Building needs only the standard library and `rfc8785`, because it runs inside the build of the package.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from checker.adapters.bundles.folder_reader import read_folder
from checker.domain.digest import Digest, is_digest
from checker.domain.limits import HAND_WRITTEN
from checker.domain.snapshot import Bundle, BundleFile
from checker.errors import InputRefusedError, NotFoundError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.strict_json import read_json
from checker.ports.bundles import FetchedBundle

RELEASE_POLICY = "release-policy"
REVISION = 1
"""Raised whenever a release ships other policies: anchors demand a minimum."""

CARRIED = Path(__file__).resolve().parents[2] / "_bundle"
ARCHIVE = f"{RELEASE_POLICY}.tar.gz"
PIN = "pinned.json"

_PACKED = ("rules", "lib")


def build_release_policy(source: Path, *, pages: Collection[str] | None = None) -> bytes:
    """The archive of the policies in a folder such as `policies/`: rules and library, without their tests.

    Args:
        source: the folder.
        pages: the pages there are, by path such as `branch/no_bypass.md`; None where there are no documents.

    Raises:
        NotFoundError: the folder has no rules or no library.
        BundleRefusedError: a rule without test or page; and see `build_bundle`.
    """
    from checker.application.build_bundle import build_bundle  # noqa: PLC0415 - a gate only compares with the pin
    from checker.application.complete_rules import refuse_incomplete  # noqa: PLC0415 - as above

    files = [
        BundleFile(path=f"{place}/{file.path}", data=file.data)
        for place in _PACKED
        for file in read_folder(source / place, source=f"{source.name}/{place}")
        if file.path.endswith(".rego")
    ]
    refuse_incomplete(files, pages=pages)
    fetched = FetchedBundle(source=source.name, name=RELEASE_POLICY, files=tuple(files))
    return build_bundle(fetched, name=RELEASE_POLICY, revision=REVISION).archive


def render_pin(bundle: Bundle) -> bytes:
    """What the build records beside the archive, as `pinned.json`."""
    return canonical_bytes({"archive_sha256": bundle.archive_sha256, "tree_digest": bundle.tree_digest})


def shipped_pins(carried: Path = CARRIED) -> Mapping[str, Digest]:
    """The tree digests this package was built with, by bundle; what the anchor method `pinned` compares with.

    Raises:
        NotFoundError: the package was installed without its bundle.
        InputRefusedError: the record is damaged.
    """
    path = carried / PIN
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NotFoundError(
            "this installation carries no pinned digest",
            hint="install clean-release again, or run make setup in a checkout",
        ) from error
    document = read_json(data, source=PIN, limits=HAND_WRITTEN)
    digest = document.get("tree_digest") if isinstance(document, dict) else None
    if not isinstance(digest, str) or not is_digest(digest):
        raise InputRefusedError(
            "the pinned digest is damaged", hint="install clean-release again", where=Place(source=PIN)
        )
    return {RELEASE_POLICY: Digest(digest)}
