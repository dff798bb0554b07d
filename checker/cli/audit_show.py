"""`clean-release audit show|diff`: what audits hold."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import FormatOption, JSONOption

ExportFormat = Annotated[
    str,
    typer.Option("--format", "-f", metavar="text|json|markdown", help="What is written; it never changes the code."),
]
ExportOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where it goes, instead of the terminal.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("show")(show)
    app.command("diff")(diff)


def show(
    source: Annotated[list[Path], typer.Argument(metavar="AUDIT...", help="Audit documents, signed or plain.")],
    *,
    output: ExportOption = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if FILE is not what would be written.")
    ] = False,
    format: ExportFormat = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Show what audits hold, section by section, what could not be read first; no signature is checked."""
    from checker.cli.audit_show_run import run_show  # noqa: PLC0415 - nothing is loaded for --help

    return run_show(source, output, check=check, format_name="json" if json else format)


def diff(
    first: Annotated[Path, typer.Argument(metavar="A", help="An audit document.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Another one of the same kind.")],
    *,
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Say in which facts two audits differ, whenever and however they were read; exit 1 if in any."""
    from checker.cli.audit_show_run import run_diff  # noqa: PLC0415 - as above

    return run_diff(first, second, format_name="json" if json else format)
