"""What a compliance run is, as its events say, and what may follow."""

import pytest

from checker.domain import run_history
from checker.domain.candidate import Happening, LifecycleEvent, ManifestBuilt
from checker.domain.digest import Digest
from checker.domain.identity import ASSERTED
from checker.domain.run import (
    RunCancelled,
    RunEnded,
    RunOutcome,
    RunRequested,
    RunResumed,
    RunStarted,
    RunStatus,
    RunWaiting,
    Stage,
    StageEnded,
    StageOutcome,
)
from checker.domain.run_history import Run, runs_of
from checker.errors import OrderError

_MANIFEST, _REPORT = Digest("sha256:" + "1" * 64), Digest("sha256:" + "2" * 64)
_AT = "2026-03-09T12:00:00Z"
_ASKED, _BEGUN = RunRequested(run=1, manifest=_MANIFEST), RunStarted(run=1)
_WAITS = RunWaiting(run=1, code="NO_TERMINAL_SIGNAL_REPORT", question="go on?")
_FAILS = RunEnded(run=1, outcome=RunOutcome.FAILED, code="provider-unreadable")


def _stage(stage: Stage, outcome: StageOutcome = StageOutcome.DONE) -> StageEnded:
    code = "" if outcome is StageOutcome.DONE else "provider-unreadable"
    return StageEnded(run=1, stage=stage, started=_AT, outcome=outcome, document=_REPORT, code=code)


_ALL: tuple[Happening, ...] = (_ASKED, _BEGUN, *(_stage(one) for one in Stage))


def _verdict(outcome: RunOutcome, **changes: int | str) -> RunEnded:
    ended = {"report": 1, "document": _REPORT, **changes}
    return RunEnded(run=1, outcome=outcome, report=int(ended["report"]), document=str(ended["document"]))


def _events(*happened: Happening, candidate: str = "rc1") -> tuple[LifecycleEvent, ...]:
    return tuple(
        LifecycleEvent(
            number=number,
            candidate=candidate,
            at=_AT,
            actor="bot",
            identity=ASSERTED,
            happened=one,
            digest=Digest(f"sha256:{number:064}"),
        )
        for number, one in enumerate(happened, start=1)
    )


def _run(*happened: Happening) -> Run:
    (run,) = runs_of(_events(*happened))
    return run


@pytest.mark.parametrize(
    ("happened", "status", "following"),
    [
        ((_ASKED,), RunStatus.PENDING, Stage.POLICY),
        ((_ASKED, _BEGUN), RunStatus.RUNNING, Stage.POLICY),
        ((_ASKED, _BEGUN, _stage(Stage.POLICY)), RunStatus.RUNNING, Stage.MANIFEST),
        ((_ASKED, _BEGUN, _stage(Stage.POLICY, StageOutcome.FAILED)), RunStatus.RUNNING, Stage.POLICY),
        ((_ASKED, _BEGUN, _stage(Stage.POLICY), _FAILS), RunStatus.FAILED, Stage.MANIFEST),
        ((_ASKED, _BEGUN, _FAILS, RunResumed(run=1)), RunStatus.RUNNING, Stage.POLICY),
        ((*_ALL, _WAITS), RunStatus.WAITING, None),
        ((*_ALL, _WAITS, RunResumed(run=1, answer="yes")), RunStatus.RUNNING, None),
        ((_ASKED, RunCancelled(run=1)), RunStatus.CANCELLED, Stage.POLICY),
        ((*_ALL, _verdict(RunOutcome.PASSED)), RunStatus.PASSED, None),
        ((*_ALL, _verdict(RunOutcome.BLOCKED)), RunStatus.BLOCKED, None),
        ((*_ALL, _verdict(RunOutcome.UNDECIDED)), RunStatus.UNDECIDED, None),
    ],
)
def test_a_run_stands_where_its_events_brought_it(
    happened: tuple[Happening, ...], status: RunStatus, following: Stage | None
) -> None:
    assert (_run(*happened).status, _run(*happened).next_stage) == (status, following)


def test_a_run_is_named_by_its_number_and_by_the_event_that_asked_for_it() -> None:
    run = _run(*_ALL, _verdict(RunOutcome.PASSED))

    assert (run.name, run.digest, run.manifest) == ("run-001", run.events[0].digest, _MANIFEST)
    assert run.report
    assert (run.report.name, run.report.digest) == ("rpt-001", _REPORT)
    assert run.is_over
    assert not _run(*_ALL).is_over


def test_a_stage_that_is_done_after_it_failed_is_told_once() -> None:
    again: tuple[Happening, ...] = (
        _stage(Stage.POLICY, StageOutcome.FAILED),
        _FAILS,
        RunResumed(run=1),
        _stage(Stage.POLICY),
    )
    run = _run(_ASKED, _BEGUN, *again)

    assert [(one.stage, one.outcome) for one in run.stages] == [(Stage.POLICY, StageOutcome.DONE)]
    assert run.document_of(Stage.POLICY) == _REPORT
    assert run.document_of(Stage.RULES) is None
    assert _run(_ASKED, _BEGUN, again[0]).document_of(Stage.POLICY) is None


def test_what_a_run_waits_for_and_what_was_answered_is_told() -> None:
    waiting = _run(*_ALL, _WAITS)
    resumed = _run(*_ALL, _WAITS, RunResumed(run=1, answer="go on"))

    assert (waiting.waiting, waiting.code) == (_WAITS, "NO_TERMINAL_SIGNAL_REPORT")
    assert (resumed.waiting, resumed.code, resumed.answers()) == (None, "", ("go on",))


@pytest.mark.parametrize(
    ("happened", "why"),
    [
        ((_ASKED, _stage(Stage.POLICY)), "it is pending, and nobody has begun"),
        ((_ASKED, _BEGUN, _stage(Stage.RULES)), "the stage RULES ended, POLICY is next"),
        ((*_ALL, _stage(Stage.REPORT)), "the stage REPORT ended, the end is next"),
        ((_ASKED, _BEGUN, _verdict(RunOutcome.PASSED)), "the stage POLICY is not done"),
        ((*_ALL, _verdict(RunOutcome.PASSED, report=0)), "a verdict is that of the report"),
        ((*_ALL, _verdict(RunOutcome.PASSED, document=_MANIFEST)), "a verdict is that of the report"),
        ((_ASKED, RunCancelled(run=1), RunResumed(run=1)), "a cancelled run never goes on"),
        ((*_ALL, _verdict(RunOutcome.UNDECIDED), RunResumed(run=1)), "it is undecided, and it is over"),
        ((*_ALL, _WAITS, _verdict(RunOutcome.PASSED)), "it waits for an answer"),
        ((_ASKED, _BEGUN, _FAILS, RunCancelled(run=1)), "it failed and was not resumed"),
        ((_ASKED, _ASKED), "run-001 was asked for twice"),
        ((_BEGUN,), "nobody asked for run-001 of rc1"),
    ],
)
def test_events_that_cannot_have_happened_are_no_run(happened: tuple[Happening, ...], why: str) -> None:
    with pytest.raises(OrderError, match=why) as refused:
        runs_of(_events(*happened))
    assert refused.value.hint


def test_a_run_is_of_one_candidate() -> None:
    with pytest.raises(OrderError, match="nobody asked for run-001 of rc2"):
        runs_of((*_events(_ASKED), *_events(_BEGUN, candidate="rc2")))


def test_runs_are_told_in_the_order_they_were_asked_for_and_nothing_else_is_one() -> None:
    built = ManifestBuilt(number=1, document=_MANIFEST)
    events = _events(built, _ASKED, RunRequested(run=2, manifest=_MANIFEST), _BEGUN)

    assert [run.name for run in runs_of(events)] == ["run-001", "run-002"]


def test_a_run_that_was_told_of_before_is_told_as_its_events_say_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_history, "_MOST_KNOWN", 3)
    whole = (*_ALL, _verdict(RunOutcome.PASSED))
    for told in (whole, whole[:4], whole, (*_ALL[:3], RunCancelled(run=1)), whole, whole):
        (run,) = runs_of(_events(*told))
        assert run.events == _events(*told)
        assert len(run.stages) == sum(isinstance(one, StageEnded) for one in told)
    assert run.status is RunStatus.PASSED
    numbers = [RunRequested(run=number, manifest=_MANIFEST) for number in range(1, 9)]
    assert [one.number for one in runs_of(_events(*numbers))] == list(range(1, 9))


def test_events_that_cannot_have_happened_are_refused_again() -> None:
    for _ in range(2):
        with pytest.raises(OrderError, match="a cancelled run never goes on"):
            runs_of(_events(_ASKED, RunCancelled(run=1), RunResumed(run=1)))
    assert runs_of(_events(_ASKED, RunCancelled(run=1)))[0].status is RunStatus.CANCELLED
