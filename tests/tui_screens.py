"""Screens of the terminal in tests: driven by keys, read as plain text."""

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import ModalScreen

from checker.tui.app import ReleaseApp

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from checker.tui.services import TuiServices

WIDE, NARROW = (80, 24), (40, 12)
_PAUSE, _ROUNDS = 0.002, 10_000
"""Seconds between two looks at the screen, and how many there are before a test gives up."""
_HOPS = 4
"""How often a key is handed on at most: program, part of the screen, the screen, and the program again."""
OFTEN, SELDOM = 0.02, 600.0
"""How often the store is looked at: often where somebody else writes to it, and otherwise only when a key did."""
GOLDEN = Path(__file__).parent / "golden" / "tui"


def text_of(app: App[Any]) -> str:
    """What the screen shows, line by line, without the blanks at their ends."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips).rstrip() + "\n"


async def settled(pilot: Pilot[int]) -> str:
    """The screen, once what was read is shown, every key was answered, and nothing is at work.

    The library asks whether the processor is idle. Screens that look at a store at every moment never are,
    and each key then cost the second after which it gives up.
    """
    app = pilot.app
    assert isinstance(app, ReleaseApp)
    before = ""
    for _ in range(_ROUNDS):
        await pilot.pause(_PAUSE)
        shown = text_of(app)
        if is_still(app) and shown == before:
            return shown
        before = shown
    pytest.fail(f"the screens never came to rest:\n{before}")


def is_still(app: ReleaseApp) -> bool:
    """Whether all that was begun has ended, but for whoever waits for the answer to a question on the screen."""
    begun = sum(not worker.is_finished for worker in app.workers)
    questions = sum(isinstance(screen, ModalScreen) for screen in app.screen_stack)
    return bool(app.standing or app.problem) and not app.is_at_work and begun <= questions


async def until(pilot: Pilot[int], *texts: str) -> str:
    """The screen as soon as it says all of this, wherever its lines are broken; something may still be at work."""
    app = pilot.app
    assert isinstance(app, ReleaseApp)
    for _ in range(_ROUNDS):
        await pilot.pause(_PAUSE)
        screen = text_of(app)
        words = " ".join(screen.replace("│", " ").split())
        if all(text in words for text in texts):
            return screen
    pytest.fail(f"never said {texts}:\n{screen}")


async def typed(pilot: Pilot[int], *keys: str) -> None:
    """Give keys to the screens as a terminal does; each is heard before the next, and maybe not answered yet."""
    for key in keys:
        is_character = len(key) == 1
        pilot.app.post_message(Key(_character_to_key(key) if is_character else key, key if is_character else None))
        for _ in range(_HOPS):
            await pilot._wait_for_screen()


async def pressed(pilot: Pilot[int], *keys: str) -> str:
    """The screen after these keys, each pressed when the one before was answered."""
    for key in keys:
        await typed(pilot, key)
        await settled(pilot)
    return text_of(pilot.app)


def driven(
    services: "TuiServices",
    go: "Callable[[Pilot[int]], Awaitable[None]]",
    *,
    size: tuple[int, int] = WIDE,
    poll: float = SELDOM,
) -> ReleaseApp:
    """The screens after somebody pressed keys as `go` says, from when the store was read for the first time."""
    app = ReleaseApp(services, poll=poll)

    async def drive() -> None:
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            await go(pilot)

    asyncio.run(drive())
    return app


def shown(services: "TuiServices", *keys: str, size: tuple[int, int] = WIDE) -> str:
    """What the screen shows after these keys, each pressed when the one before was answered."""
    screens = []

    async def go(pilot: Pilot[int]) -> None:
        screens.append(await settled(pilot))
        screens.extend([await pressed(pilot, key) for key in keys])

    driven(services, go, size=size)
    return screens[-1]


def agrees(name: str, text: str) -> None:
    """Compare a screen with the one that was looked at and committed; `GOLDEN=write` writes what is shown now."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{path.name} shows something else"
