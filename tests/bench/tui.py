"""The screens: from nothing to the first paint, and from a key to its paint, over a store of 100,000 reports.

`python -m tests.bench.tui FOLDER` prints its rows as JSON, `make bench CASE=tui` shows them. Rows of a real terminal
are of processes of their own, from `exec` and from the byte of a key to the bytes that paint what it is for. In the
others the screens are driven without a terminal, in a process that has run: what the screens take by themselves.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from textual.pilot import Pilot

from checker.adapters.clock import SystemClock
from checker.adapters.sqlite_file import transaction
from checker.adapters.store import SqliteStore, rows, store_path
from checker.bootstrap import CleanRelease
from checker.domain.digest import digest_of
from checker.domain.latency import percentile
from checker.domain.namespace import Namespace
from checker.formats.report_v1 import report_bytes
from checker.tui.app import ReleaseApp
from checker.tui.project import ProjectTuiServices
from checker.tui.widgets.choices import Choices
from tests.architecture.source_tree import ROOT
from tests.bench.figures import Row, Sample, row
from tests.bench.processes import product
from tests.bench.real_terminal import RealTerminal
from tests.report_builders import a_report
from tests.tui_screens import text_of

KEPT, EACH, STARTS, KEYS = 100_000, 10_000, 7, 200
FIRST_PAINT, KEY_TO_PAINT = 1000, 50
PROJECT = """\
schema: clean-release/project/v1
project: widget
repository: github.com/octo/widget
release: {targets: [{registry: pypi, project: widget}]}
policy: {bundles: ["builtin:release-policy"], include: [branch.no_bypass]}
"""


def main() -> None:
    """Measure in the folder that is named."""
    folder = Path(sys.argv[1])
    _fill(folder)
    starts = [asyncio.run(_started(folder)) for _ in range(STARTS)]
    keys = asyncio.run(_pressed(folder))
    cold = [_cold(folder) for _ in range(STARTS)]
    wall, used = zip(*cold, strict=True)
    typed = _typed(folder)
    measured = [
        _row("a cold process to its first paint", wall, cpu=used, aim=FIRST_PAINT),
        _row("a key to its paint in a terminal", typed, aim=KEY_TO_PAINT),
        _row(f"the first paint of {KEPT:,} reports", starts, aim=FIRST_PAINT),
        _row("a key to its paint, in the history", keys, aim=KEY_TO_PAINT),
    ]
    sys.stdout.write(json.dumps(measured) + "\n")


def _row(name: str, taken: Sequence[float], *, aim: int, cpu: Sequence[float] = ()) -> Row:
    is_met = percentile(taken, 95) <= aim
    return row(name, Sample(wall=tuple(taken), cpu=tuple(cpu)), warm_up=0, aim=f"P95 {aim} ms", is_met=is_met)


def _fill(folder: Path) -> None:
    """A store of real reports, each by another moment, filled in few transactions."""
    (folder / "clean-release.yaml").write_text(PROJECT, encoding="utf-8")
    with SqliteStore.open(store_path(folder, Namespace.REAL), namespace=Namespace.REAL, clock=SystemClock()) as store:
        whole = report_bytes(a_report())
        for first in range(0, KEPT, EACH):
            found = [_one_of(whole, number) for number in range(first, first + EACH)]
            with transaction(store._connection):
                store._append(rows.report_row(digest=digest_of(data), data=data) for data in found)


def _one_of(whole: bytes, number: int) -> bytes:
    """The same report by another version of the engine, so that its digest is another."""
    return whole.replace(b"1.22.0", f"1.22.{number}".encode())


def _app(folder: Path) -> ReleaseApp:
    return ReleaseApp(ProjectTuiServices(facade=CleanRelease(directory=folder)))


def _terminal(folder: Path) -> RealTerminal:
    command = product(("tui", "--project", str(folder)), installed=str(ROOT))
    return RealTerminal(command.line, environment=command.environment)


def _cold(folder: Path) -> tuple[float, float]:
    """From the start of a process to a terminal that shows where the release stands and what the latest report is.

    Wall and processor time, in milliseconds.
    """
    with _terminal(folder) as terminal:
        taken = terminal.milliseconds_until("rules")
    return taken, terminal.cpu_milliseconds


def _typed(folder: Path) -> list[float]:
    """From a key on the line to the mark painted at another row of the history."""
    with _terminal(folder) as terminal:
        terminal.milliseconds_until("rules")
        terminal.type("h")
        terminal.milliseconds_until("so far")
        return [_painted(terminal, " " if number % 5 == 0 else "j") for number in range(KEYS)]


def _painted(terminal: RealTerminal, key: str) -> float:
    terminal.type(key)
    return terminal.milliseconds_until("> 2")


async def _started(folder: Path) -> float:
    """From nothing to a screen that says where the release stands and what the latest report is."""
    begun = time.perf_counter()
    app = _app(folder)
    async with app.run_test(size=(80, 24)):
        await _until(lambda: "rules" in text_of(app))
        return (time.perf_counter() - begun) * 1000


async def _pressed(folder: Path) -> list[float]:
    app = _app(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await _until(lambda: "rules" in text_of(app))
        await pilot.press("h")
        await _until(lambda: "so far" in text_of(app))
        keys = ("pagedown" if number % 5 == 0 else "down" for number in range(KEYS))
        return [await _key(pilot, app, key) for key in keys]


async def _key(pilot: Pilot[int], app: ReleaseApp, key: str) -> float:
    """From a key that comes in to the marked row on the screen."""
    chosen = app.screen.query_one(Choices)
    before, begun = chosen.chosen, time.perf_counter()
    app.simulate_key(key)
    await _until(lambda: chosen.chosen != before and _is_marked(app, chosen))
    taken = (time.perf_counter() - begun) * 1000
    await pilot.pause(0.02)
    return taken


def _is_marked(app: ReleaseApp, chosen: Choices) -> bool:
    line = text_of(app).splitlines()[chosen.region.y + chosen.chosen - chosen.scroll_offset.y]
    return line.startswith("> ")


async def _until(holds: Callable[[], bool]) -> None:
    while not holds():  # noqa: ASYNC110 - what is waited for is what the screen shows, which tells nobody
        await asyncio.sleep(0.0005)


if __name__ == "__main__":
    main()
