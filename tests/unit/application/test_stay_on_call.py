"""A worker stays as long as all that it did was judging, and it did not do it too often."""

from dataclasses import replace

import pytest

from checker.application.stay_on_call import MOST_RUNS, may_stay
from checker.domain.run import RunStatus
from checker.domain.run_history import Run
from tests.run_builders import requested, working

STAYING = {RunStatus.PASSED, RunStatus.BLOCKED}


def a_run(status: RunStatus) -> Run:
    return replace(requested(working()).runs()[-1], status=status)


@pytest.mark.parametrize("status", list(RunStatus))
def test_it_stays_after_a_verdict_and_after_nothing_else(status: RunStatus) -> None:
    done = [a_run(RunStatus.PASSED), a_run(status), a_run(RunStatus.BLOCKED)]
    assert may_stay(done, has_faltered=False) is (status in STAYING)


def test_it_stays_for_so_many_runs() -> None:
    done = [a_run(RunStatus.PASSED)] * (MOST_RUNS - 1)
    assert may_stay(done, has_faltered=False)
    assert not may_stay([*done, done[0]], has_faltered=False)


def test_it_goes_when_its_engine_gave_up_on_a_rule() -> None:
    assert may_stay([], has_faltered=False)
    assert not may_stay([], has_faltered=True)
