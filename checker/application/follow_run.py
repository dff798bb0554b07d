"""Follow a run: what happened in it since somebody looked last, from its events alone, each told once.

Whoever follows keeps the number of the last step they were told, and asks again with it. Numbers only grow, so nothing
is lost or told twice, however often a connection breaks in between.
"""

from dataclasses import dataclass

from checker.domain.candidate import Happening
from checker.domain.run import RunStatus, Stage
from checker.domain.run_history import Run, runs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep:
    """One event of a run and how the run stood after it; `number` is that of the event in its store.

    `at` is when it happened (RFC 3339). `next_stage` is the stage that comes next, None where all are done.
    """

    number: int
    at: str
    happened: Happening
    status: RunStatus
    next_stage: Stage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedRun:
    """The steps of a run after the one that was known; `has_ended`: nothing comes by itself any more."""

    name: str
    steps: tuple[RunStep, ...]
    has_ended: bool


def follow_run(run: Run, *, after: int = 0) -> FollowedRun:
    """What happened in a run after the event of this number (0: from its beginning).

    A run that waits for an answer has not ended: somebody may answer. One that failed has, until it is resumed.
    """
    steps = (_step(run, count) for count, event in enumerate(run.events, start=1) if event.number > after)
    return FollowedRun(name=run.name, steps=tuple(steps), has_ended=run.has_ended)


def _step(run: Run, count: int) -> RunStep:
    """The step of the event that was the first, second … of the run."""
    events = run.events[:count]
    (then,) = runs_of(events)
    return RunStep(
        number=events[-1].number,
        at=events[-1].at,
        happened=events[-1].happened,
        status=then.status,
        next_stage=then.next_stage,
    )
