"""Whether a run can be gone on with; asked by whoever goes on with it, and by whoever only says what may be done.

It stands by itself because those who only look have no use for all that judges.
"""

from checker.domain.run_history import Run
from checker.errors import OrderError


def refuse_to_resume(run: Run) -> None:
    """Make sure that somebody can go on with a run.

    Raises:
        OrderError: it is over, or was cancelled.
    """
    if run.is_over:
        raise OrderError(
            f"resume of {run.name} has to wait: it is {run.status}, and nothing follows that",
            hint=f"clean-release compliance run --candidate-id {run.candidate} --actor NAME",
        )
