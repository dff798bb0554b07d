"""An event of a lifecycle in one line: when, who, how that was proven, and what happened."""

from checker.domain.approval import ApprovalHappening, ApprovalVoided, Approved, Rejected, Revised
from checker.domain.candidate import ArtifactsImported, Happening, LifecycleEvent, ManifestBuilt, Registered
from checker.domain.permit import ChannelConfirmed, GlassBroken, PermitHappening, PermitIssued, Revoked
from checker.domain.run import (
    RunCancelled,
    RunEnded,
    RunHappening,
    RunRequested,
    RunResumed,
    RunStarted,
    RunWaiting,
    StageEnded,
    report_name,
    run_name,
)
from checker.domain.waiver_event import WaiverApproved, WaiverEnded, WaiverHappening, WaiverRequested, waiver_name
from checker.output.terminal import Terminal


def event_line(event: LifecycleEvent, *, shown: Terminal) -> str:
    """One event, safe to be shown."""
    return f"{event.at} {shown.safe(event.actor)} ({event.identity.method}): {shown.safe(told(event.happened))}"


def told(happened: Happening) -> str:
    """What happened, in words; not yet safe to be shown."""
    match happened:
        case Registered() | ArtifactsImported() | ManifestBuilt():
            return _told_of_files(happened)
        case Approved() | Rejected() | Revised() | ApprovalVoided():
            return _told_of_approval(happened)
        case PermitIssued() | GlassBroken() | ChannelConfirmed() | Revoked():
            return _told_of_permit(happened)
        case WaiverRequested() | WaiverApproved() | WaiverEnded():
            return f"{waiver_name(happened.number)} {_told_of_waiver(happened)}"
        case _:
            return f"{run_name(happened.run)} {_told_of_run(happened)}"


def _told_of_files(happened: Registered | ArtifactsImported | ManifestBuilt) -> str:
    match happened:
        case Registered():
            return "registered"
        case ArtifactsImported():
            many = "1 file" if happened.files == 1 else f"{happened.files} files"
            return f"imported {many} {happened.document}"
        case ManifestBuilt():
            return f"built {happened.name} {happened.document}"


def _told_of_approval(happened: ApprovalHappening) -> str:
    match happened:
        case Approved():
            channels = ", ".join(happened.channels) or "every channel"
            alone = " (single-person)" if happened.single_person else ""
            more = "" if happened.complete else "; more persons have to"
            return f"approved {happened.report} for {channels} until {happened.expires}{alone}{more}"
        case Rejected():
            return f"rejected: {happened.reason}"
        case Revised():
            return f"sent back: {happened.reason}"
        case ApprovalVoided():
            return f"its approval is void, judged again it was {happened.outcome}: {happened.reason}"


def _told_of_permit(happened: PermitHappening) -> str:
    match happened:
        case PermitIssued():
            return f"permit {happened.permit} for {happened.channel} until {happened.expires}"
        case GlassBroken():
            return f"BREAK-GLASS for {happened.channel} until {happened.expires}: {happened.reason}"
        case ChannelConfirmed():
            allowed = f", accepted: {happened.allowed}" if happened.allowed else ""
            return f"{happened.channel} is {happened.outcome}{allowed}"
        case Revoked():
            return f"revoked: {happened.reason}"


def _told_of_waiver(happened: WaiverHappening) -> str:
    match happened:
        case WaiverRequested():
            return f"was asked for {happened.document}"
        case WaiverApproved():
            return f"was approved {happened.document}"
        case WaiverEnded():
            return f"was ended{_because(happened.reason)}"


def _told_of_run(happened: RunHappening) -> str:
    match happened:
        case RunRequested():
            words = f"was asked for, of the manifest {happened.manifest}"
        case RunStarted():
            words = "began"
        case StageEnded():
            words = f"{happened.stage} {happened.outcome}{_because(happened.code)}"
        case RunWaiting():
            words = f"waits{_because(happened.code)}: {happened.question}"
        case RunResumed():
            words = f"was resumed{_because(happened.code)}"
        case RunCancelled():
            words = f"was cancelled{_because(happened.reason)}"
        case RunEnded():
            report = f" {report_name(happened.report)} {happened.document}" if happened.report else ""
            words = f"ended {happened.outcome}{_because(happened.code)}{report}"
    return words


def _because(why: str) -> str:
    return f" ({why})" if why else ""
