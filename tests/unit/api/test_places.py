"""Places are divided: whoever asks for the first time always finds one, and nobody loses one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from checker.api.places import WAITING_FOR_EACH, Place, Places, place_of, put_place
from checker.api.problems import ProblemError

AnyAnswer = TypeVar("AnyAnswer")
MOST = 8
SOON = 0.01


def places(seconds: float = 60.0) -> Places:
    return Places(most=MOST, seconds=seconds)


async def taken(shared: Places, who: str, count: int) -> list[asyncio.Task[None]]:
    """Somebody asks so many times; those who are in have ended, the others wait."""
    asked = [asyncio.create_task(shared.take(who)) for _ in range(count)]
    await asyncio.sleep(0)
    return asked


def let_in(asked: list[asyncio.Task[None]]) -> int:
    return sum(one.done() and not one.cancelled() and not one.exception() for one in asked)


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def held(ask: Callable[[Places], Awaitable[AnyAnswer]], seconds: float = 60.0) -> AnyAnswer:
    """What came of it, with every task that waits still ended."""

    async def run() -> AnyAnswer:
        answer = await ask(places(seconds))
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for one in left:
            one.cancel()  # type: ignore[union-attr, unused-ignore] # the present task is not among them
        await asyncio.gather(*left, return_exceptions=True)  # type: ignore[arg-type, unused-ignore] # as above
        return answer

    return asyncio.run(run())


def test_one_who_asks_alone_has_half_and_who_comes_then_has_a_place_each_time() -> None:
    async def ask(shared: Places) -> list[int]:
        return [let_in(await taken(shared, who, 20)) for who in ("a", "b", "c", "d")]

    assert held(ask) == [4, 2, 1, 1]


def test_whoever_waits_with_the_fewest_comes_first() -> None:
    async def ask(shared: Places) -> tuple[int, int]:
        first = await taken(shared, "a", 20)
        second = await taken(shared, "b", 20)
        for _ in range(4):
            shared.leave("a")
            await settled()
        return let_in(first), let_in(second)

    assert held(ask) == (4 + 3, 2 + 1), "of whom four left, so that each has three"


def test_every_place_comes_back_whatever_becomes_of_whoever_waited() -> None:
    async def ask(shared: Places) -> list[int]:
        asked = await taken(shared, "a", 20)
        for one in asked[4:]:
            one.cancel()
        shared.leave("a")  # the first of them had been next
        await settled()
        for _ in range(3):
            shared.leave("a")
        return [let_in(await taken(shared, who, 20)) for who in ("b", "c")]

    assert held(ask) == [4, 2]


def test_who_is_gone_when_it_is_their_turn_gives_it_back() -> None:
    async def ask(shared: Places) -> list[int]:
        asked = await taken(shared, "a", 5)
        shared.leave("a")
        asked[4].cancel()  # after its turn came, and before it could take it
        await settled()
        for _ in range(3):
            shared.leave("a")
        return [let_in(await taken(shared, who, 20)) for who in ("b", "c")]

    assert held(ask) == [4, 2]


def test_nobody_waits_longer_than_so_long() -> None:
    async def ask(shared: Places) -> str:
        await taken(shared, "a", 4)
        with pytest.raises(ProblemError) as refused:
            await shared.take("a")
        for _ in range(4):
            shared.leave("a")
        assert let_in(await taken(shared, "b", 4)) == 4
        return refused.value.problem.code + refused.value.headers["Retry-After"]

    assert held(ask, seconds=SOON) == "busy1"


def test_the_line_is_divided_as_the_places_are() -> None:
    async def ask(shared: Places) -> list[int]:
        lines = [await taken(shared, who, 100) for who in ("a", "b")]
        await settled()
        return [sum(one.done() and bool(one.exception()) for one in asked) for asked in lines]

    room = MOST * WAITING_FOR_EACH
    assert held(ask) == [100 - 4 - room // 2, 100 - 2 - room // 4]


def test_a_place_is_somebodys_until_it_is_left() -> None:
    async def ask(shared: Places) -> list[int]:
        place = Place(shared)
        for who in ("an address", "a", "a"):
            await place.belong_to(who)
        counts = [let_in(await taken(shared, "a", 20))]
        place.leave()
        place.leave()
        await settled()
        return [*counts, let_in(await taken(shared, "b", 1))]

    assert held(ask) == [3, 1]


def test_the_place_of_a_request_lies_with_it() -> None:
    scope: dict[str, object] = {}
    assert place_of(scope) is None
    place = Place(places())
    put_place(scope, place)
    assert place_of(scope) is place
