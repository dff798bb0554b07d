"""The run that is shown, followed: each of its steps is told once, as the store has it, whoever works at it."""

from checker.application.follow_run import RunStep, follow_run
from checker.application.show_standing import Standing
from checker.domain.run import RunStatus
from checker.output.lifecycle_view import told


class Following:
    """Keeps the number of the last step that was told; numbers of a store only grow, from one run to the next too."""

    def __init__(self) -> None:
        self._known: int | None = None

    def newest(self, standing: Standing) -> str:
        """The last step since this was asked before, in words; empty where there is none, and the first time.

        What happened before somebody looked is on the page, and no news.
        """
        run = standing.run.run if standing.run else None
        steps = follow_run(run, after=self._known or 0).steps if run else ()
        is_first = self._known is None
        self._known = steps[-1].number if steps else self._known or 0
        return _words(steps[-1]) if steps and not is_first else ""


def _words(step: RunStep) -> str:
    is_going_on = step.status is RunStatus.RUNNING and step.next_stage is not None
    return f"{told(step.happened)}{f'; {step.next_stage} is next' if is_going_on else ''}"
