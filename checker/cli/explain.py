"""`clean-release explain`: one rule, in words."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import FormatOption, JSONOption, ProjectOption
from checker.cli.policy import BundleOption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain")(explain)


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The code or the catalogue id of the rule.")],
    *,
    bundle: BundleOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Say what a rule judges and why, what it takes to read what it reads, and how to fix what it finds."""
    from checker.cli.policy_run import run_explain  # noqa: PLC0415 - nothing is loaded for --help

    return run_explain(project, rule, bundle=bundle, format_name="json" if json else format)
