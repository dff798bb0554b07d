"""Resuming, cancelling and recovering runs: saying the same again changes nothing."""

from dataclasses import replace

import pytest

from checker.application.open_lifecycle import add_event
from checker.application.resume_run import NO_TERMINAL_SIGNAL, cancel_run, recover_run, resume_run
from checker.application.run_compliance import Working, work_on
from checker.domain.run import RunResumed, RunStarted, RunStatus, RunWaiting, Stage
from checker.domain.run_history import Run
from checker.domain.task import Stuck
from checker.errors import CleanReleaseError, MalformedPayloadError, OrderError, ProviderError, UsageError
from tests.run_builders import NAME, Provider, requested, working


def waiting(who: Working) -> Run:
    opened = requested(who)
    for happened in (RunStarted(run=1), RunWaiting(run=1, code="asked", question="go on?")):
        opened = add_event(opened, happened, candidate=NAME, by=who.by)
    return opened.run("run-001")


def failed(who: Working) -> Run:
    requested(who)
    refusing = Provider(answer=ProviderError("no credential"))
    return work_on("run-001", working=replace(who, services=replace(who.services, collect=refusing)))


def running(who: Working) -> Run:
    return add_event(requested(who), RunStarted(run=1), candidate=NAME, by=who.by).run("run-001")


def reported(who: Working) -> Run:
    """A run whose report is stored and which did not end."""
    requested(who)

    class KilledError(BaseException):
        pass

    def last() -> str:
        if who.opened().run("run-001").document_of(Stage.REPORT):
            raise KilledError
        return who.by.at

    with pytest.raises(KilledError):
        work_on("run-001", working=replace(who, services=replace(who.services, now=last)))
    return who.opened().run("run-001")


def test_the_same_answer_twice_adds_one_event() -> None:
    who = working()
    resumed = resume_run(waiting(who), answer="yes", working=who)

    assert (resumed.status, resumed.answers()) == (RunStatus.RUNNING, ("yes",))
    assert resume_run(resumed, answer=" yes ", working=who) == resumed
    ended = work_on("run-001", working=who)
    assert ended.status is RunStatus.PASSED
    assert resume_run(ended, answer="yes", working=who) == ended


def test_an_answer_is_kept_without_its_secrets() -> None:
    who = working()

    said = "it is SECRET-MARKER-1"
    assert resume_run(waiting(who), answer=said, working=who).answers() == ("it is ***",)
    assert resume_run(who.opened().run("run-001"), answer=said, working=who).answers() == ("it is ***",)


@pytest.mark.parametrize(
    ("make", "answer", "refusal"),
    [
        (waiting, "", UsageError),
        (waiting, "a\x1b[2Jb", MalformedPayloadError),
        (waiting, "a\nb", MalformedPayloadError),
        (waiting, "a" * 1001, MalformedPayloadError),
    ],
)
def test_what_is_no_answer_resumes_nothing(make: object, answer: str, refusal: type[CleanReleaseError]) -> None:
    assert callable(make)
    who = working()
    run = make(who)
    with pytest.raises(refusal):
        resume_run(run, answer=answer, working=who)
    assert who.opened().run("run-001") == run


def test_a_run_that_failed_is_resumed_once() -> None:
    who = working()
    run = resume_run(failed(who), working=who)

    assert run.status is RunStatus.RUNNING
    assert resume_run(run, working=who) == run


def test_a_run_that_nobody_began_needs_no_event() -> None:
    who = working()
    run = requested(who).run("run-001")

    assert resume_run(run, working=who) == run


def test_a_run_that_was_cancelled_never_goes_on() -> None:
    who = working()
    cancelled = cancel_run(running(who), reason="typed the wrong id", working=who)

    assert cancelled.status is RunStatus.CANCELLED
    assert cancel_run(cancelled, working=who) == cancelled
    with pytest.raises(OrderError, match="it is cancelled, and nothing follows") as refused:
        resume_run(cancelled, answer="yes", working=who)
    assert "compliance run" in refused.value.hint


def test_a_run_that_ended_is_neither_cancelled_nor_resumed() -> None:
    who = working()
    requested(who)
    run = work_on("run-001", working=who)

    for act in (resume_run, cancel_run):
        with pytest.raises(OrderError, match="it is passed"):
            act(run, working=who)


def test_a_silent_worker_s_run_is_gone_on_with() -> None:
    who = working()
    run = recover_run(running(who), why=Stuck.STALE, working=who)

    assert (run.status, run.events[-1].happened) == (RunStatus.RUNNING, RunResumed(run=1, code="stale_recovered"))
    assert work_on("run-001", working=who).status is RunStatus.PASSED


def test_a_report_without_an_end_waits_and_is_gone_on_with_once() -> None:
    who = working()
    run = recover_run(reported(who), why=Stuck.STALE, working=who)

    assert (run.status, run.code) == (RunStatus.WAITING, NO_TERMINAL_SIGNAL)
    assert run.waiting
    assert "any answer ends it as its report says" in run.waiting.question, "it must not look as if no were an answer"
    resume_run(run, answer="no", working=who)
    ended = work_on("run-001", working=who)
    assert (ended.status, len(ended.answers())) == (RunStatus.PASSED, 1)
    assert resume_run(ended, answer="no", working=who) == ended


@pytest.mark.parametrize(
    ("why", "status", "code"),
    [
        (Stuck.TIMED_OUT, RunStatus.FAILED, "job_timeout"),
        (Stuck.NO_SIGNAL, RunStatus.WAITING, "NO_TERMINAL_SIGNAL_ATTEMPTS"),
    ],
)
def test_what_stuck_a_run_is_named(why: Stuck, status: RunStatus, code: str) -> None:
    who = working()
    run = recover_run(running(who), why=why, working=who)

    assert (run.status, run.code) == (status, code)


def test_a_run_that_is_not_running_is_not_stuck() -> None:
    who = working()
    run = requested(who).run("run-001")

    assert recover_run(run, why=Stuck.STALE, working=who) == run
