"""What the `clean-release report` commands do."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from checker.application.list_fixes import NeededFix
from checker.application.list_reports import ReportSummary
from checker.bootstrap.records import Records
from checker.cli.check_run import exit_code_of_report
from checker.cli.console import show as write
from checker.cli.console import show_json, tell
from checker.cli.exit_codes import BLOCKED, PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.report_output import ReportOutput, put_report, spare_sources
from checker.cli.where import Where
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.errors import UsageError
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal
from checker.output.report_list import reports_document

if TYPE_CHECKING:
    from checker.application.verify_report import ReportFinding


def list_reports(where: Where, *, limit: int, before: int, format_name: str) -> int:
    """A page of reports, one line each."""
    refuse_unknown_format(format_name)
    page = where.records().page(limit=limit, before=before)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(reports_document(page)))
        return PASSED
    for summary in page.reports:
        write(_line(summary))
    if not page.reports:
        tell("no reports yet; run `clean-release check` first")
    if page.next_before:
        tell(f"older ones: clean-release report list --before {page.next_before}")
    return PASSED


def show(where: Where, name: str, *, exit_status: bool, output: ReportOutput) -> int:
    """A report as it was printed when it was made."""
    spare_sources(where.facade, output)
    report = where.records().show(name)
    put_report(report.document, digest=report.digest, output=output, facade=where.facade)
    return exit_code_of_report(report) if exit_status else PASSED


def verify(where: Where, name: str, *, artifacts: Sequence[Path] = (), summary: Path | None = None) -> int:
    """Say what of a report is proven, and what is not; with files, whether it is a pass that gates exactly these.

    Raises:
        UsageError: a summary without a file.
    """
    if summary and not artifacts:
        raise UsageError("--summary is about files, and none is named", hint="name each with --artifact FILE")
    records = where.records()
    if not artifacts:
        finding = records.verify(name)
        _write_finding(finding)
        return _code_of(finding)
    name = str(records.record(name).digest)  # what is latest may be another one a moment later
    is_demo = where.namespace == Namespace.DEMO
    key = records.vouched(name, demo=is_demo, summary=summary)
    finding = records.verify(name)
    strangers = records.unmatched(name, artifacts)
    for stranger in strangers:
        write(f"not judged: {escape_for_terminal(stranger)}")
    _write_finding(finding)
    _write_signer(key, is_demo=is_demo)
    return BLOCKED if strangers else _code_of(finding) or _said_of_gate(records, finding.digest)


def _write_finding(finding: "ReportFinding") -> None:
    for difference in finding.differences:
        write(f"differs: {escape_for_terminal(difference)}")
    for gap in finding.unchecked:
        write(f"not checked: {escape_for_terminal(gap)}")
    for word in finding.on_word:
        write(f"not checkable: {escape_for_terminal(word)}")
    held = "holds" if finding.is_proven else "is not proven"
    write(f"{held if finding.holds else 'does not hold'}: report {finding.digest}")


def _code_of(finding: "ReportFinding") -> int:
    if not finding.holds:
        return BLOCKED
    return PASSED if finding.is_proven else UNDECIDED


def _write_signer(key: str, *, is_demo: bool) -> None:
    """Who vouches for the report; a reader who sees nothing here would take it for signed."""
    if is_demo:
        write("demo: this is a demonstration, and lets no file into a release")
    if key:
        write(f"signed: by the key {escape_for_terminal(key)} of your anchor")
        return
    write(
        "not signed: nobody signed this report, so it is worth what the store is that it lies in; "
        "where that is not your own store of this machine, demand its summary (--summary)"
    )


def _said_of_gate(records: Records, digest: str) -> int:
    """Files may be taken on a pass that gates, and on nothing else."""
    code = exit_code_of_report(records.show(digest))
    write("judged: every file" if code == PASSED else "the report is no pass that gates, so it lets no file through")
    return code


def replay(where: Where, name: str) -> int:
    """Say whether a report comes out again."""
    found = where.records().replay(name)
    for note in found.notes:
        write(f"note: {escape_for_terminal(note)}")
    for difference in found.differences:
        write(f"differs: {escape_for_terminal(difference)}")
    what = "the same bytes" if found.is_identical else "the same outcomes" if found.holds else "another report"
    write(f"replayed: {what} for report {found.digest}")
    if found.foreign:
        write(f"it counts for nothing here: {escape_for_terminal(found.foreign)}")
    code = UNDECIDED if found.foreign else PASSED
    return code if found.holds else BLOCKED


def fixes(where: Where, name: str, *, format_name: str) -> int:
    """Print what would mend a report's violations."""
    refuse_unknown_format(format_name)
    needed = where.records().fixes(name)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(_fixes_document(needed)))
        return PASSED
    for number, fix in enumerate(needed, start=1):
        write("\n".join(_fix_lines(number, fix)))
    if not needed:
        tell(
            "nothing failed, so there is nothing to mend; what was not evaluated stands in `clean-release report show`"
        )
    return PASSED


def _line(summary: ReportSummary) -> str:
    if summary.problem:
        return f"{summary.digest}  unreadable: {escape_for_terminal(summary.problem)}"
    gates = "gates" if summary.is_gating else "does not gate"
    failed = f", failed: {', '.join(summary.failed)}" if summary.failed else ""
    return (
        f"{summary.digest}  {summary.evaluated_at}  {escape_for_terminal(summary.project)}  "
        f"{summary.verdict} ({gates}; {summary.not_evaluated} not evaluated{failed})"
    )


def _fix_lines(number: int, fix: NeededFix) -> list[str]:
    lines = [f"{number}. {escape_for_terminal(fix.click)}"] if fix.click else [f"{number}. run"]
    if fix.command:
        lines.append(f"   {escape_for_terminal(fix.command)}")
    return lines + [f"   mends {code}: {escape_for_terminal(subject)}" for code, subject in fix.mends]


def _fixes_document(needed: Sequence[NeededFix]) -> dict[str, Json]:
    fixes: list[Json] = [
        {
            "command": fix.command,
            "click": fix.click,
            "mends": [{"rule": code, "subject": subject} for code, subject in fix.mends],
        }
        for fix in needed
    ]
    return {"schema": "clean-release/fixes/v1", "fixes": fixes}
