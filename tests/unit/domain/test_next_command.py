"""What is typed next follows from the events: after a permit somebody looks, after a void approval reads why."""

from dataclasses import replace

from checker.domain.approval import ApprovalVoided
from checker.domain.candidate import Candidate, Happening
from checker.domain.digest import digest_of
from checker.domain.next_command import next_command, voided_approval
from checker.domain.permit import ChannelConfirmed, PermitIssued, Publication
from checker.domain.run import RunOutcome, RunRequested
from tests.approval_builders import a_judged_candidate
from tests.candidate_builders import NAME, acting, built
from tests.release_builders import NOW

_PERMIT = PermitIssued(permit=digest_of(b"permit"), channel="prod", report=digest_of(b"again"), expires=NOW)
_FAILED = ChannelConfirmed(channel="prod", outcome=Publication.FAILED, allowed="", released=False)
_VOIDED = ApprovalVoided(outcome=RunOutcome.BLOCKED, report=digest_of(b"again"), reason="the verdict is blocked")
_ANEW = RunRequested(run=2, manifest=digest_of(b"manifest"))
_PUBLISH = f"clean-release release publish --candidate-id {NAME} --report-id rpt-001 --channel CHANNEL --actor NAME"


def _approved(*happened: Happening) -> Candidate:
    """An approved candidate to which this happened then."""

    candidate = a_judged_candidate().approved().opened.candidate(NAME)
    later = tuple(replace(candidate.events[-1], happened=one) for one in happened)
    return replace(candidate, events=(*candidate.events, *later))


def test_an_approved_candidate_is_published_until_a_permit_was_issued_that_nobody_looked_after() -> None:
    assert next_command(_approved()) == _PUBLISH
    assert next_command(_approved(_PERMIT)) == f"clean-release release confirm --candidate-id {NAME} --actor NAME"
    assert next_command(_approved(_PERMIT, _FAILED)) == _PUBLISH


def test_what_is_published_is_not_advised_to_be_revoked() -> None:
    whole = ChannelConfirmed(channel="prod", outcome=Publication.COMPLETE, allowed="", released=True)
    assert next_command(_approved(_PERMIT, whole)) == "clean-release candidate list"


def test_the_report_to_approve_is_named_where_there_is_one() -> None:
    assert "--report-id rpt-001 " in next_command(a_judged_candidate().opened.candidate(NAME))
    assert next_command(built(acting()).candidate(NAME)).startswith("clean-release compliance run ")


def test_a_void_approval_is_told_until_the_candidate_goes_on() -> None:
    void = _approved(_PERMIT, _VOIDED)
    assert next_command(void) == f"clean-release report show {_VOIDED.report}"
    assert voided_approval(void) == (void.events[-1], _VOIDED)
    assert voided_approval(_approved(_VOIDED, _ANEW)) is None
    assert voided_approval(_approved(_PERMIT)) is None


def test_an_approval_that_was_voided_without_a_report_leads_where_the_state_leads() -> None:

    assert next_command(_approved(replace(_VOIDED, report=""))).startswith("clean-release compliance violations ")
