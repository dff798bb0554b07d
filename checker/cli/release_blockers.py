"""`clean-release release blockers`: what stands in the way of a release, one for each class of failure."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import FormatOption, JSONOption, ProjectOption, RunOption, TargetOption

app = typer.Typer(help="What stands in the way of a release.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """What stands in the way of a release."""


@app.command()
def file(  # noqa: PLR0913 - one parameter per option of the command
    *,
    failure_class: Annotated[
        str, typer.Option("--class", metavar="NAME", help="The class of failure; with --log, those found in it.")
    ] = "",
    log: Annotated[Path | None, typer.Option(metavar="FILE", help="The log that shows it; its digest is kept.")] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="What stands in the way.")] = "",
    summary: Annotated[str, typer.Option(metavar="TEXT", help="What was seen.")] = "",
    check: Annotated[str, typer.Option(metavar="TEXT", help="The gate or check that failed.")] = "",
    run_id: RunOption = 0,
    failing_command: Annotated[str, typer.Option(metavar="TEXT", help="The command that failed.")] = "",
    target: TargetOption = "",
    project: ProjectOption = Path(),
) -> int:
    """File a blocker, or one for each known failure in a log; publish waits until it is closed."""
    from checker.cli.release_run import run_file  # noqa: PLC0415 - nothing is loaded for --help
    from checker.domain.release_record import BlockerFiled  # noqa: PLC0415 - as above

    blocker = BlockerFiled(
        name=failure_class, title=title, summary=summary, check=check, run=run_id, command=failing_command
    )
    return run_file(blocker, log=log, target=target, project=project)


@app.command("list")
def list_(
    *,
    target: TargetOption = "",
    exit_status: Annotated[bool, typer.Option("--exit-status", help="Exit 1 if one is open.")] = False,
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """List the open blockers of a release with what shows them."""
    from checker.cli.release_run import run_blockers  # noqa: PLC0415 - nothing is loaded for --help

    format_name = "json" if json else format
    return run_blockers(target=target, project=project, format_name=format_name, exit_status=exit_status)


@app.command()
def close(
    failure_class: Annotated[str, typer.Argument(metavar="NAME", help="The class of failure.")],
    *,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it stands in the way no longer.")] = "",
    run_id: RunOption = 0,
    target: TargetOption = "",
    project: ProjectOption = Path(),
) -> int:
    """Close a blocker; it stays in the record with the reason."""
    from checker.cli.release_run import run_close  # noqa: PLC0415 - nothing is loaded for --help
    from checker.domain.release_record import BlockerClosed  # noqa: PLC0415 - as above

    return run_close(BlockerClosed(name=failure_class, reason=reason, run=run_id), target=target, project=project)
