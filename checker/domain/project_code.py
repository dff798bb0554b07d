"""What of the project itself a job runs: its checkout, its own actions, commands other than an upload.

A job that can publish and runs the project's code gives whatever a dependency smuggled in the right to publish.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from checker.domain.upload_step import UPLOAD_COMMAND
from checker.domain.workflow import Job, Step
from checker.domain.workflow_uses import UsesKind

_CHECKOUT = "actions/checkout"
_ALONE = re.compile(rf"(?:python3? -m |uvx |pipx run )?(?:{UPLOAD_COMMAND.pattern})")
_JOINED = re.compile(r"[;&|`<>]|\$\(")


class CodeKind(StrEnum):
    """How a step brings the project's code in."""

    CHECKOUT = "checkout"
    LOCAL_ACTION = "local-action"
    COMMANDS = "commands"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCode:
    """One step that does."""

    kind: CodeKind
    line: int


def project_code(job: Job) -> tuple[ProjectCode, ...]:
    """The steps of a job that run the project's code, or bring it there."""
    return tuple(ProjectCode(kind=kind, line=step.line) for step in job.steps for kind in _kinds(step))


def _kinds(step: Step) -> Iterator[CodeKind]:
    if step.uses is None:
        if not _only_uploads(step.run):
            yield CodeKind.COMMANDS
    elif step.uses.kind is UsesKind.LOCAL:
        yield CodeKind.LOCAL_ACTION
    elif step.uses.repository.lower() == _CHECKOUT:
        yield CodeKind.CHECKOUT


def _only_uploads(run: str) -> bool:
    """Whether every line is one upload, and nothing beside it."""
    joined = run.replace("\\\n", " ")
    lines = [line.strip() for line in joined.splitlines()]
    told = [line for line in lines if line and not line.startswith("#")]
    return all(_ALONE.match(line) and not _JOINED.search(line) for line in told)
