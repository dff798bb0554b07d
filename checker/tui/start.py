"""Start the screens, and say how they ended."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from checker.domain.run import RunStatus
from checker.errors import CleanReleaseError
from checker.output.refusal import explain_refusal
from checker.tui.app import ReleaseApp
from checker.tui.services import TuiServices

_BROKEN = 3
_FIXED_SIZE = ("COLUMNS", "LINES")
"""What some shells export, and what would hold the screens to the size that the terminal once had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The exit code, and what is said once the terminal is a line again."""

    code: int
    farewell: tuple[str, ...] = ()


def run_screens(services: TuiServices) -> Ended:
    """Show the screens until they are left; a run that was at work then can be gone on with, and that is said."""
    for name in _FIXED_SIZE:
        os.environ.pop(name, None)
    app = ReleaseApp(services)
    code = app.run(mouse=False)
    return ended(app, code)


def ended(app: ReleaseApp, code: int | None) -> Ended:
    """How the screens ended, after what was at work had time to let go; without a code they broke."""
    farewell = tuple(_farewell(app.services)) if app.let_go() else ()
    return Ended(code=_BROKEN if code is None else code, farewell=farewell)


def _farewell(services: TuiServices) -> Iterator[str]:
    try:
        standing = services.standing()
    except CleanReleaseError as refusal:
        yield explain_refusal(refusal)
        return
    run = standing.run.run if standing.run else None
    if run is None or run.status not in (RunStatus.PENDING, RunStatus.RUNNING):
        yield "what was at work has ended; clean-release release status shows where it stands"
        return
    yield f"{run.name} was left before {run.next_stage or 'its end'}; nothing of it is lost"
    if standing.worker:
        yield f"{standing.worker} has not let go of it yet; it is free a minute after their last sign"
    yield f"go on with: clean-release compliance resume --run-id {run.name} --actor {services.actor}"
