"""Where the release of a candidate stands: who approved it, what may be uploaded, what the registries show."""

from collections.abc import Iterator

from checker.domain.approval import Approved, approvals_in_force
from checker.domain.candidate import Candidate, LifecycleEvent
from checker.domain.json_value import Json
from checker.domain.next_command import next_command, voided_approval
from checker.domain.permit import ChannelConfirmed, GlassBroken, PermitIssued, Publication, Revoked
from checker.output.terminal import Terminal

SCHEMA = "clean-release/release-status/v1"
_WHY = {
    Publication.PARTIAL: ": its registry lacks some of the files",
    Publication.FAILED: ": its registry shows nothing of this version, or other files",
}


def status_document(candidate: Candidate) -> dict[str, Json]:
    """Everything as one document."""
    revoked = next((one for _, one in candidate.having(Revoked)), None)
    voided = voided_approval(candidate)
    return {
        "schema": SCHEMA,
        "candidate_id": candidate.name,
        "state": str(candidate.state),
        "approvals": [_approval(one) for one in _approvals(candidate)],
        "permits": [_permit(event, one) for event, one in candidate.having(PermitIssued)],
        "break_glass": [
            {
                "permit": one.permit,
                "channel": one.channel,
                "reason": one.reason,
                "asked_by": event.actor,
                "at": event.at,
            }
            for event, one in candidate.having(GlassBroken)
        ],
        "channels": [
            {"channel": one.channel, "outcome": str(one.outcome), "allowed": one.allowed, "at": event.at}
            for event, one in latest_confirmed(candidate).values()
        ],
        "revoked": {"is": revoked is not None, "reason": revoked.reason if revoked else ""},
        "voided": {
            "is": voided is not None,
            "reason": voided[1].reason if voided else "",
            "report": voided[1].report if voided else "",
        },
        "next": next_command(candidate),
    }


def render_status(candidate: Candidate, *, shown: Terminal) -> str:
    """The same in lines."""
    return "".join(f"{shown.safe(line)}\n" for line in _lines(candidate))


def latest_confirmed(candidate: Candidate) -> dict[str, tuple[LifecycleEvent, ChannelConfirmed]]:
    """What each channel showed last."""
    return {one.channel: (event, one) for event, one in candidate.having(ChannelConfirmed)}


def _lines(candidate: Candidate) -> Iterator[str]:
    yield f"{candidate.name}: {candidate.state}"
    for one in _approvals(candidate):
        alone = ", single-person" if one.single_person else ""
        yield f"approved by {one.account} until {one.expires} for {', '.join(one.channels) or 'every channel'}{alone}"
    if voided := voided_approval(candidate):
        yield f"the approval is void since {voided[0].at}: {voided[1].reason}"
    for event, permit in candidate.having(PermitIssued):
        yield f"permit for {permit.channel} until {permit.expires}, issued {event.at}: {permit.permit}"
    for event, glass in candidate.having(GlassBroken):
        yield f"BREAK-GLASS for {glass.channel}, asked by {event.actor} at {event.at}: {glass.reason}"
    for _, seen in latest_confirmed(candidate).values():
        why = f", accepted: {seen.allowed}" if seen.allowed else _WHY.get(seen.outcome, "")
        yield f"channel {seen.channel} is {seen.outcome}{why}"
    yield from (f"REVOKED: {one.reason}" for _, one in candidate.having(Revoked))
    yield f"next: {next_command(candidate)}"


def _approvals(candidate: Candidate) -> tuple[Approved, ...]:
    return approvals_in_force(event.happened for event in candidate.events)


def _approval(one: Approved) -> dict[str, Json]:
    return {
        "account": one.account,
        "key": one.subject,
        "report": one.report,
        "statement": one.statement,
        "channels": list[Json](one.channels),
        "expires": one.expires,
        "single_person": one.single_person,
        "excluded": list[Json](one.excluded),
    }


def _permit(event: LifecycleEvent, one: PermitIssued) -> dict[str, Json]:
    return {"permit": one.permit, "channel": one.channel, "issued": event.at, "expires": one.expires}
