"""`clean-release release`: what goes with a release besides its verdict."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import FormatOption, JSONOption, ProjectOption

app = typer.Typer(help="Releases: find out why one failed.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Releases: find out why one failed."""


@app.command()
def diagnose(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="The log of the job that failed.")],
    *,
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Name each known failure in a log, its likely cause and the exact fix: exit 3 if something stays unexplained."""
    from checker.cli.release_run import run_diagnose  # noqa: PLC0415 - nothing is loaded for --help

    return run_diagnose(log, project=project, format_name="json" if json else format)
