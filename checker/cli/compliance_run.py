"""What the `clean-release compliance` commands do."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.application.show_run import ShownRun, report_of
from checker.bootstrap.compliance import WhichRun
from checker.cli.console import show_json
from checker.cli.exit_codes import BLOCKED, PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.one_of_two import refuse_unless_one
from checker.cli.report_output import output_asked_for, put_report
from checker.cli.shown_lifecycle import show_lifecycle, tell_namespace
from checker.domain.run import RunStatus
from checker.output.compliance_view import (
    render_run,
    render_stages,
    render_violations,
    run_document,
    stages_document,
    violations_document,
)

if TYPE_CHECKING:
    from checker.cli.where import Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How a run is shown, and whether the exit code is that of the run."""

    format_name: str
    exit_status: bool = False


def which_run(run: str, candidate: str) -> WhichRun:
    """The run that is meant.

    Raises:
        UsageError: it is named in two ways, or not at all.
    """
    hint = "give either --run-id run-001 or --candidate-id ID"
    refuse_unless_one("a run is named by itself or by its candidate", run, candidate, hint=hint)
    return WhichRun(run=run, candidate=candidate)


def exit_code_of_run(shown: ShownRun) -> int:
    """0 for a pass that gates, 1 for blocked, 3 for everything that is neither."""
    if shown.run.status is RunStatus.BLOCKED:
        return BLOCKED
    return PASSED if shown.passes else UNDECIDED


def run_run(where: "Where", candidate: str, *, manifest: str, actor: str, detach: bool, shown: Shown) -> int:
    """Judge a candidate's latest manifest."""
    refuse_unknown_format(shown.format_name)
    return _show(where.compliance().run(candidate, manifest=manifest, actor=actor, detach=detach), shown)


def run_resume(where: "Where", which: WhichRun, *, answer: str, actor: str, detach: bool, shown: Shown) -> int:
    """Go on with a run."""
    refuse_unknown_format(shown.format_name)
    return _show(where.compliance().resume(which, answer=answer, actor=actor, detach=detach), shown)


def run_cancel(where: "Where", which: WhichRun, *, reason: str, actor: str, shown: Shown) -> int:
    """Give a run up."""
    refuse_unknown_format(shown.format_name)
    return _show(where.compliance().cancel(which, reason=reason, actor=actor), shown)


def run_status(where: "Where", which: WhichRun, *, shown: Shown) -> int:
    """Where a run stands."""
    refuse_unknown_format(shown.format_name)
    return _show(where.compliance().show(which), shown)


def run_report(where: "Where", which: WhichRun, *, format_name: str) -> int:
    """The report of a run: byte for byte as JSON, otherwise as `report show` shows it."""
    output = output_asked_for(format_name, ())
    found = where.compliance().show(which)
    report = report_of(found)
    tell_namespace(found.namespace)
    if format_name == JSON_FORMAT:
        show_json(report.data)
    else:
        put_report(report.document, digest=report.digest, output=output, facade=where.facade)
    return PASSED


def run_stages(where: "Where", which: WhichRun, *, format_name: str) -> int:
    """The stages of a run."""
    refuse_unknown_format(format_name)
    found = where.compliance().show(which)
    return show_lifecycle(
        stages_document(found),
        lambda on: render_stages(found, on=on),
        namespace=found.namespace,
        format_name=format_name,
    )


def run_violations(where: "Where", which: WhichRun, *, format_name: str) -> int:
    """The violations in the report of a run."""
    refuse_unknown_format(format_name)
    found = where.compliance().show(which)
    report = report_of(found)
    return show_lifecycle(
        violations_document(report, found),
        lambda on: render_violations(report, on=on),
        namespace=found.namespace,
        format_name=format_name,
    )


def _show(found: ShownRun, shown: Shown) -> int:
    show_lifecycle(
        run_document(found),
        lambda on: render_run(found, on=on),
        namespace=found.namespace,
        format_name=shown.format_name,
    )
    return exit_code_of_run(found) if shown.exit_status else PASSED
