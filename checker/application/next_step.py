"""The next step: the one command that brings a project further, from what is there and what is not."""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.application.check_project import LoadedProject
from checker.domain.candidate import Candidate
from checker.domain.limits import SIGNED_DOCUMENT
from checker.domain.next_command import next_command
from checker.domain.project import Inputs
from checker.domain.release import State
from checker.domain.verdict import Verdict
from checker.errors import InputRefusedError
from checker.ports.project_files import ProjectFiles

PROGRAM = "clean-release "
_OVER = {State.REJECTED, State.PUBLISHED, State.REVOKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A command without the program's name, and why it is the next one where that does not go without saying."""

    command: str
    why: str = ""


def next_step(
    loaded: LoadedProject | None,
    *,
    files: ProjectFiles,
    verdict: Verdict | None,
    candidates: Sequence[Candidate],
) -> NextStep:
    """What to run next, never a command that would only say that another one comes first.

    Args:
        loaded: the project of the folder, or None where there is no project file.
        files: the files of that folder.
        verdict: the latest one, or None before the first.
        candidates: all of them, oldest first; the newest that is under way comes before what a single check needs.
    """
    if loaded is None:
        return NextStep(command="init")
    if loaded.lock is None or loaded.lock.project_digest != loaded.project.digest:
        return NextStep(command="lock")
    if under_way := [one for one in candidates if one.state not in _OVER]:
        candidate = under_way[-1]
        typed = next_command(candidate).removeprefix(PROGRAM)
        return NextStep(command=typed, why=f"{candidate.name} is {candidate.state}")
    if missing := _missing_document(loaded.project.inputs, files):
        return missing
    if verdict is Verdict.BLOCKED:
        return NextStep(
            command="report fixes", why="the latest verdict is blocked; after the fixes, audit and check again"
        )
    return NextStep(command="check")


def _missing_document(inputs: Inputs, files: ProjectFiles) -> NextStep | None:
    """How the first document comes about that the project file names and that is not there."""
    collect = "the repository's settings, read with your token; `audit import` takes what `gh api` captured"
    if not (inputs.audits or inputs.manifest):
        return NextStep(command="audit github", why=f"inputs name no document yet: {collect}")
    for name in inputs.audits:
        if _is_missing(name, files):
            return NextStep(command="audit github", why=f"{name} is not there yet: {collect}")
    if inputs.manifest and _is_missing(inputs.manifest, files):
        return NextStep(command="manifest draft", why=f"{inputs.manifest} is not there yet")
    return None


def _is_missing(name: str, files: ProjectFiles) -> bool:
    """Whether there is no such file; of one that cannot be read `check` says what is wrong with it."""
    try:
        return files.read_if_there(name, most_bytes=SIGNED_DOCUMENT.bytes) is None
    except InputRefusedError:
        return False
