"""What `clean-release release drill` does."""

from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json
from checker.cli.exit_codes import PASSED
from checker.cli.formats import JSON_FORMAT, TEXT, refuse_unknown_format
from checker.cli.plain_terminal import plain_terminal
from checker.domain.playbook import DrillState
from checker.formats.canonical import pretty_bytes
from checker.output.drill import drill_document, render_drill


def run_start(*, again: bool, target: str, project: Path) -> int:
    """Begin a drill."""
    return _shown(CleanRelease(directory=project).drilling(target).start(again=again), TEXT)


def run_done(*, failed: bool, note: str, target: str, project: Path) -> int:
    """Record the next step."""
    return _shown(CleanRelease(directory=project).drilling(target).done(failed=failed, note=note), TEXT)


def run_status(*, target: str, project: Path, format_name: str) -> int:
    """Show how far it is."""
    refuse_unknown_format(format_name)
    return _shown(CleanRelease(directory=project).drilling(target).status(), format_name)


def _shown(state: DrillState, format_name: str) -> int:
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(drill_document(state)))
    else:
        show(render_drill(state, shown=plain_terminal()))
    return PASSED
