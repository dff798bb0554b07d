"""Streams: answers that go on, a bounded number for each caller, until they are done, somebody leaves, or we stop."""

import asyncio
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from checker.errors import TooManyRequestsError

SECONDS_UNTIL_AGAIN = 5


@dataclass(slots=True, kw_only=True)
class Streams:
    """The streams of one server, from its event loop alone but for `nudge`; `is_closing`: each ends when it looks."""

    most: int = 32
    most_of_one: int = 4
    is_closing: bool = False
    _open: Counter[Hashable] = field(default_factory=Counter)
    _nudged: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = field(default_factory=list)

    @contextmanager
    def hold(self, who: Hashable) -> Iterator[None]:
        """Count one more of somebody while it is entered.

        Raises:
            TooManyRequestsError: there are as many as there may be, of them or of all.
        """
        if self._open[who] >= self.most_of_one or self._open.total() >= self.most:
            whose = "you have" if self._open[who] >= self.most_of_one else "there are"
            raise TooManyRequestsError(
                f"{whose} as many streams as there may be",
                retry_after=SECONDS_UNTIL_AGAIN,
                hint="end another one first",
            )
        self._open[who] += 1
        try:
            yield
        finally:
            self._open[who] -= 1
            if not self._open[who]:
                del self._open[who]

    @contextmanager
    def nudged(self) -> Iterator[asyncio.Event]:
        """What is set, while it is entered, whenever somebody says that it is worth looking."""
        mine = asyncio.get_running_loop(), asyncio.Event()
        self._nudged.append(mine)
        try:
            yield mine[1]
        finally:
            self._nudged.remove(mine)

    def nudge(self) -> None:
        """Let every stream look now; from any thread."""
        for loop, event in tuple(self._nudged):
            with suppress(RuntimeError):  # the server has just ended, and its loop with it
                loop.call_soon_threadsafe(event.set)

    def close(self) -> None:
        """Let every stream end."""
        self.is_closing = True
