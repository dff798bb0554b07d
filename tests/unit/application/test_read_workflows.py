"""Every workflow file is read by itself; one that cannot be read is never no finding."""

from collections.abc import Iterator

from checker.application.read_workflows import ReadWorkflow, read_workflows
from checker.ports.workspace import WorkflowFile

GOOD = b"on: push\njobs:\n  a: {runs-on: ubuntu-latest, steps: [{run: make}]}\n"


def test_a_file_that_cannot_be_read_stands_beside_those_that_can() -> None:
    files = [
        WorkflowFile(path="a.yml", problem="the file is not a plain file"),
        WorkflowFile(path="b.yml", data=b"on: push\njobs: none\n"),
        WorkflowFile(path="c.yml", data=GOOD),
        WorkflowFile(path="d.yml", data=b"\xff"),
    ]

    unread, refused, read, binary = read_workflows(files)

    assert unread == ReadWorkflow(path="a.yml", problem="the file is not a plain file")
    assert (refused.workflow, refused.line) == (None, 2)
    assert refused.problem == 'jobs is "none", expected a mapping'
    assert read.workflow is not None
    assert (read.workflow.path, read.problem) == ("c.yml", "")
    assert binary.workflow is None
    assert binary.problem


def test_files_are_read_one_at_a_time() -> None:
    asked: list[str] = []

    def files() -> Iterator[WorkflowFile]:
        for name in ("a.yml", "b.yml"):
            asked.append(name)
            yield WorkflowFile(path=name, data=GOOD)

    next(read_workflows(files()))

    assert asked == ["a.yml"]
