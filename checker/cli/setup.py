"""`clean-release init` and `clean-release doctor`."""

from pathlib import Path

import typer

from checker.cli.options import AnchorOption, ProjectOption


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("init")(init)
    app.command("doctor")(doctor)


def init(*, project: ProjectOption = Path(), anchor: AnchorOption = "") -> int:
    """Write a first project file and its lock from what the checkout says about itself; it never asks."""
    from checker.cli.setup_run import run_init  # noqa: PLC0415 - nothing is loaded for --help

    return run_init(project, anchor)


def doctor(*, project: ProjectOption = Path(), anchor: AnchorOption = "") -> int:
    """Look at everything a check depends on; exit 1 if something is wrong."""
    from checker.cli.setup_run import run_doctor  # noqa: PLC0415 - as above

    return run_doctor(project, anchor)
