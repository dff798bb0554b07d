"""An event of a lifecycle in one line: when, who, how that was proven, and what happened."""

from checker.domain.candidate import ArtifactsImported, Happening, LifecycleEvent, ManifestBuilt, Registered
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
from checker.output.terminal import Terminal


def event_line(event: LifecycleEvent, *, shown: Terminal) -> str:
    """One event, safe to be shown."""
    return f"{event.at} {shown.safe(event.actor)} ({event.identity.method}): {shown.safe(told(event.happened))}"


def told(happened: Happening) -> str:
    """What happened, in words; not yet safe to be shown."""
    match happened:
        case Registered():
            return "registered"
        case ArtifactsImported():
            return f"imported {happened.files} files {happened.document}"
        case ManifestBuilt():
            return f"built {happened.name} {happened.document}"
        case _:
            return f"{run_name(happened.run)} {_told_of_run(happened)}"


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
