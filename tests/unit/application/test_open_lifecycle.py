"""Runs and their reports as they are found again; nothing is added that cannot have happened."""

import pytest

from checker.application.open_lifecycle import OpenedLifecycle, add_event, open_lifecycle
from checker.domain.digest import Digest, digest_of
from checker.domain.release import State
from checker.domain.run import RunCancelled, RunEnded, RunOutcome, RunRequested, RunStarted, RunStatus
from checker.errors import NotFoundError, OrderError
from tests.candidate_builders import NAME, acting, built, judged

_REPORT = Digest(digest_of(b"report"))


def test_a_run_and_its_report_are_found_by_name_and_by_digest() -> None:
    opened = judged(acting(), report=_REPORT)
    run = opened.run("run-001")

    assert run == opened.run(run.digest) == opened.report("rpt-001") == opened.report(_REPORT)
    assert run == opened.latest_run(NAME)
    assert (run.status, opened.candidate(NAME).state) == (RunStatus.PASSED, State.CHECK_PASSED)
    assert (opened.run_count, opened.report_count) == (1, 1)
    with pytest.raises(NotFoundError, match="no manifest 'man-002'"):
        opened.manifest("man-002")


def test_the_newest_run_that_came_to_a_report_is_meant_by_its_digest() -> None:
    by = acting()
    opened = judged(by, opened=judged(by, report=_REPORT), report=_REPORT)

    assert opened.report(_REPORT).name == opened.latest_run(NAME).name == "run-002"
    assert opened.report("rpt-001").name == "run-001"


def test_what_is_not_there_is_not_found() -> None:
    opened = built(acting())

    with pytest.raises(NotFoundError, match="no run 'run-001'"):
        opened.run("run-001")
    with pytest.raises(NotFoundError, match="a report 'rpt-001'"):
        opened.report("rpt-001")
    with pytest.raises(NotFoundError, match="no run of") as refused:
        opened.latest_run(NAME)
    assert refused.value.hint == f"clean-release compliance run --candidate-id {NAME} --actor NAME"


def test_the_runs_of_a_whole_store_are_counted() -> None:
    by = acting()
    opened = judged(by, report=_REPORT)

    assert open_lifecycle(by.store, project=by.project) == opened


def _asked(opened: OpenedLifecycle) -> RunRequested:
    return RunRequested(run=opened.run_count + 1, manifest=opened.manifests[-1][1].document)


def test_an_event_that_no_run_can_have_is_not_added() -> None:
    by = acting()
    opened = add_event(built(by), _asked(built(acting())), candidate=NAME, by=by)
    early = RunEnded(run=1, outcome=RunOutcome.PASSED, report=1, document=_REPORT)

    for wrong in (early, RunStarted(run=2), RunRequested(run=1, manifest=_REPORT)):
        with pytest.raises(OrderError):
            add_event(opened, wrong, candidate=NAME, by=by)
    assert open_lifecycle(by.store, project=by.project) == opened


def test_a_run_that_is_no_longer_current_goes_on_and_changes_nothing() -> None:
    by = acting()
    opened = built(by)
    for happened in (_asked(opened), RunStarted(run=1), RunRequested(run=2, manifest=opened.manifests[-1][1].document)):
        opened = add_event(opened, happened, candidate=NAME, by=by)
    opened = add_event(opened, RunCancelled(run=1), candidate=NAME, by=by)

    assert [run.status for run in opened.runs()] == [RunStatus.CANCELLED, RunStatus.PENDING]
    assert opened.candidate(NAME).state is State.CHECK_PENDING
