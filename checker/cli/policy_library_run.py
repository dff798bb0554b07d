"""What the `clean-release policy` commands about a whole library do."""

from collections.abc import Sequence
from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json
from checker.cli.exit_codes import BLOCKED, PASSED
from checker.cli.formats import JSON_FORMAT, TEXT, refuse_unknown_format
from checker.cli.policy_run import terminal
from checker.cli.where import Where
from checker.formats.canonical import pretty_bytes
from checker.output.report_impact import impact_document, render_impact
from checker.output.rule_coverage import coverage_document, render_coverage, render_coverage_markdown

MARKDOWN = "markdown"


def run_coverage(project: Path, *, bundle: str, format_name: str) -> int:
    """Print what the rules cover."""
    refuse_unknown_format(format_name, known=(TEXT, JSON_FORMAT, MARKDOWN))
    found = CleanRelease(directory=project).policies.coverage(bundle=bundle)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(coverage_document(found)))
    elif format_name == MARKDOWN:
        show(render_coverage_markdown(found))
    else:
        show(render_coverage(found, shown=terminal()))
    return PASSED


def run_impact(where: Where, bundle: str, against: Sequence[str], *, format_name: str) -> int:
    """Print what a bundle would have made of reports; 1 if a verdict flips."""
    refuse_unknown_format(format_name)
    found = where.records().impact(against, bundle=bundle)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(impact_document(found)))
    else:
        show(render_impact(found, shown=terminal()))
    return BLOCKED if any(one.is_flipped for one in found) else PASSED
