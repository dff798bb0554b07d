"""`clean-release lock`: resolve references once and write down what a gate may use."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import AnchorOption, ProjectOption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("lock")(lock)


def lock(
    *,
    project: ProjectOption = Path(),
    anchor: AnchorOption = "",
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if the lock would change.")] = False,
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="Accept bundles that changed since they were locked.")
    ] = False,
) -> int:
    """Write clean-release.lock: the exact bundles, and the snapshot they make."""
    from checker.cli.lock_run import run_lock  # noqa: PLC0415 - nothing is loaded for --help

    return run_lock(project=project, anchor=anchor, only_check=check, upgrade=upgrade)
