"""The watch over a store: whether anything was committed to it, told without reading it."""

from collections.abc import Hashable
from typing import Protocol


class StoreWatch(Protocol):
    """Watches one store, which may not be there yet."""

    def version(self) -> Hashable | None:
        """What differs after every commit of anybody, of another process too, and after the file was replaced.

        None where nobody can tell at this moment, since somebody is writing: then nothing that was read before counts.
        It never waits.
        """
        ...
