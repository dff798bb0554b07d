"""The file of a store as a whole: looked at without changing it, brought to the present shape, copied, put back."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from checker.domain.digest import Digest
from checker.ports.store import TrailHead

NO_HEAD = TrailHead(seq=0, hash=Digest(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreState:
    """A store as it was found: where, the number of its last migration, its head, and all that is wrong with it.

    `version` and `head` are 0 where the file could not be read so far. `newest` is the last migration there is.
    """

    path: str
    version: int = 0
    newest: int
    head: TrailHead = NO_HEAD
    problems: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether everything in it is as it was recorded."""
        return not self.problems


class Replacement(Protocol):
    """What is to be put back, in a private copy, while nobody else can write the store that is there."""

    @property
    def offered(self) -> StoreState:
        """What would be put back."""
        ...

    @property
    def present(self) -> StoreState | None:
        """The store that is there; None where there is none."""
        ...

    def continues(self) -> bool:
        """Whether every entry of the store that is there is in what would be put back."""
        ...

    def keep_present(self) -> str:
        """Keep the store that is there under another name, whole; returns that name."""
        ...

    def put(self) -> StoreState:
        """Put it back, all or nothing; durable and verified on return.

        Raises:
            StoreError: it could not be written, or does not read as it was offered.
        """
        ...


class StoreFile(Protocol):
    """The file of one project's store in one namespace.

    Every method but `exists` raises NotFoundError where there is no store, unless it says otherwise.
    """

    @property
    def path(self) -> str:
        """Where it is, or would be."""
        ...

    def exists(self) -> bool:
        """Whether something is there, of whatever kind."""
        ...

    def make(self) -> None:
        """Make the store, or bring the one that is there to the present shape, all or nothing; raises StoreError."""
        ...

    def examine(self) -> StoreState:
        """Look at everything: place, owner, shape, every entry, every digest, every task; nothing is changed."""
        ...

    def copy(self, *, target: str) -> StoreState:
        """Copy the store into a new file while others go on writing; verified before it has that name.

        Raises:
            ConflictError: there is such a file.
            StoreError: it could not be written, or the copy is not sound.
        """
        ...

    def replacing(self, *, source: str) -> AbstractContextManager[Replacement]:
        """Take a private copy of `source`, and hold off all other writers of the store until the end.

        Raises:
            NotFoundError: there is no file `source`.
            StoreError: the place of the store is not safe, or it stays busy.
        """
        ...
