"""What `clean-release audit workflows` does: read, show, and say what could not be read."""

from collections.abc import Sequence
from pathlib import Path

from checker.application.collect_workflows import CollectedWorkflows
from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.plain_terminal import plain_terminal
from checker.domain.json_value import Json
from checker.errors import NotFoundError, UsageError
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal
from checker.output.workflow_facts import render_workflow, workflow_document


def run_workflows(paths: Sequence[Path], *, project: Path, format_name: str) -> int:
    """Print the facts of each file; 3 when one of them, or all of them, could not be read."""
    refuse_unknown_format(format_name)
    shown = plain_terminal()
    kept = []
    problems = count = 0
    for read in CleanRelease(directory=project).auditing.workflows(paths):
        count += 1
        problems += read.workflow is None
        if format_name == JSON_FORMAT:
            kept.append(workflow_document(read))
        else:
            show(render_workflow(read, shown=shown))
    if not count:
        raise NotFoundError("there are no workflow files", hint="name files that end in .yml or .yaml, or their folder")
    if kept:
        show_json(pretty_bytes(_document(kept)))
    return UNDECIDED if problems else PASSED


def run_collection(output: Path, *, named: bool, project: Path, format_name: str) -> int:
    """Write the audit of the checkout; 3 when a file could not be read or scanned.

    Raises:
        UsageError: single files are named; an audit of some of them would hide the others.
    """
    refuse_unknown_format(format_name)
    if named:
        raise UsageError(
            "files are named, and an audit is of all workflows of the checkout", hint="leave out the files, or --output"
        )
    auditing = CleanRelease(directory=project).auditing
    found = auditing.collect_workflows()
    (path,) = auditing.write([found.audit], output)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(_collection(found, path)))
    else:
        show(f"wrote {escape_for_terminal(str(path))}")
    for one in found.unread:
        tell(f"warning: {escape_for_terminal(f'{one.path} could not be read: {one.problem}')}")
    for failure in found.failures:
        tell(f"warning: {escape_for_terminal(failure)}")
    return UNDECIDED if found.unread or found.failures else PASSED


def _collection(found: CollectedWorkflows, path: Path) -> dict[str, Json]:
    return {
        "schema": "clean-release/workflow-collection/v1",
        "written": str(path),
        "unread": [one.path for one in found.unread],
        "failures": list(found.failures),
    }


def _document(workflows: Sequence[dict[str, Json]]) -> dict[str, Json]:
    return {"schema": "clean-release/workflows/v1", "workflows": list[Json](workflows)}
