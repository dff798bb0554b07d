"""What `clean-release check` does: judge, print, choose the exit code."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap import CleanRelease
from checker.bootstrap.second_engine import second_engine
from checker.cli.console import ToldProgress, tell
from checker.cli.exit_codes import BLOCKED, PASSED, UNDECIDED
from checker.cli.report_output import ReportOutput, output_asked_for, put_report, spare_sources
from checker.cli.where import namespace_named
from checker.domain.namespace import Namespace
from checker.domain.slug import is_slug, refuse_address
from checker.domain.verdict import Verdict
from checker.errors import UsageError
from checker.formats.report_v1 import StoredReport, read_report
from checker.formats.text_safety import escape_for_terminal

if TYPE_CHECKING:
    from checker.application.check_project import CheckedProject
    from checker.bootstrap.summarising import Summarising
    from checker.ports.signer import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """The options of the command, as they were given."""

    project: Path
    manifest: str = ""
    artifacts: str = ""
    audits: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    baseline: str = ""
    waivers: tuple[str, ...] = ()
    bundles: tuple[str, ...] = ()
    anchor: str = ""
    evaluated_at: str = ""
    namespace: str = ""
    host: str = "github.com"
    workflow: str = ""
    engine: str = "embedded"
    opa_url: str = ""
    attest: str = ""
    key: str = ""
    format: str = "text"
    outputs: tuple[str, ...] = ()


def run_check(options: CheckOptions) -> int:
    """Judge and print; the exit code says what a gate may do."""
    output = output_asked_for(options.format, options.outputs)
    if bool(options.attest) != bool(options.key):
        raise UsageError("--attest and --key belong together", hint="give both: --attest FILE --key NAME")
    second = second_engine(options.engine, options.opa_url)
    if not os.path.lexists(options.project):
        refuse_address(str(options.project))
        if is_slug(str(options.project)):
            return _check_repository(options, output)
    facade = CleanRelease(directory=options.project, anchor=options.anchor, second=second)
    summarising = facade.summarising(Path(options.attest), key=options.key) if options.attest else None
    files = (
        options.manifest,
        options.artifacts,
        *options.audits,
        *options.evidence,
        options.baseline,
        *options.waivers,
    )
    spare_sources(facade, output, named=(*files, options.attest, *options.bundles))
    signer = summarising.prepare() if summarising else None
    checked = facade.check(
        evaluated_at=options.evaluated_at,
        given=facade.given(
            manifest=options.manifest,
            artifacts=options.artifacts,
            audits=options.audits,
            evidence=options.evidence,
            baseline=options.baseline,
            waivers=options.waivers,
        ),
        bundles=options.bundles,
        namespace=_namespace(options),
    )
    if summarising and signer:
        _attest(checked, summarising, signer)
    return _shown(checked, output, facade)


def _attest(checked: "CheckedProject", summarising: "Summarising", signer: "Signer") -> None:
    """Attest to a pass that gates; of any other verdict say that nothing was attested, and let it stand."""
    report = read_report(checked.data)
    if exit_code_of_report(report) == PASSED:
        summarising.attest(checked.digest, namespace=report.view.namespace, signer=signer)
        tell(f"wrote {escape_for_terminal(str(summarising.target))}")
    else:
        tell("nothing was attested: the report is no pass that gates")


def _namespace(options: CheckOptions) -> Namespace | None:
    """The namespace that was asked for, if any was."""
    return namespace_named(options.namespace) if options.namespace else None


def _shown(checked: "CheckedProject", output: ReportOutput, facade: CleanRelease) -> int:
    report = read_report(checked.data)
    put_report(report.document, digest=report.digest, output=output, facade=facade)
    return exit_code_of_report(report)


def _check_repository(options: CheckOptions, output: ReportOutput) -> int:
    """Collect and judge with the shipped bundle, whatever lies in this folder; nothing of it opens a gate."""
    documents = options.manifest or options.artifacts or options.audits or options.evidence or options.baseline
    documents = documents or options.waivers
    if options.attest:
        raise UsageError("nothing that is read here and now is attested to", hint="check a project that has a lock")
    if documents or options.bundles or options.evaluated_at or _namespace(options) is Namespace.DEMO:
        raise UsageError(
            f"{options.project} is read from {options.host} now and judged with the shipped bundle alone",
            hint="collect with `clean-release audit github`, then give --audit with your other documents",
        )
    from checker.bootstrap.collecting import Collection  # noqa: PLC0415 - only where something is collected

    how = Collection(host=options.host, workflow=options.workflow, ad_hoc=True)
    facade = CleanRelease(anchor=options.anchor, second=second_engine(options.engine, options.opa_url))
    spare_sources(facade, output)
    collecting = facade.collecting(how, progress=ToldProgress())
    checked, found = collecting.check(str(options.project))
    for failure in found.failures:
        tell(f"warning: {escape_for_terminal(failure)}")
    tell("nothing here declares release environments, checks, tags or tokens: `clean-release init` in a clone does")
    return _shown(checked, output, facade)


def exit_code_of_report(report: StoredReport) -> int:
    """0 for a pass that gates, 1 for blocked, 3 for everything that is neither."""
    if report.view.verdict is Verdict.BLOCKED:
        return BLOCKED
    return PASSED if report.view.verdict is Verdict.PASSED and report.view.gating.gating else UNDECIDED
