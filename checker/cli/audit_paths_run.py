"""What `clean-release audit paths` does."""

from collections.abc import Sequence
from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json
from checker.cli.exit_codes import BLOCKED, PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, TEXT, refuse_unknown_format
from checker.cli.plain_terminal import plain_terminal
from checker.domain.publish_path import Closure
from checker.formats.canonical import pretty_bytes
from checker.formats.paths_v1 import paths_document
from checker.output.publish_paths import render_paths
from checker.output.publish_paths_mermaid import render_mermaid

_MERMAID = "mermaid"
_CODES = {Closure.OPEN: BLOCKED, Closure.UNKNOWN: UNDECIDED, Closure.GUARDED: PASSED}


def run_paths(audits: Sequence[str], *, project: Path, format_name: str) -> int:
    """Find the paths; 1 when one person can publish alone, 3 when that is not known, 0 when it takes others."""
    refuse_unknown_format(format_name, known=(TEXT, JSON_FORMAT, _MERMAID))
    found = CleanRelease(directory=project).publishing.paths(audits=audits)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(paths_document(found)))
    elif format_name == _MERMAID:
        show(render_mermaid(found))
    else:
        show(render_paths(found, shown=plain_terminal()))
    return _CODES[found.closure]
