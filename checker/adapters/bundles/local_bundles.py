"""The bundle source of this machine: folders, `.tar.gz` files, and `builtin:` bundles out of the package.

Nothing that a project can write, neither a file beside a bundle nor one in the working directory, is asked about trust.
"""

import os
import re
import stat
from pathlib import Path

from checker.adapters.bundles.folder_reader import read_folder, read_plain_file
from checker.adapters.bundles.release_policy import ARCHIVE, CARRIED, RELEASE_POLICY
from checker.domain.limits import HAND_WRITTEN
from checker.domain.lock import LockedBundle
from checker.errors import BundleRefusedError, NotFoundError, Place
from checker.formats.bundle_limits import BUNDLE_LIMITS, BundleLimits
from checker.ports.bundles import SHIPPED, FetchedBundle

BUILTIN = "builtin:"
ENVELOPE_SUFFIX = ".dsse.json"
"""An envelope beside the archive `NAME.tar.gz` is called `NAME.tar.gz.dsse.json`."""

_SCHEME = re.compile(r"\A[A-Za-z][A-Za-z0-9+.-]*:")
_SUFFIXES = (".tar.gz", ".tgz")


class LocalBundles:
    """Fetches bundles by path, relative to `base`, and builtin ones from `carried`."""

    def __init__(self, *, base: Path, carried: Path = CARRIED, limits: BundleLimits = BUNDLE_LIMITS) -> None:
        self._base = base
        self._carried = carried
        self._limits = limits

    def fetch(self, source: str, *, locked: LockedBundle | None = None) -> FetchedBundle:  # noqa: ARG002 - here it lies
        """The bundle at a path, or the builtin one.

        Raises:
            NotFoundError: nothing is there.
            BundleRefusedError: a link, a device, a network path, too large, or an address that needs the network.
        """
        if source.startswith(BUILTIN):
            return self._builtin(source)
        self._refuse_address(source)
        # Not `resolve()`: a link must be seen as a link, and be refused.
        path = Path(os.path.abspath(self._base / source))  # noqa: PTH100 - as above
        if not (source + path.name).isprintable():
            raise BundleRefusedError(
                f"{source!a} holds characters that cannot be seen",
                hint="rename the file or folder",
            )
        try:
            mode = path.lstat().st_mode
        except OSError as error:
            raise NotFoundError(
                f"there is no bundle at {source!a}",
                hint=f"name a folder, a .tar.gz file, or {SHIPPED}",
                where=Place(source=source),
            ) from error
        if stat.S_ISDIR(mode):
            files = read_folder(path, source=source, limits=self._limits)
            return FetchedBundle(source=source, name=path.name, location=str(path), files=files)
        return self._archive(source, path)

    def _archive(self, source: str, path: Path) -> FetchedBundle:
        suffix = next((suffix for suffix in _SUFFIXES if path.name.endswith(suffix)), None)
        if suffix is None:
            raise BundleRefusedError(
                f"{path.name!a} is neither a folder nor a .tar.gz file", where=Place(source=source)
            )
        return FetchedBundle(
            source=source,
            name=path.name.removesuffix(suffix),
            location=str(path),
            archive=read_plain_file(path, source=source, most=self._limits.compressed),
            envelope=self._envelope_beside(path),
        )

    def _envelope_beside(self, path: Path) -> bytes:
        beside = path.with_name(path.name + ENVELOPE_SUFFIX)
        try:
            return read_plain_file(beside, source=beside.name, most=HAND_WRITTEN.bytes)
        except NotFoundError:
            return b""

    def _builtin(self, source: str) -> FetchedBundle:
        name = source.removeprefix(BUILTIN)
        if name != RELEASE_POLICY:
            raise NotFoundError(
                f"there is no builtin bundle {name!a}, expected {RELEASE_POLICY}", where=Place(source=source)
            )
        try:
            archive = read_plain_file(self._carried / ARCHIVE, source=source, most=self._limits.compressed)
        except NotFoundError:
            raise NotFoundError(
                "this installation carries no bundle",
                hint="install clean-release again, or run make setup in a checkout",
                where=Place(source=source),
            ) from None
        return FetchedBundle(source=source, name=name, archive=archive)

    def _refuse_address(self, source: str) -> None:
        """Paths of this machine only: no scheme, no drive, no network share, whatever the system would make of them."""
        if _SCHEME.match(source) or source.startswith(("//", "\\")) or not source:
            raise BundleRefusedError(
                f"{source!a} is not a path of this machine",
                hint="name it under policy.bundles, and `clean-release lock` fetches and pins it",
            )
