"""`clean-release report`: the records of what was judged."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import AnchorOption, FormatOption, JSONOption, OutputOption, ProjectOption, ReportFormatOption

app = typer.Typer(help="What was judged: list, show, verify, replay, and what would mend it.", no_args_is_help=True)

NameArgument = Annotated[
    str, typer.Argument(metavar="[REPORT]", help="A digest, eight or more of its hex digits, or latest.")
]
NamespaceOption = Annotated[
    str, typer.Option("--namespace", metavar="real|demo", help="Whose reports; the project file's when left out.")
]


@app.command("list")
def list_(
    *,
    project: ProjectOption = Path(),
    namespace: NamespaceOption = "",
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many, newest first.")] = 20,
    before: Annotated[int, typer.Option(min=0, metavar="ENTRY", help="Only those recorded before this entry.")] = 0,
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """List reports, newest first."""
    from checker.cli import report_run as run  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace)
    return run.list_reports(where, limit=limit, before=before, format_name="json" if json else format)


@app.command()
def show(  # noqa: PLR0913 - one parameter per option of the command
    name: NameArgument = "latest",
    *,
    project: ProjectOption = Path(),
    namespace: NamespaceOption = "",
    exit_status: Annotated[bool, typer.Option("--exit-status", help="Exit as `check` would for this verdict.")] = False,
    format: ReportFormatOption = "text",  # noqa: A002 - the option's name
    output: OutputOption = None,
    json: JSONOption = False,
) -> int:
    """Print a report as `check` printed it."""
    from checker.cli import report_run as run  # noqa: PLC0415 - as above
    from checker.cli.report_output import output_asked_for  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace)
    asked = output_asked_for("json" if json else format, output or ())
    return run.show(where, name, exit_status=exit_status, output=asked)


@app.command()
def verify(
    name: NameArgument = "latest",
    *,
    artifact: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Hold this file to what was judged, and demand a pass; repeatable."),
    ] = None,
    summary: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="What `check --attest` wrote of this report, signed by a permit key you trust."
        ),
    ] = None,
    project: ProjectOption = Path(),
    namespace: NamespaceOption = "",
    anchor: AnchorOption = "",
) -> int:
    """Judge a report again and compare every field; exit 1 when one differs, 3 when one could not be compared.

    A report that was made under another anchor than yours is not proven, and lets no file through. A report is not
    signed: of a store that is not your own, demand the summary, too. Without one, nothing counts that is older than the
    anchor lets audits be.
    """
    from checker.cli import report_run as run  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace, anchor=anchor)
    return run.verify(where, name, artifacts=tuple(artifact or ()), summary=summary)


@app.command()
def replay(
    name: NameArgument = "latest",
    *,
    project: ProjectOption = Path(),
    namespace: NamespaceOption = "",
    anchor: AnchorOption = "",
) -> int:
    """Build a report again from stored documents alone; exit 1 when it comes out otherwise.

    Exit 3 when it was made under another anchor than yours: then it counts for nothing here.
    """
    from checker.cli import report_run as run  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    return run.replay(Where(project=project, namespace=namespace, anchor=anchor), name)


@app.command()
def fixes(
    name: NameArgument = "latest",
    *,
    project: ProjectOption = Path(),
    namespace: NamespaceOption = "",
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Print the smallest set of commands and clicks that would mend a report's violations; nothing is run."""
    from checker.cli import report_run as run  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace)
    return run.fixes(where, name, format_name="json" if json else format)
