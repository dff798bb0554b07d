"""Stay on call: whether a worker may go on to the next run, or one that begins anew takes its place."""

from collections.abc import Sequence

from checker.domain.run import RunStatus
from checker.domain.run_history import Run

MOST_RUNS = 50
"""How many runs one process works at: whatever adds up in it, adds up to so much."""
_JUDGED = (RunStatus.PASSED, RunStatus.BLOCKED)


def may_stay(done: Sequence[Run], *, has_faltered: bool) -> bool:
    """Whether all that it did was judging, and not too often; `has_faltered`: its engine gave up on a rule.

    A run that failed, waits or came out undecided may have left behind what made it so.
    """
    return not has_faltered and len(done) < MOST_RUNS and all(run.status in _JUDGED for run in done)
