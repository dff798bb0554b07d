"""What the `clean-release audit baseline` commands do."""

from pathlib import Path

from checker.application.find_drift import SETTINGS, Drift
from checker.application.show_audit import show_audit
from checker.bootstrap import CleanRelease
from checker.bootstrap.baselines import BASELINE
from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import BLOCKED, PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal
from checker.output.audit_markdown import render_proposal
from checker.output.audit_view import difference_line, drift_document, gap_line, unknown_line


def run_set(source: Path, baseline: Path | None, *, project: Path) -> int:
    """Write the baseline and say what it does not hold."""
    target = baseline or project / BASELINE
    audit = CleanRelease(directory=project).baselines.set(source, target)
    for section in show_audit(audit):
        for gap in section.gaps if section.name in SETTINGS else ():
            tell(f"warning: not in the baseline: {section.name} {gap_line(gap)}")
    show(f"wrote {escape_for_terminal(str(target))}")
    return PASSED


def run_drift(source: Path, baseline: Path | None, *, project: Path, format_name: str) -> int:
    """Print what drifted and what is not known."""
    refuse_unknown_format(format_name)
    found = CleanRelease(directory=project).baselines.drift(source, baseline or project / BASELINE)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(drift_document(found)))
    else:
        for difference in found.differences:
            show(difference_line(difference))
        for unknown in found.unknown:
            show(f"not known: {unknown_line(unknown)}")
        for name in found.outside:
            tell(f"not in the baseline: {name}")
        show(f"{len(found.differences)} settings drifted, {len(found.unknown)} are not known")
    return _exit_code(found)


def run_propose(source: Path, baseline: Path | None, output: Path | None, *, project: Path) -> int:
    """Print or write the proposal."""
    baselines = CleanRelease(directory=project).baselines
    text = render_proposal(baselines.propose(source, baseline or project / BASELINE))
    if output is None:
        show(text)
        return PASSED
    baselines.write(output, text.encode())
    show(f"wrote {escape_for_terminal(str(output))}")
    return PASSED


def _exit_code(found: Drift) -> int:
    if found.differences:
        return BLOCKED
    return UNDECIDED if found.unknown else PASSED
