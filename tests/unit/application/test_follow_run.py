"""Following a run: every step once, from any point on."""

import pytest

from checker.application.follow_run import RunStep, follow_run
from checker.application.resume_run import cancel_run
from checker.application.run_compliance import work_on
from checker.domain.run import RunStatus, Stage
from checker.domain.run_history import Run
from checker.errors import ProviderError
from tests.run_builders import judging, requested, working

_ALL = [*Stage]


def _done() -> Run:
    who = judging()
    requested(who)
    return work_on("run-001", working=who)


def _said(step: RunStep) -> tuple[str, str, Stage | None]:
    return str(step.happened.action), str(step.status), step.next_stage


def test_a_run_is_told_from_its_request_to_its_end() -> None:
    followed = follow_run(_done())
    assert [_said(step) for step in followed.steps] == [
        ("request-run", "pending", Stage.POLICY),
        ("start-run", "running", Stage.POLICY),
        *(("end-stage", "running", stage) for stage in [*_ALL[1:], None]),
        ("pass", "passed", None),
    ]
    assert (followed.name, followed.has_ended) == ("run-001", True)


def test_whoever_comes_back_is_told_the_rest_and_nothing_twice() -> None:
    run = _done()
    whole = follow_run(run).steps
    for known in range(len(whole)):
        number = whole[known].number
        assert follow_run(run, after=number).steps == whole[known + 1 :], number


def test_a_run_that_nobody_works_at_has_not_ended() -> None:
    run = requested(working()).runs()[-1]
    followed = follow_run(run)
    assert ([str(step.status) for step in followed.steps], followed.has_ended) == (["pending"], False)
    assert follow_run(run, after=run.events[-1].number).steps == ()


@pytest.mark.parametrize("how", ["failed", "cancelled"])
def test_a_run_that_failed_or_was_cancelled_has_ended(how: str) -> None:
    def refuse(*_: object) -> None:
        raise ProviderError("the repository could not be read")

    who = working(collect=refuse) if how == "failed" else working()
    run = requested(who).runs()[-1]
    run = work_on(run.name, working=who) if how == "failed" else cancel_run(run, reason="", working=who)
    assert run.status is RunStatus(how)
    assert follow_run(run).has_ended
