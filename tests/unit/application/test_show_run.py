"""What is shown of a run, and what is measured of all."""

from dataclasses import replace

import pytest

from checker.application.measure_runs import Metrics, measure_runs
from checker.application.resume_run import recover_run, resume_run
from checker.application.run_compliance import Working, work_on
from checker.application.show_run import report_of, show_run
from checker.domain.run import RunStatus
from checker.domain.run_history import Run
from checker.domain.task import Stuck
from checker.errors import OrderError, ProviderError
from tests.run_builders import REPORT, Provider, requested, working


def failed(who: Working) -> Run:
    requested(who)
    refusing = Provider(answer=ProviderError("no"))
    return work_on("run-001", working=replace(who, services=replace(who.services, collect=refusing)))


def test_a_run_is_shown_with_the_report_it_made() -> None:
    who = working()
    requested(who)
    run = work_on("run-001", working=who)
    shown = show_run(run, who.opened(), store=who.by.store)

    assert (shown.manifest, shown.is_current, shown.passes) == ("man-001", True, True)
    assert report_of(shown).data == REPORT


def test_a_run_without_a_report_says_which_step_is_missing() -> None:
    who = working()
    run = failed(who)
    shown = show_run(run, who.opened(), store=who.by.store)

    assert not shown.passes
    with pytest.raises(OrderError, match="run-001 has no report: it is failed, and the stage AUDIT is not done"):
        report_of(shown)


def test_a_run_that_did_not_end_has_no_report_either() -> None:
    who = working()
    requested(who)

    class KilledError(BaseException):
        pass

    def last() -> str:
        if not who.opened().run("run-001").next_stage:
            raise KilledError
        return who.by.at

    with pytest.raises(KilledError):
        work_on("run-001", working=replace(who, services=replace(who.services, now=last)))
    with pytest.raises(OrderError, match="nothing says that it ended"):
        report_of(show_run(who.opened().run("run-001"), who.opened(), store=who.by.store))


def test_no_runs_have_quiet_figures() -> None:
    assert measure_runs((), silent=0) == Metrics(
        runs=0, stalled_count=0, resume_success_rate=1.0, mean_converge_time=0.0
    )
    assert measure_runs((), silent=0).alerts == ()


def test_runs_that_wait_or_whose_worker_went_silent_are_stalled() -> None:
    who = working()
    requested(who)

    class KilledError(BaseException):
        pass

    def audit() -> str:
        if len(who.opened().run("run-001").stages) == 3:
            raise KilledError
        return who.by.at

    with pytest.raises(KilledError):
        work_on("run-001", working=replace(who, services=replace(who.services, now=audit)))
    waiting = recover_run(who.opened().run("run-001"), why=Stuck.NO_SIGNAL, working=who)

    found = measure_runs((waiting,), silent=2)
    assert (waiting.status, found.stalled_count) == (RunStatus.WAITING, 3)
    assert len(found.alerts) == 1


def test_resuming_that_helps_is_told_from_resuming_that_does_not() -> None:
    helped, unhelped = working(), working()
    run = resume_run(failed(helped), working=helped)
    one = work_on(run.name, working=helped)
    resume_run(failed(unhelped), working=unhelped)
    refusing = replace(unhelped.services, collect=Provider(answer=ProviderError("no")))
    other = work_on("run-001", working=replace(unhelped, services=refusing))

    assert measure_runs((one,), silent=0).resume_success_rate == 1.0
    found = measure_runs((one, other), silent=0)
    assert (found.resume_success_rate, found.alerts) == (
        0.5,
        ("resume_success_rate is 0.5, expected at least 0.9",),
    )


def test_the_time_to_a_verdict_is_counted_from_the_moment_it_was_asked_for() -> None:
    who = working()
    requested(who)
    later = replace(who, services=replace(who.services, now=lambda: "2026-03-02T13:00:00Z"))
    found = measure_runs((work_on("run-001", working=later),), silent=0)

    assert found.mean_converge_time == 3600.0
    assert found.alerts == ("mean_converge_time is 3600 seconds, expected at most 900",)
