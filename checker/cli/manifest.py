"""`clean-release manifest`: what exactly is to be released."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import ActorOption, FormatOption, JSONOption, OwnNamespaceOption, ProjectOption

app = typer.Typer(help="Release manifests: draft one, build one, list, show and compare them.", no_args_is_help=True)


@app.callback()
def manifest() -> None:
    """Release manifests: draft one, build one, list, show and compare them."""


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


@app.command()
def build(  # noqa: PLR0913 - one parameter per option of the command
    *,
    candidate_id: Annotated[str, typer.Option(metavar="ID", help="Build it of this candidate's files.")] = "",
    dist: Annotated[str, typer.Option(metavar="PATTERN", help="Build it of these files, for no candidate.")] = "",
    actor: ActorOption,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Build a manifest and keep it for good, under the next name (man-001); nothing is judged."""
    from checker.cli.manifest_run import run_build  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace)
    return run_build(where, candidate_id, dist, actor=actor, format_name="json" if json else format)


@app.command("list")
def list_(
    *,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """The manifests that were built in this folder, oldest first."""
    from checker.cli.manifest_run import run_list  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    return run_list(Where(project=project, namespace=namespace), format_name="json" if json else format)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="MANIFEST", help="Its name (man-001) or its digest.")],
    *,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """What one manifest says; --json prints it byte for byte."""
    from checker.cli.manifest_run import run_show  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    return run_show(Where(project=project, namespace=namespace), name, format_name="json" if json else format)


@app.command()
def diff(
    first: Annotated[str, typer.Argument(metavar="MANIFEST", help="Its name or its digest.")],
    second: Annotated[str, typer.Argument(metavar="MANIFEST", help="The one it is compared with.")],
    *,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
) -> int:
    """What differs between two manifests; exit 1 if anything does."""
    from checker.cli.manifest_run import run_diff  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    return run_diff(Where(project=project, namespace=namespace), first, second)
