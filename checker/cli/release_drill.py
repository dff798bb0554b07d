"""`clean-release release drill`: the first fifteen minutes after a bad release, exercised against the clock."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import FormatOption, JSONOption, ProjectOption, TargetOption

app = typer.Typer(help="Exercise what is done when a release is bad, against the clock.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Exercise what is done when a release is bad, against the clock."""


@app.command()
def start(
    *,
    again: Annotated[bool, typer.Option("--again", help="Give up the drill that is under way.")] = False,
    target: TargetOption = "",
    project: ProjectOption = Path(),
) -> int:
    """Begin a drill: its first step is done, and the time runs."""
    from checker.cli.release_drill_run import run_start  # noqa: PLC0415 - nothing is loaded for --help

    return run_start(again=again, target=target, project=project)


@app.command()
def done(
    *,
    failed: Annotated[bool, typer.Option("--failed", help="The step could not be done.")] = False,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What was learnt.")] = "",
    target: TargetOption = "",
    project: ProjectOption = Path(),
) -> int:
    """Record the next step with the time it took, and show the one after it."""
    from checker.cli.release_drill_run import run_done  # noqa: PLC0415 - nothing is loaded for --help

    return run_done(failed=failed, note=note, target=target, project=project)


@app.command()
def status(
    *,
    target: TargetOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Show how far the drill is, and what is to be done by when."""
    from checker.cli.release_drill_run import run_status  # noqa: PLC0415 - nothing is loaded for --help

    return run_status(target=target, project=project, format_name="json" if json else format)
