"""Where a candidate stands: what the events of its current run say, and of no other."""

import pytest

from checker.domain.candidate import ArtifactsImported, Candidate, Happening, LifecycleEvent, ManifestBuilt, Registered
from checker.domain.digest import Digest
from checker.domain.identity import ASSERTED, Identity, Method
from checker.domain.release import Action, State
from checker.domain.run import (
    RunCancelled,
    RunEnded,
    RunOutcome,
    RunRequested,
    RunResumed,
    RunStarted,
    RunWaiting,
    Stage,
    StageEnded,
    StageOutcome,
    report_name,
    run_name,
)
from checker.errors import OrderError

_DIGEST = Digest("sha256:" + "0" * 64)
_REGISTERED = Registered(version="1.2.0", ref="refs/tags/v1.2.0-rc1", commit="a" * 40)
_IMPORTED = ArtifactsImported(document=_DIGEST, files=1)
_BUILT = ManifestBuilt(number=1, document=_DIGEST)
_READY = (_REGISTERED, _IMPORTED, _BUILT)
_ASKED, _BEGUN = RunRequested(run=1, manifest=_DIGEST), RunStarted(run=1)
_STAGE = StageEnded(run=1, stage=Stage.POLICY, started="2026-03-09T12:00:00Z", outcome=StageOutcome.DONE)


def _candidate(*happened: Happening) -> Candidate:
    events = tuple(
        LifecycleEvent(
            number=number,
            candidate="rc1",
            at="2026-03-09T12:00:00Z",
            actor="bot",
            identity=ASSERTED,
            happened=one,
            digest=_DIGEST,
        )
        for number, one in enumerate(happened, start=1)
    )
    return Candidate(name="rc1", registered=_REGISTERED, events=events)


def _ended(outcome: RunOutcome, run: int = 1) -> RunEnded:
    return RunEnded(run=run, outcome=outcome)


@pytest.mark.parametrize(
    ("happened", "state"),
    [
        ((_ASKED,), State.CHECK_PENDING),
        ((_ASKED, _BEGUN), State.CHECK_RUNNING),
        ((_ASKED, _BEGUN, _STAGE), State.CHECK_RUNNING),
        ((_ASKED, _BEGUN, RunWaiting(run=1, code="X", question="?")), State.CHECK_RUNNING),
        ((_ASKED, _BEGUN, _ended(RunOutcome.PASSED)), State.CHECK_PASSED),
        ((_ASKED, _BEGUN, _ended(RunOutcome.BLOCKED)), State.CHECK_BLOCKED),
        ((_ASKED, _BEGUN, _ended(RunOutcome.UNDECIDED)), State.CHECK_ERROR),
        ((_ASKED, _BEGUN, _ended(RunOutcome.FAILED)), State.CHECK_ERROR),
        ((_ASKED, _BEGUN, _ended(RunOutcome.FAILED), RunResumed(run=1)), State.CHECK_RUNNING),
        ((_ASKED, RunCancelled(run=1)), State.CHECK_ERROR),
    ],
)
def test_a_candidate_stands_where_its_run_brought_it(happened: tuple[Happening, ...], state: State) -> None:
    assert _candidate(*_READY, *happened).state is state
    assert _candidate(*_READY, *happened).current_run == 1


def test_what_an_earlier_run_comes_to_changes_nothing_from_the_moment_a_later_one_is_asked_for() -> None:
    later = (_ASKED, _BEGUN, RunRequested(run=2, manifest=_DIGEST), _ended(RunOutcome.PASSED))

    assert _candidate(*_READY, *later).state is State.CHECK_PENDING
    assert _candidate(*_READY, *later).current_run == 2


@pytest.mark.parametrize(("undone", "state"), [(_IMPORTED, State.PREPARED), (_BUILT, State.MANIFEST_BUILT)])
def test_a_pass_of_what_is_no_longer_meant_counts_for_nothing(undone: Happening, state: State) -> None:
    passed = (_ASKED, _BEGUN, undone, _ended(RunOutcome.PASSED))

    assert _candidate(*_READY, *passed).state is state
    assert _candidate(*_READY, *passed).current_run == 0


def test_events_that_cannot_have_happened_have_no_state() -> None:
    with pytest.raises(OrderError, match="pass of rc1 has to wait: it is CHECK_PENDING"):
        _ = _candidate(*_READY, _ASKED, _ended(RunOutcome.PASSED)).state


def test_runs_and_reports_are_counted_as_manifests_are() -> None:
    assert (run_name(1), report_name(12), _BUILT.name) == ("run-001", "rpt-012", "man-001")


def test_a_registration_is_an_action_too() -> None:
    assert _REGISTERED.action is Action.REGISTER


def test_only_an_assertion_proves_nothing() -> None:
    assert not ASSERTED.is_proven
    assert Identity(method=Method.SIGNATURE, issuer="anchor", subject="sha256:0").is_proven


def test_its_files_are_those_that_were_imported_last() -> None:
    later = ArtifactsImported(document=_DIGEST, files=2)

    assert _candidate(_REGISTERED).artifacts is None
    assert _candidate(*_READY).artifacts == _IMPORTED
    assert _candidate(*_READY, later, _BUILT).artifacts == later
