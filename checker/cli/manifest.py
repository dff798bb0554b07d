"""`clean-release manifest`: what is to be released."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import ProjectOption

app = typer.Typer(help="Release manifests: draft one.", no_args_is_help=True)


@app.callback()
def manifest() -> None:
    """Release manifests: draft one."""


@app.command()
def draft(
    *,
    project: ProjectOption = Path(),
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where it goes; never over a file.")
    ] = Path("manifest.json"),
) -> int:
    """Write a manifest from what git, the package's metadata and dist/ say; what they do not say is named."""
    from checker.cli.manifest_run import run_draft  # noqa: PLC0415 - nothing is loaded for --help

    return run_draft(project, output)
