"""The next command of a candidate: what brings it further from where its events left it, as it is typed."""

from checker.domain.approval import ApprovalVoided, Approved, Rejected, Revised
from checker.domain.candidate import ArtifactsImported, Candidate, LifecycleEvent, ManifestBuilt
from checker.domain.permit import ChannelConfirmed, PermitIssued, Revoked
from checker.domain.release import NEXT_COMMAND, State
from checker.domain.run import RunEnded, RunRequested, report_name

_GOES_ON = ArtifactsImported | ManifestBuilt | RunRequested | Rejected | Revised | Revoked
_OF_PUBLISHING = Approved | PermitIssued | ChannelConfirmed


def next_command(candidate: Candidate) -> str:
    """What is typed next; where an approval was voided, what shows the report that says why."""
    voided = voided_approval(candidate)
    if voided and voided[1].report:
        return f"clean-release report show {voided[1].report}"
    if candidate.state is State.APPROVED and _was_permitted_last(candidate):
        return f"clean-release release confirm --candidate-id {candidate.name} --actor NAME"
    if candidate.state is State.PUBLISHED:  # what may follow is no advice
        return NEXT_COMMAND[State.REVOKED]
    command = NEXT_COMMAND[candidate.state].format(name=candidate.name)
    return command.replace("REPORT", _report_of(candidate) or "REPORT")


def voided_approval(candidate: Candidate) -> tuple[LifecycleEvent, ApprovalVoided] | None:
    """How the last approval was voided at publishing, None where none was or where it went on since."""
    found = None
    for event in candidate.events:
        if isinstance(event.happened, ApprovalVoided):
            found = (event, event.happened)
        elif isinstance(event.happened, _GOES_ON):
            found = None
    return found


def _was_permitted_last(candidate: Candidate) -> bool:
    """Whether a permit was issued and nobody looked since at what came of it."""
    said = [event.happened for event in candidate.events if isinstance(event.happened, _OF_PUBLISHING)]
    return isinstance(said[-1], PermitIssued)


def _report_of(candidate: Candidate) -> str:
    """What the report of the current run is called; empty where it has none."""
    ended = [one for _, one in candidate.having(RunEnded) if one.run == candidate.current_run and one.report]
    return report_name(ended[-1].report) if ended else ""
