"""`clean-release audit paths`: who can cause a publish, and whether one person can do it alone."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import JSONOption, ProjectOption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("paths")(paths)


def paths(
    *,
    audit: Annotated[
        list[str] | None,
        typer.Option("--audit", metavar="FILE", help="Use this audit instead of the project's; repeatable."),
    ] = None,
    project: ProjectOption = Path(),
    format: Annotated[  # noqa: A002 - the option's name
        str,
        typer.Option(
            "--format", "-f", metavar="text|json|mermaid", help="What is printed; it never changes the exit code."
        ),
    ] = "text",
    json: JSONOption = False,
) -> int:
    """Find every way to a publish: exit 1 if one person can take one alone, 3 if that is not known, 0 if nobody can."""
    from checker.cli.audit_paths_run import run_paths  # noqa: PLC0415 - nothing is loaded for --help

    return run_paths(tuple(audit or ()), project=project, format_name="json" if json else format)
