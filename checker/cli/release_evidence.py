"""`clean-release release evidence`: the record of a release, what it proves, and how to go on after an interruption."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import FormatOption, JSONOption, ProjectOption, TargetOption, WorkflowOption

app = typer.Typer(help="The record of a release, and what it proves.", no_args_is_help=True)
AuditsOption = Annotated[
    list[str] | None,
    typer.Option("--audit", metavar="FILE", help="Use this audit instead of the project's; repeatable."),
]
EvidenceFormatOption = Annotated[str, typer.Option("--format", "-f", metavar="markdown|json", help="What is printed.")]


@app.callback()
def group() -> None:
    """The record of a release, and what it proves."""


@app.command()
def start(
    *,
    target: Annotated[str, typer.Option(metavar="TAG", help="The tag that is released, such as v1.2.3.")] = "",
    base_tag: Annotated[str, typer.Option(metavar="TAG", help="The tag of the release before.")] = "",
    mode: Annotated[str, typer.Option(metavar="dry-run|live", help="Whether the release is meant to be real.")] = "",
    restart: Annotated[str, typer.Option(metavar="REASON", help="Begin one again that was begun, and say why.")] = "",
    project: ProjectOption = Path(),
) -> int:
    """State what is released, since when and how; everything else about it is recorded after that."""
    from checker.application.audit_workspace import ReleaseContext  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.release_run import run_start  # noqa: PLC0415 - as above

    context = ReleaseContext(target=target, base_tag=base_tag, mode=mode)
    return run_start(context, because=restart, project=project)


@app.command()
def add(
    document: Annotated[
        Path, typer.Argument(metavar="FILE", help="A document canary/v1 or gate-latency/v1 about this commit.")
    ],
    *,
    target: TargetOption = "",
    project: ProjectOption = Path(),
) -> int:
    """Record what a document proves of the commit that is checked out: a canary, or how fast the gate is."""
    from checker.cli.release_run import run_add  # noqa: PLC0415 - nothing is loaded for --help

    return run_add(document, target=target, project=project)


@app.command()
def report(
    *,
    target: TargetOption = "",
    audit: AuditsOption = None,
    exit_status: Annotated[
        bool, typer.Option("--exit-status", help="Exit 1 if a requirement is not met, 3 if one is unknown.")
    ] = False,
    project: ProjectOption = Path(),
    format: EvidenceFormatOption = "markdown",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Print what the release has to show: context, acceptance matrix, thresholds, blockers, checkpoints."""
    from checker.cli.release_run import run_report  # noqa: PLC0415 - nothing is loaded for --help

    format_name = "json" if json else format
    return run_report(
        tuple(audit or ()), target=target, project=project, format_name=format_name, exit_status=exit_status
    )


@app.command()
def resume(
    *,
    target: TargetOption = "",
    workflow: WorkflowOption = "",
    offline: Annotated[
        bool, typer.Option("--offline", help="Do not ask the provider; its part stays unknown.")
    ] = False,
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Look again at checkout, remote, runs and blockers, and say what changed and what is next.

    Exit 1 if a run contradicts the record, 3 if something could not be read.
    """
    from checker.cli.release_resume_run import run_resume  # noqa: PLC0415 - nothing is loaded for --help

    format_name = "json" if json else format
    return run_resume(target=target, workflow=workflow, offline=offline, project=project, format_name=format_name)
