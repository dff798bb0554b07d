"""`clean-release audit publisher`: whether a trusted publish will be accepted, and why one was not."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import FormatOption, JSONOption, ProjectOption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("publisher")(publisher)


def publisher(
    *,
    log: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Explain this log of a refused publish, or a JSON document with its claims."),
    ] = None,
    audit: Annotated[
        list[str] | None,
        typer.Option("--audit", metavar="FILE", help="Use this audit instead of the project's; repeatable."),
    ] = None,
    ref: Annotated[
        str,
        typer.Option(metavar="REF", help="The full release ref, which must be checked out; those declared, if none."),
    ] = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Predict whether PyPI and TestPyPI will accept a trusted publish: exit 1 if one will not, 3 if it is not known."""
    from checker.cli.audit_publisher_run import run_explanation, run_prediction  # noqa: PLC0415 - nothing for --help

    format_name = "json" if json else format
    if log is not None:
        return run_explanation(log, project=project, format_name=format_name)
    return run_prediction(tuple(audit or ()), ref=ref, project=project, format_name=format_name)
