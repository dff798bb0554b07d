"""`clean-release audit baseline`: settings somebody accepted, and how far a repository is from them."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import FormatOption, JSONOption, ProjectOption

app = typer.Typer(help="A stored target for settings: set it, find drift from it, propose the way back.")

AuditArgument = Annotated[Path, typer.Argument(metavar="AUDIT", help="An audit of the repository.")]
BaselineOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The baseline; release-baseline.json of the project's folder.")
]


@app.command("set")
def set_(source: AuditArgument, *, baseline: BaselineOption = None, project: ProjectOption = Path()) -> int:
    """Make the settings of an audit the baseline; what it could not read is named."""
    from checker.cli.audit_baseline_run import run_set  # noqa: PLC0415 - nothing is loaded for --help

    return run_set(source, baseline, project=project)


@app.command()
def drift(
    source: AuditArgument,
    *,
    baseline: BaselineOption = None,
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Compare settings and required checks with the baseline; exit 1 if they differ, 3 if it is not known."""
    from checker.cli.audit_baseline_run import run_drift  # noqa: PLC0415 - as above

    return run_drift(source, baseline, project=project, format_name="json" if json else format)


@app.command()
def propose(
    source: AuditArgument,
    *,
    baseline: BaselineOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where the Markdown goes.")
    ] = None,
    project: ProjectOption = Path(),
) -> int:
    """Write target settings, what differs, and the commands that would settle it, as Markdown; nothing is run."""
    from checker.cli.audit_baseline_run import run_propose  # noqa: PLC0415 - as above

    return run_propose(source, baseline, output, project=project)
