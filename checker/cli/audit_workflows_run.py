"""What `clean-release audit workflows` does: read, show, and say what could not be read."""

from collections.abc import Sequence
from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json, standard_output, takes_unicode
from checker.cli.exit_codes import PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.domain.json_value import Json
from checker.errors import NotFoundError
from checker.formats.canonical import pretty_bytes
from checker.output.terminal import Terminal
from checker.output.workflow_facts import render_workflow, workflow_document


def run_workflows(paths: Sequence[Path], *, project: Path, format_name: str) -> int:
    """Print the facts of each file; 3 when one of them, or all of them, could not be read."""
    refuse_unknown_format(format_name)
    shown = Terminal(ascii_only=not takes_unicode(standard_output()))
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


def _document(workflows: Sequence[dict[str, Json]]) -> dict[str, Json]:
    return {"schema": "clean-release/workflows/v1", "workflows": list[Json](workflows)}
