"""`clean-release audit workflows`: what the workflow files say, as facts."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import FormatOption, JSONOption, ProjectOption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("workflows")(workflows)


def workflows(
    path: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Workflow files, or folders of them; those of the checkout, if none."),
    ] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="Write the checkout's as an audit that rules can read."),
    ] = None,
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Read workflow files: what starts them, what each job may do and uses; exit 3 if one of them cannot be read."""
    from checker.cli.audit_workflows_run import run_collection, run_workflows  # noqa: PLC0415 - nothing is loaded for --help

    if output is not None:
        return run_collection(output, named=bool(path), project=project, format_name="json" if json else format)
    return run_workflows(tuple(path or ()), project=project, format_name="json" if json else format)
