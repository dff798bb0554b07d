"""`clean-release check`: the main job."""

from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from checker.cli.options import (
    AnchorOption,
    AttestKeyOption,
    AttestOption,
    AuditOption,
    BundleOption,
    CountedInOption,
    EngineOption,
    EvaluatedAtOption,
    EvidenceOption,
    HostOption,
    JSONOption,
    JudgedBaselineOption,
    OpaURLOption,
    OutputOption,
    ReportFormatOption,
    WaiverOption,
    WorkflowOption,
)

JudgedArgument = Annotated[
    Path,
    typer.Argument(
        metavar="[PROJECT|OWNER/REPO]",
        help="The folder of the project file; where there is no such folder, a repository to collect and judge.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(  # noqa: PLR0913 - one parameter per option of the command
    project: JudgedArgument = Path(),
    *,
    manifest: Annotated[str, typer.Option(metavar="FILE", help="Judge this manifest instead of the project's.")] = "",
    artifacts: Annotated[str, typer.Option(metavar="FILE", help="The artifacts imported for the candidate.")] = "",
    audit: AuditOption = None,
    evidence: EvidenceOption = None,
    baseline: JudgedBaselineOption = "",
    waiver: WaiverOption = None,
    bundle: BundleOption = None,
    anchor: AnchorOption = "",
    evaluated_at: EvaluatedAtOption = "",
    namespace: CountedInOption = "",
    host: HostOption = "github.com",
    workflow: WorkflowOption = "",
    engine: EngineOption = "embedded",
    opa_url: OpaURLOption = "",
    attest: AttestOption = "",
    key: AttestKeyOption = "",
    format: ReportFormatOption = "text",  # noqa: A002 - the option's name
    output: OutputOption = None,
    json: JSONOption = False,
) -> int:
    """Judge a project's release settings and manifest; exit 0 only for a pass that may open a gate."""
    run = _runner()
    options = run.CheckOptions(
        project=project,
        manifest=manifest,
        artifacts=artifacts,
        audits=tuple(audit or ()),
        evidence=tuple(evidence or ()),
        baseline=baseline,
        waivers=tuple(waiver or ()),
        bundles=tuple(bundle or ()),
        anchor=anchor,
        evaluated_at=evaluated_at,
        namespace=namespace,
        host=host,
        workflow=workflow,
        engine=engine,
        opa_url=opa_url,
        attest=attest,
        key=key,
        format="json" if json else format,
        outputs=tuple(output or ()),
    )
    code: int = run.run_check(options)
    return code


def _runner() -> ModuleType:
    """What judges; the engine makes itself ready while Python imports it."""
    from checker.bootstrap.early import begin_engine  # noqa: PLC0415 - nothing is loaded for --help

    begin_engine()
    from checker.cli import check_run  # noqa: PLC0415 - as above

    return check_run
