"""Bundles in memory, by source."""

from checker.domain.lock import LockedBundle
from checker.errors import NotFoundError
from checker.ports.bundles import FetchedBundle


class MemoryBundles:
    """A source of bundles that were put there; putting again replaces, as a moving tag does."""

    def __init__(self, *bundles: FetchedBundle) -> None:
        self._bundles = {bundle.source: bundle for bundle in bundles}

    def put(self, bundle: FetchedBundle) -> None:
        self._bundles[bundle.source] = bundle

    def fetch(self, source: str, *, locked: LockedBundle | None = None) -> FetchedBundle:  # noqa: ARG002 - one state
        if source not in self._bundles:
            raise NotFoundError(f"there is no bundle at {source!a}")
        return self._bundles[source]
