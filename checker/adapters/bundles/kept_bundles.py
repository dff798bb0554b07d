"""Bundles of other machines that were fetched and verified before: kept by their digest, so that a check asks nobody.

Where they are kept may be in reach of whoever wrote the tree that is judged. That does not matter: each is found by the
digest in the lock, compared with it at every use, and trust is decided over it again.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from checker.adapters.bundles.folder_reader import read_plain_file
from checker.adapters.bundles.local_bundles import ENVELOPE_SUFFIX
from checker.domain.bundle_address import remote_address
from checker.domain.digest import Digest
from checker.domain.limits import HAND_WRITTEN
from checker.domain.lock import LockedBundle
from checker.errors import BundleRefusedError, InputRefusedError, NotFoundError, Place
from checker.formats.bundle_archive import read_archive, write_archive
from checker.formats.bundle_limits import BUNDLE_LIMITS, BundleLimits
from checker.formats.bundle_tree import tree_digest
from checker.ports.bundles import FetchedBundle


class KeptBundles:
    """Bundles in one folder of this machine, an archive for each; `write` writes a file whole or not at all."""

    def __init__(
        self, folder: Path, *, write: Callable[[Path, bytes], None], limits: BundleLimits = BUNDLE_LIMITS
    ) -> None:
        self._folder = folder
        self._write = write
        self._limits = limits

    def fetch(self, source: str, *, locked: LockedBundle | None = None) -> FetchedBundle:
        """The bundle that was locked for a source.

        Raises:
            NotFoundError: the lock does not name it, or nobody fetched it to this machine.
            BundleRefusedError: something else lies in its place.
        """
        address = remote_address(source)
        if locked is None or address is None:
            raise NotFoundError(
                "the lock does not name this bundle, and only `lock` and `bundle fetch` ask another machine",
                hint="name it under policy.bundles and run `clean-release lock`, which fetches and pins it",
                where=Place(source=source),
            )
        try:
            archive = self._read(self._place(locked.tree_digest), source, self._limits.compressed)
        except NotFoundError:
            raise NotFoundError(
                "the bundle that was locked is not on this machine",
                hint="run `clean-release bundle fetch` first; a check fetches nothing",
                where=Place(source=source),
            ) from None
        if not locked.archive_sha256:
            files = read_archive(archive, source=source, limits=self._limits)
            envelope = self._envelope(locked.tree_digest, source)
            return FetchedBundle(source=source, name=address.name, files=files, envelope=envelope, commit=locked.commit)
        return FetchedBundle(
            source=source,
            name=address.name,
            archive=archive,
            envelope=self._envelope(locked.tree_digest, source),
            commit=locked.commit,
        )

    def holds(self, locked: LockedBundle) -> bool:
        """Whether the bundle is here, unharmed."""
        try:
            found = self.fetch(locked.source, locked=locked)
        except (NotFoundError, BundleRefusedError):
            return False
        if found.archive is not None:
            return hashlib.sha256(found.archive).hexdigest() == locked.archive_sha256
        return tree_digest(found.files) == locked.tree_digest

    def keep(self, fetched: FetchedBundle, *, tree_digest: Digest) -> None:
        """Put a bundle here under its digest: the envelope first, so that an archive that is here is whole.

        Raises:
            InputRefusedError: the folder is a link, or cannot be written to.
        """
        if os.path.islink(self._folder):  # noqa: PTH114 - a path that is none is none here too
            raise InputRefusedError(
                "the folder of fetched bundles is a link", hint="remove it", where=Place(source=str(self._folder))
            )
        place = self._place(tree_digest)
        beside = place.with_name(place.name + ENVELOPE_SUFFIX)
        if fetched.envelope or os.path.lexists(beside):
            self._write(beside, fetched.envelope)
        self._write(place, write_archive(fetched.files) if fetched.archive is None else fetched.archive)

    def _place(self, tree: Digest) -> Path:
        return self._folder / f"{tree.removeprefix('sha256:')}.tar.gz"

    def _envelope(self, tree: Digest, source: str) -> bytes:
        place = self._place(tree)
        try:
            return self._read(place.with_name(place.name + ENVELOPE_SUFFIX), source, HAND_WRITTEN.bytes)
        except NotFoundError:
            return b""

    @staticmethod
    def _read(path: Path, source: str, most: int) -> bytes:
        return read_plain_file(path, source=source, most=most)
