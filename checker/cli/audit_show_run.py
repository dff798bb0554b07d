"""What `clean-release audit show` and `audit diff` do."""

from collections.abc import Sequence
from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import BLOCKED, PASSED
from checker.cli.formats import JSON_FORMAT, TEXT, refuse_unknown_format
from checker.domain.audit import Audit
from checker.domain.observation import Status
from checker.errors import UsageError
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal
from checker.output.audit_markdown import render_audits_markdown
from checker.output.audit_view import (
    audits_document,
    comparison_document,
    difference_line,
    render_audits,
    unknown_line,
)

MARKDOWN = "markdown"


def run_show(sources: Sequence[Path], output: Path | None, *, check: bool, format_name: str) -> int:
    """Print or write the audits, or compare what would be written with what is there."""
    refuse_unknown_format(format_name, known=(TEXT, JSON_FORMAT, MARKDOWN))
    if check and output is None:
        raise UsageError("--check compares with a file, and none was named", hint="name it with --output FILE")
    baselines = CleanRelease().baselines
    text = _rendered([baselines.read(path) for path in sources], format_name)
    if output is None:
        if format_name == JSON_FORMAT:
            show_json(text.encode())
        else:
            show(text)
        return PASSED
    if check:
        return _compared(baselines.holds(output, text.encode()), output)
    baselines.write(output, text.encode())
    show(f"wrote {escape_for_terminal(str(output))}")
    return PASSED


def run_diff(first: Path, second: Path, *, format_name: str) -> int:
    """Print what differs; 1 if anything does."""
    refuse_unknown_format(format_name)
    found = CleanRelease().baselines.compare(first, second)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(comparison_document(found)))
    else:
        for difference in found.differences:
            show(difference_line(difference))
        for unknown in found.unknown:
            if unknown.changed:
                show(unknown_line(unknown))
            elif unknown.before is not Status.NOT_REQUESTED:
                tell(f"not compared: {unknown_line(unknown)}")
        if unasked := sum(not one.changed and one.before is Status.NOT_REQUESTED for one in found.unknown):
            tell(f"not compared: {unasked} that neither audit asked for; --json names them")
        if found.are_same:
            tell("what was read is the same")
    return PASSED if found.are_same else BLOCKED


def _rendered(audits: Sequence[Audit], format_name: str) -> str:
    if format_name == JSON_FORMAT:
        return pretty_bytes(audits_document(audits)).decode()
    return render_audits_markdown(audits) if format_name == MARKDOWN else render_audits(audits)


def _compared(holds: bool, output: Path) -> int:  # noqa: FBT001 - its only meaning
    if holds:
        return PASSED
    tell(f"{escape_for_terminal(str(output))} is not what these audits come to; write it again without --check")
    return BLOCKED
