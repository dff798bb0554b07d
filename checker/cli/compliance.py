"""`clean-release compliance`: whether a candidate's manifest may be released."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from checker.cli.options import (
    ActorOption,
    AnchorOption,
    CandidateOption,
    FormatOption,
    JSONOption,
    OwnNamespaceOption,
    ProjectOption,
    ReportFormatOption,
)

app = typer.Typer(help="Compliance runs: judge a candidate's manifest, stage by stage.", no_args_is_help=True)

RunIDOption: TypeAlias = Annotated[str, typer.Option(metavar="RUN", help="The run: its name (run-001) or its digest.")]
OfCandidateOption: TypeAlias = Annotated[str, typer.Option(metavar="ID", help="The latest run of this candidate.")]
DetachOption: TypeAlias = Annotated[bool, typer.Option("--detach", help="Leave it to `clean-release worker`.")]
ExitStatusOption: TypeAlias = Annotated[
    bool, typer.Option("--exit-status", help="End with the code of the run: 0 passed, 1 blocked, 3 neither.")
]


@app.callback()
def group() -> None:
    """Compliance runs: judge a candidate's manifest, stage by stage."""


@app.command()
def run(  # noqa: PLR0913 - one parameter per option of the command
    *,
    candidate_id: CandidateOption,
    manifest_id: Annotated[
        str,
        typer.Option(metavar="MANIFEST", help="Its latest manifest (man-001 or a digest); left out, that is meant."),
    ] = "",
    actor: ActorOption,
    detach: DetachOption = False,
    anchor: AnchorOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Judge the latest manifest of a candidate: settle what judges, collect now, judge, keep the report."""
    from checker.cli.compliance_run import Shown, run_run  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace, anchor=anchor)
    shown = Shown(format_name="json" if json else format, exit_status=not detach)
    return run_run(where, candidate_id, manifest=manifest_id, actor=actor, detach=detach, shown=shown)


@app.command()
def status(  # noqa: PLR0913 - one parameter per option of the command
    *,
    run_id: RunIDOption = "",
    candidate_id: OfCandidateOption = "",
    exit_status: ExitStatusOption = False,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Where a run stands, with its task, and what comes next."""
    from checker.cli.compliance_run import Shown, run_status, which_run  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    shown = Shown(format_name="json" if json else format, exit_status=exit_status)
    return run_status(Where(project=project, namespace=namespace), which_run(run_id, candidate_id), shown=shown)


@app.command()
def report(
    *,
    run_id: RunIDOption = "",
    candidate_id: OfCandidateOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: ReportFormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """The report that a run made; --json prints it byte for byte."""
    from checker.cli.compliance_run import run_report, which_run  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    which = which_run(run_id, candidate_id)
    return run_report(Where(project=project, namespace=namespace), which, format_name="json" if json else format)


@app.command()
def stages(
    *,
    run_id: RunIDOption = "",
    candidate_id: OfCandidateOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """The stages of a run that ended, with start, end, outcome and the digest of what each made."""
    from checker.cli.compliance_run import run_stages, which_run  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    which = which_run(run_id, candidate_id)
    return run_stages(Where(project=project, namespace=namespace), which, format_name="json" if json else format)


@app.command()
def violations(
    *,
    run_id: RunIDOption = "",
    candidate_id: OfCandidateOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """The violations in the report of a run, each with its evidence and its fix."""
    from checker.cli.compliance_run import run_violations, which_run  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    which = which_run(run_id, candidate_id)
    return run_violations(Where(project=project, namespace=namespace), which, format_name="json" if json else format)


@app.command()
def resume(  # noqa: PLR0913 - one parameter per option of the command
    *,
    run_id: RunIDOption = "",
    candidate_id: OfCandidateOption = "",
    answer: Annotated[
        str, typer.Option(metavar="TEXT", help="What the run waits for; the same twice counts once.")
    ] = "",
    actor: ActorOption,
    detach: DetachOption = False,
    anchor: AnchorOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Go on with a run at its first stage that is not done, with exactly what it kept."""
    from checker.cli.compliance_run import Shown, run_resume, which_run  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace, anchor=anchor)
    shown = Shown(format_name="json" if json else format, exit_status=not detach)
    which = which_run(run_id, candidate_id)
    return run_resume(where, which, answer=answer, actor=actor, detach=detach, shown=shown)


@app.command()
def cancel(  # noqa: PLR0913 - one parameter per option of the command
    *,
    run_id: RunIDOption = "",
    candidate_id: OfCandidateOption = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is recorded.")] = "",
    actor: ActorOption,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Give a run up; it never goes on."""
    from checker.cli.compliance_run import Shown, run_cancel, which_run  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    shown = Shown(format_name="json" if json else format)
    which = which_run(run_id, candidate_id)
    return run_cancel(Where(project=project, namespace=namespace), which, reason=reason, actor=actor, shown=shown)
