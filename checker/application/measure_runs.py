"""Measure runs: how many are stalled, how often resuming helped, how long it takes until a run has a verdict."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.domain.moment import age_in_seconds
from checker.domain.run import RunEnded, RunOutcome, RunResumed, RunStatus
from checker.domain.run_history import Run

LOWEST_SUCCESS = 0.9
"""Below which share of resumed runs that came to a verdict somebody should look."""
SLOWEST_MEAN = 900
"""Above which mean time to a verdict, in seconds, somebody should look."""
_VERDICTS = (RunStatus.PASSED, RunStatus.BLOCKED, RunStatus.UNDECIDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """The figures of all runs of a project.

    `stalled_count`: runs that wait for somebody, or whose worker went silent. `resume_success_rate`: of the runs that
    were resumed and are over or failed again, the share that came to a verdict (1.0 where none was resumed).
    `mean_converge_time`: seconds from asking for a run to its verdict (0.0 without any).
    """

    runs: int
    stalled_count: int
    resume_success_rate: float
    mean_converge_time: float

    @property
    def alerts(self) -> tuple[str, ...]:
        """What somebody should look at, in words."""
        return tuple(self._alerts())

    def _alerts(self) -> Iterator[str]:
        if self.stalled_count:
            yield f"stalled_count is {self.stalled_count}: see clean-release compliance status, and run a worker"
        if self.resume_success_rate < LOWEST_SUCCESS:
            yield f"resume_success_rate is {self.resume_success_rate:g}, expected at least {LOWEST_SUCCESS:g}"
        if self.mean_converge_time > SLOWEST_MEAN:
            yield f"mean_converge_time is {self.mean_converge_time:g} seconds, expected at most {SLOWEST_MEAN}"


def measure_runs(runs: Sequence[Run], *, silent: int) -> Metrics:
    """The figures of these runs, of which the workers of `silent` stopped signalling."""
    waiting = sum(run.status is RunStatus.WAITING for run in runs)
    resumed = [run for run in runs if _was_resumed(run) and run.status in (*_VERDICTS, RunStatus.FAILED)]
    succeeded = sum(run.status in _VERDICTS for run in resumed)
    times = [_seconds(run) for run in runs if run.status in _VERDICTS]
    return Metrics(
        runs=len(runs),
        stalled_count=waiting + silent,
        resume_success_rate=round(succeeded / len(resumed), 3) if resumed else 1.0,
        mean_converge_time=round(sum(times) / len(times), 3) if times else 0.0,
    )


def _was_resumed(run: Run) -> bool:
    return any(isinstance(event.happened, RunResumed) for event in run.events)


def _seconds(run: Run) -> float:
    """From asking for it to its verdict."""
    ends = [
        one.at
        for one in run.events
        if isinstance(one.happened, RunEnded) and one.happened.outcome is not RunOutcome.FAILED
    ]
    return max(0.0, age_in_seconds(run.events[0].at, at=ends[-1]))
