"""One of two workers is killed without warning: every task is done, and none is lost."""

from pathlib import Path

import pytest

from tests.killed_worker import work_with_one_killed


@pytest.mark.parametrize("tasks", [60, pytest.param(2000, marks=pytest.mark.slow)])
def test_a_killed_worker_loses_no_task_and_doubles_none(tmp_path: Path, tasks: int) -> None:
    worked = work_with_one_killed(tmp_path, tasks=tasks, lease_seconds=3)

    assert worked.states == {"done": tasks}
    assert worked.distinct == tasks
    assert worked.again == [worked.held]
