"""`clean-release audit permissions`: what a token needs so that the rules can be judged."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import FormatOption, JSONOption, ProjectOption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("permissions")(permissions)


def permissions(
    rule: Annotated[
        list[str] | None,
        typer.Argument(metavar="[RULE]...", help="Codes or catalogue ids; all rules, if none is named."),
    ] = None,
    *,
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Say which permissions each rule needs, from what it reads and what each request takes."""
    from checker.cli.audit_permissions_run import run_permissions  # noqa: PLC0415 - nothing is loaded for --help

    return run_permissions(tuple(rule or ()), project=project, format_name="json" if json else format)
