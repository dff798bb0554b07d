"""`clean-release tui`: the screens of a terminal."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import AnchorOption, OwnNamespaceOption, ProjectOption


def register(app: typer.Typer) -> None:
    """Declare the command."""
    app.command()(tui)


def tui(
    *,
    candidate_id: Annotated[
        str, typer.Option(metavar="ID", help="The candidate; the one that was registered last, if left out.")
    ] = "",
    actor: Annotated[
        str, typer.Option(metavar="NAME", help="Who acts, as for every command; left out, the screens only show.")
    ] = "",
    anchor: AnchorOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
) -> int:
    """Look at a release on screens, and drive it: run a check, build a manifest, approve, publish."""
    from checker.cli.tui_run import run_tui  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    return run_tui(Where(project=project, namespace=namespace, anchor=anchor), candidate_id, actor=actor)
