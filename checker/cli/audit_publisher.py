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
        Path, typer.Option(metavar="FILE", help="The log of a refused publish, or a JSON document with its claims.")
    ],
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Explain a refused publish: which field of which publisher does not match; exit 3 if the log does not say."""
    from checker.cli.audit_publisher_run import run_explanation  # noqa: PLC0415 - nothing is loaded for --help

    return run_explanation(log, project=project, format_name="json" if json else format)
