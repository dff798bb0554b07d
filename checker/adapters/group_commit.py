"""Changes of many threads that are made durable together: each waits its turn, and all for one commit.

A commit waits for the disk, some milliseconds each time, and of sixty threads that each commit alone the last waits for
all of them. Here whoever has the turn leaves what it changed uncommitted as long as somebody waits for the next one;
the last one commits for all. None of them goes on before that, whether it changed something or was refused: what it saw
of the others is durable then.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

from checker.errors import StoreError

AnySession = TypeVar("AnySession")

MOST_MEMBERS, MOST_SECONDS = 64, 0.25
"""When a group ends although somebody waits: other processes write to the same file."""

LONGEST_WAIT = 60.0
"""For how many seconds somebody waits who then begins a group. Where another process keeps the file, each would wait
for it after the other, and of sixty the last for an hour."""


@dataclass(slots=True, kw_only=True)
class _Group(Generic[AnySession]):
    """Those whose changes become durable together; `failure` is why they did not."""

    around: AbstractContextManager[AnySession]
    session: AnySession
    began: float
    members: int = 0
    ended: Event = field(default_factory=Event)
    failure: BaseException | None = None

    def end(self) -> None:
        """Make all of it durable, and let everybody go on."""
        try:
            self.around.__exit__(None, None, None)
        except BaseException as error:  # noqa: BLE001 - whatever it is, each member is told
            self.failure = error
        finally:
            self.ended.set()


class GroupCommit(Generic[AnySession]):
    """The turns of one file. `begin` makes the transaction of a group: leaving what it gives commits it.

    `is_whole` says whether that transaction is still there: SQLite takes all of it back where the disk is full, and
    nobody else may then be told that theirs was kept.
    """

    def __init__(
        self,
        begin: Callable[[], AbstractContextManager[AnySession]],
        *,
        is_whole: Callable[[AnySession], bool],
    ) -> None:
        self._begin = begin
        self._is_whole = is_whole
        self._turn = Lock()
        self._counting = Lock()
        self._waiting = 0
        self._group: _Group[AnySession] | None = None

    @contextmanager
    def turn(self) -> Iterator[AnySession]:
        """Change something as nobody else does meanwhile; it is durable when this ends.

        What a member changed and then did not mean to, it takes back itself: an error ends its turn and no other's.

        Raises:
            StoreError: their turn did not come in time; nothing was begun.
            Exception: whatever kept the group from being made durable; nothing of it was kept.
        """
        with self._taken():
            group = self._group = self._group or self._begun()
            group.members += 1
            refusal: Exception | None = None
            try:
                yield group.session
            except Exception as error:  # noqa: BLE001 - raised again, once what it was refused for is durable
                refusal = error
            finally:
                if self._is_over(group):
                    self._group = None
                    group.end()
        group.ended.wait()
        if refusal or group.failure:
            raise group.failure or refusal  # type: ignore[misc] # one of them is there

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A turn that belongs to no group: what is changed in it is durable before it ends.

        Raises:
            StoreError: it did not come in time; nothing was begun.
        """
        with self._taken():
            if self._group:
                self._group.end()
                self._group = None
            yield

    @contextmanager
    def _taken(self) -> Iterator[None]:
        asked = time.monotonic()
        self._count(1)
        with self._turn:
            self._count(-1)
            if self._group is None and time.monotonic() - asked > LONGEST_WAIT:
                raise StoreError("others write for too long", hint="try again; nothing was begun")
            yield

    def _begun(self) -> _Group[AnySession]:
        around = self._begin()
        return _Group(around=around, session=around.__enter__(), began=time.monotonic())

    def _is_over(self, group: _Group[AnySession]) -> bool:
        return (
            not self._waiting
            or group.members >= MOST_MEMBERS
            or time.monotonic() - group.began >= MOST_SECONDS
            or not self._is_whole(group.session)
        )

    def _count(self, change: int) -> None:
        with self._counting:
            self._waiting += change
