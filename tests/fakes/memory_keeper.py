"""Fetched bundles in memory, by their digest."""

from checker.domain.digest import Digest
from checker.domain.lock import LockedBundle
from checker.ports.bundles import FetchedBundle


class MemoryKeeper:
    """A place where fetched bundles are kept."""

    def __init__(self) -> None:
        self.kept: dict[Digest, FetchedBundle] = {}

    def holds(self, locked: LockedBundle) -> bool:
        return locked.tree_digest in self.kept

    def keep(self, fetched: FetchedBundle, *, tree_digest: Digest) -> None:
        self.kept[tree_digest] = fetched
