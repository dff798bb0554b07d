"""What `clean-release check` does: judge, print, choose the exit code."""

from dataclasses import dataclass
from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.exit_codes import BLOCKED, PASSED, UNDECIDED
from checker.cli.formats import refuse_unknown_format, show_report
from checker.cli.where import namespace_named
from checker.domain.verdict import Verdict
from checker.formats.report_v1 import StoredReport, read_report


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """The options of the command, as they were given."""

    project: Path
    manifest: str = ""
    artifacts: str = ""
    audits: tuple[str, ...] = ()
    bundles: tuple[str, ...] = ()
    anchor: str = ""
    evaluated_at: str = ""
    namespace: str = "real"
    format: str = "text"


def run_check(options: CheckOptions) -> int:
    """Judge and print; the exit code says what a gate may do."""
    refuse_unknown_format(options.format)
    facade = CleanRelease(directory=options.project, anchor=options.anchor)
    checked = facade.check(
        evaluated_at=options.evaluated_at,
        given=facade.given(manifest=options.manifest, artifacts=options.artifacts, audits=options.audits),
        bundles=options.bundles,
        namespace=namespace_named(options.namespace),
    )
    report = read_report(checked.data)
    show_report(report.document, digest=report.digest, format_name=options.format)
    return exit_code_of_report(report)


def exit_code_of_report(report: StoredReport) -> int:
    """0 for a pass that gates, 1 for blocked, 3 for everything that is neither."""
    if report.view.verdict is Verdict.BLOCKED:
        return BLOCKED
    return PASSED if report.view.verdict is Verdict.PASSED and report.view.gating.gating else UNDECIDED
