"""What `clean-release release evidence resume` does."""

from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import ToldProgress, show, show_json
from checker.cli.exit_codes import BLOCKED, PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.plain_terminal import plain_terminal
from checker.formats.canonical import pretty_bytes
from checker.output.resumption import render_resumption, resumption_document


def run_resume(*, target: str, workflow: str, offline: bool, project: Path, format_name: str) -> int:
    """Look at everything again; 1 when a run contradicts the record, 3 when something could not be read."""
    refuse_unknown_format(format_name)
    resuming = CleanRelease(directory=project).resuming(target)
    found = resuming.resume(workflow=workflow, offline=offline, progress=ToldProgress())
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(resumption_document(found)))
    else:
        show(render_resumption(found, shown=plain_terminal()))
    if found.contradictions:
        return BLOCKED
    return UNDECIDED if found.unknown else PASSED
