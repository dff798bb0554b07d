"""Screens of the terminal in tests: driven by keys, read as plain text."""

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

from textual.pilot import Pilot

from checker.tui.app import ReleaseApp

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from checker.tui.services import TuiServices

WIDE, NARROW = (80, 24), (40, 12)
GOLDEN = Path(__file__).parent / "golden" / "tui"


def an_app(services: "TuiServices") -> ReleaseApp:
    """The screens over these services; the store is looked at often, so that no test waits long."""
    return ReleaseApp(services, poll=0.02)


def text_of(app: ReleaseApp) -> str:
    """What the screen shows, line by line, without the blanks at their ends."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips).rstrip() + "\n"


async def settled(pilot: Pilot[int]) -> str:
    """The screen, once what was read is shown and nothing is at work."""
    app = pilot.app
    assert isinstance(app, ReleaseApp)
    before = ""
    for _ in range(500):
        await pilot.pause(0.02)
        shown = text_of(app)
        if (app.standing or app.problem) and not app.is_at_work and shown == before:
            break
        before = shown
    return before


async def pressed(pilot: Pilot[int], *keys: str) -> str:
    """The screen after these keys."""
    await pilot.press(*keys)
    return await settled(pilot)


def driven(
    services: "TuiServices", go: "Callable[[Pilot[int]], Awaitable[None]]", *, size: tuple[int, int] = WIDE
) -> ReleaseApp:
    """The screens after somebody pressed keys as `go` says, from when the store was read for the first time."""
    app = an_app(services)

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
