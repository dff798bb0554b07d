"""`clean-release audit workspace`: what a checkout holds, and what is to be released from it."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import AnchorOption, FormatOption, JSONOption, ProjectOption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("workspace")(workspace)


def workspace(  # noqa: PLR0913 - one parameter per option of the command
    *,
    target: Annotated[str, typer.Option(metavar="TAG", help="The tag that is released, such as v1.2.3.")] = "",
    base_tag: Annotated[str, typer.Option(metavar="TAG", help="The tag of the release before.")] = "",
    mode: Annotated[str, typer.Option(metavar="dry-run|live", help="Whether the release is meant to be real.")] = "",
    default_branch: Annotated[
        str, typer.Option(metavar="NAME", help="The default branch; the clone is asked for it when left out.")
    ] = "",
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the audit goes.")] = Path(
        "audits"
    ),
    anchor: AnchorOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Read the checkout into an audit document, without running anything of it; exit 3 if a part could not be read."""
    from checker.application.audit_workspace import ReleaseContext  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.audit_workspace_run import run_workspace  # noqa: PLC0415 - as above

    context = ReleaseContext(target=target, base_tag=base_tag, mode=mode, default_branch=default_branch)
    return run_workspace(context, output=output, project=project, anchor=anchor, format_name="json" if json else format)
