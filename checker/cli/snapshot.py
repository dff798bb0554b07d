"""`clean-release snapshot`: the immutable sets of rules that judged here."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import FormatOption, JSONOption, ProjectOption

app = typer.Typer(help="Snapshots: what judged, named by its digest.", no_args_is_help=True)

NamespaceOption = Annotated[
    str, typer.Option("--namespace", metavar="real|demo", help="Whose snapshots; the project file's when left out.")
]
NameArgument = Annotated[
    str, typer.Argument(metavar="SNAPSHOT", help="A digest, eight or more of its hex digits, or latest.")
]


@app.command("list")
def list_(*, project: ProjectOption = Path(), namespace: NamespaceOption = "") -> int:
    """List the snapshots kept here, newest first."""
    from checker.cli.snapshot_run import run_list  # noqa: PLC0415 - nothing is loaded for --help

    return run_list(project, namespace)


@app.command()
def show(
    name: NameArgument,
    *,
    project: ProjectOption = Path(),
    namespace: NamespaceOption = "",
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Show what a snapshot holds, every digest computed again."""
    from checker.cli.snapshot_run import run_show  # noqa: PLC0415 - as above

    return run_show(project, namespace, name, format_name="json" if json else format)


@app.command()
def diff(
    first: NameArgument,
    second: NameArgument,
    *,
    project: ProjectOption = Path(),
    namespace: NamespaceOption = "",
) -> int:
    """Say how two snapshots differ; exit 1 if they do."""
    from checker.cli.snapshot_run import run_diff  # noqa: PLC0415 - as above

    return run_diff(project, namespace, first, second)
