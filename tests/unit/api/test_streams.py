"""Streams are told from any thread that it is worth looking, and nobody is told who has left."""

import asyncio
from contextlib import ExitStack
from threading import Thread

from checker.api.streams import Streams

SECONDS = 20


def said(streams: Streams) -> None:
    """Somebody says so, in a thread of their own, as a worker's line does."""
    thread = Thread(target=streams.nudge)
    thread.start()
    thread.join()


def test_every_stream_is_told_by_whatever_thread() -> None:
    streams = Streams()

    async def listen() -> list[bool]:
        with streams.nudged() as first, streams.nudged() as second:
            said(streams)
            by_the_thread = [first.is_set(), second.is_set()]  # it would wake no loop that sleeps
            async with asyncio.timeout(SECONDS):
                await asyncio.gather(first.wait(), second.wait())
            return by_the_thread

    assert asyncio.run(listen()) == [False, False]


def test_a_stream_that_was_left_is_told_nothing() -> None:
    streams = Streams()

    async def leave() -> asyncio.Event:
        with streams.nudged() as left:
            pass
        with streams.nudged() as staying:
            said(streams)
            async with asyncio.timeout(SECONDS):
                await staying.wait()
        return left

    assert not asyncio.run(leave()).is_set()


def test_whoever_speaks_after_the_server_ended_does_no_harm() -> None:
    streams = Streams()
    with ExitStack() as cut_off:

        async def begin() -> None:
            cut_off.enter_context(streams.nudged())

        asyncio.run(begin())
        streams.nudge()
