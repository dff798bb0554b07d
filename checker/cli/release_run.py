"""What `clean-release release` does."""

from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json, standard_output, takes_unicode
from checker.cli.exit_codes import PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.formats.canonical import pretty_bytes
from checker.output.log_diagnosis import diagnosis_document, render_diagnosis
from checker.output.terminal import Terminal


def run_diagnose(log: Path, *, project: Path, format_name: str) -> int:
    """Diagnose a log; 3 when something in it stays unexplained."""
    refuse_unknown_format(format_name)
    found = CleanRelease(directory=project).publishing.diagnose(log)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(diagnosis_document(found)))
    else:
        show(render_diagnosis(found, shown=Terminal(ascii_only=not takes_unicode(standard_output()))))
    return PASSED if found.is_known else UNDECIDED
