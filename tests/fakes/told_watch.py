"""A watch over a memory store: the version is what the store holds by now."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from tests.fakes.memory_store import MemoryStore


@dataclass(slots=True)
class ToldWatch:
    """Tells that nobody can tell while `is_busy`."""

    store: MemoryStore | None = None
    is_busy: bool = field(default=False, kw_only=True)

    def version(self) -> Hashable | None:
        """See `ports.store_watch.StoreWatch`."""
        if self.is_busy:
            return None
        return (id(self.store), self.store.verify_trail().head) if self.store else "absent"
