"""Aside: work in a thread of its own, waited for without holding the screen up.

The threads are daemons. Whoever leaves is not kept waiting by a thread that reads, and `ReleaseApp.let_go` gives one
that acts the time to let go of its work.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


class LetGoError(Exception):
    """The work was let go of, because somebody wanted it to stop."""


async def aside(work: Callable[[], Result], *, begun: Callable[[Thread], None] | None = None) -> Result:
    """What the work comes to; `begun` is told the thread.

    Raises:
        LetGoError: it was told to stop.
        Exception: whatever the work raises.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Result] = loop.create_future()

    def settle(result: Result | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]  # None where the work returns it

    def do() -> None:
        result: Result | None = None
        error: BaseException | None = None
        try:
            result = work()
        except KeyboardInterrupt:
            error = LetGoError()
        except BaseException as raised:  # noqa: BLE001 - it is raised again where it is waited for
            error = raised
        with suppress(RuntimeError):  # nobody waits any more: the screens were left
            loop.call_soon_threadsafe(settle, result, error)

    thread = Thread(target=do, name="aside", daemon=True)
    if begun:
        begun(thread)
    thread.start()
    return await future
