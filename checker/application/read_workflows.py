"""Read workflows: every file by itself, so that one that is no workflow hides none of the others, and counts as one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checker.domain.workflow import Workflow
from checker.errors import CleanReleaseError
from checker.formats.workflow import read_workflow
from checker.ports.workspace import WorkflowFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWorkflow:
    """What a file came to: a workflow, or the problem that makes it unknown; `line` is 0 where none is to blame."""

    path: str
    workflow: Workflow | None = None
    problem: str = ""
    line: int = 0


def read_workflows(files: Iterable[WorkflowFile]) -> Iterator[ReadWorkflow]:
    """Each of these files, in their order; nothing is kept of one when the next is read."""
    for file in files:
        yield _read(file)


def _read(file: WorkflowFile) -> ReadWorkflow:
    if file.problem:
        return ReadWorkflow(path=file.path, problem=file.problem)
    try:
        return ReadWorkflow(path=file.path, workflow=read_workflow(file.data, path=file.path))
    except CleanReleaseError as error:
        return ReadWorkflow(path=file.path, problem=error.message, line=error.where.line if error.where else 0)
