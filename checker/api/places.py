"""Places for requests that are being answered, divided between those who ask.

Somebody is let in as long as they hold fewer places than are free (the dynamic threshold of Choudhury and Hahne,
"Dynamic queue length thresholds for shared-memory packet switches", 1998): one who asks alone has half of them, and of
n who ask without end each has one part in n + 1, so that there is always a place for whoever asked for nothing yet,
however slow the others are. Who has their part waits for a place of their own; whoever has the fewest comes first.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.types import Scope

from checker.api.problems import ProblemError, server_error

WAITING_FOR_EACH = 4
"""How many may wait for each place there is."""
SECONDS = 10.0
_PLACE = "place"


@dataclass(slots=True, kw_only=True)
class Places:
    """The places of one server, from its event loop alone; `seconds` is how long somebody waits for one."""

    most: int
    seconds: float = SECONDS
    _held: Counter[Hashable] = field(default_factory=Counter)
    _waiting: dict[Hashable, deque[asyncio.Future[None]]] = field(default_factory=dict)
    _taken: int = 0
    _queued: int = 0

    async def take(self, who: Hashable) -> None:
        """Have one more place for somebody, at once or when there is one for them.

        Raises:
            ProblemError: there was none in time, or too many wait already.
        """
        if who not in self._waiting and self._fits(who):
            self._let_in(who)
            return
        with self._turn(who) as turn:
            try:
                async with asyncio.timeout(self.seconds):
                    await turn
            except TimeoutError:
                raise _busy() from None

    def leave(self, who: Hashable) -> None:
        """Give a place back, to whoever waits with the fewest."""
        self._taken -= 1
        self._held[who] -= 1
        if not self._held[who]:
            del self._held[who]
        while fitting := [one for one in self._waiting if self._fits(one)]:
            first = min(fitting, key=self._held.__getitem__)
            turn = self._waiting[first].popleft()
            self._forget(first)
            if not turn.done():  # else they are gone, and have only not noticed
                self._let_in(first)
                turn.set_result(None)

    def _fits(self, who: Hashable) -> bool:
        return self._held[who] < self.most - self._taken

    def _let_in(self, who: Hashable) -> None:
        self._held[who] += 1
        self._taken += 1

    @contextmanager
    def _turn(self, who: Hashable) -> Iterator[asyncio.Future[None]]:
        """A turn in the line of somebody, in which they have the same part as of the places."""
        waiting = self._waiting.get(who, ())
        if not len(waiting) < self.most * WAITING_FOR_EACH - self._queued:
            raise _busy()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(who, deque()).append(turn)
        self._queued += 1
        try:
            yield turn
        except BaseException:
            if turn in self._waiting.get(who, ()):
                self._waiting[who].remove(turn)
                self._forget(who)
            elif not turn.cancelled():  # it was their turn, and they are gone
                self.leave(who)
            raise
        finally:
            self._queued -= 1

    def _forget(self, who: Hashable) -> None:
        if not self._waiting[who]:
            del self._waiting[who]


class Place:
    """The place of one request: that of an address until somebody is proven, and theirs from then on."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._who: Hashable | None = None

    async def belong_to(self, who: Hashable) -> None:
        """Be somebody's, as soon as there is a place for them.

        Raises:
            ProblemError: there was none in time.
        """
        if who == self._who:
            return
        self.leave()
        await self._places.take(who)
        self._who = who

    def leave(self) -> None:
        """Be nobody's: the request is answered, or goes on as a stream, of which there are few."""
        if self._who is not None:
            self._places.leave(self._who)
        self._who = None


def put_place(scope: Scope, place: Place) -> None:
    """Leave the place of a request with it."""
    scope.setdefault("state", {})[_PLACE] = place


def place_of(scope: Scope) -> Place | None:
    """The place of a request; None where nothing stands before the routes that gives places."""
    place: Place | None = scope.get("state", {}).get(_PLACE)
    return place


def _busy() -> ProblemError:
    return server_error("busy", "too many requests are being answered", headers={"Retry-After": "1"})
