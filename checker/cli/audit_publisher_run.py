"""What `clean-release audit publisher` does."""

from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json, standard_output, takes_unicode
from checker.cli.exit_codes import PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.formats.canonical import pretty_bytes
from checker.output.publish_explanation import explanation_document, render_explanations
from checker.output.terminal import Terminal


def run_explanation(log: Path, *, project: Path, format_name: str) -> int:
    """Explain a log; 3 when something in it stays unexplained."""
    refuse_unknown_format(format_name)
    explained = CleanRelease(directory=project).publishing.explain(log)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(explanation_document(explained)))
    else:
        shown = Terminal(ascii_only=not takes_unicode(standard_output()))
        show(render_explanations(explained, shown=shown))
    return PASSED if all(one.is_known for one in explained) else UNDECIDED
