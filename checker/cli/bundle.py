"""`clean-release bundle`: build, sign, verify, inspect and fetch policy bundles."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import AnchorOption, FormatOption, JSONOption, ProjectOption

app = typer.Typer(help="Policy bundles: build, sign, verify, inspect, fetch.", no_args_is_help=True)

SourceArgument = Annotated[
    str,
    typer.Argument(
        metavar="BUNDLE", help="A folder, a .tar.gz, builtin:release-policy, or an address that the lock names."
    ),
]


@app.command()
def build(
    source: Annotated[str, typer.Argument(metavar="FOLDER", help="The folder of the rules.")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The archive to write.")],
    name: Annotated[str, typer.Option(help="The bundle's name, if .manifest does not say it.")] = "",
    revision: Annotated[int, typer.Option(min=0, help="The bundle's revision, if .manifest does not say it.")] = 0,
) -> int:
    """Build a folder into an archive: the same folder gives the same bytes, and OPA loads them."""
    from checker.cli.bundle_run import run_build  # noqa: PLC0415 - nothing is loaded for --help

    return run_build(source, output, name=name, revision=revision)


@app.command()
def sign(
    source: Annotated[
        str, typer.Argument(metavar="BUNDLE", help="The archive to sign, or a folder with its .manifest.")
    ],
    *,
    key: Annotated[str, typer.Option(metavar="NAME", help="The key to sign with; see keys generate.")],
) -> int:
    """Add your signature to the envelope beside an archive, or inside a folder."""
    from checker.cli.bundle_run import run_sign  # noqa: PLC0415 - as above

    return run_sign(source, key=key)


@app.command()
def verify(source: SourceArgument, *, anchor: AnchorOption = "") -> int:
    """Say whether the anchor vouches for a bundle; exit 3 if it does not."""
    from checker.cli.bundle_run import run_verify  # noqa: PLC0415 - as above

    return run_verify(source, anchor=anchor)


@app.command()
def inspect(
    source: SourceArgument,
    *,
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Show what a bundle holds and claims, without believing it."""
    from checker.cli.bundle_run import run_inspect  # noqa: PLC0415 - as above

    return run_inspect(source, format_name="json" if json else format)


@app.command()
def fetch(*, project: ProjectOption = Path(), anchor: AnchorOption = "") -> int:
    """Fetch the bundles that the lock names of other machines, verify them, and keep them for `check`."""
    from checker.cli.bundle_run import run_fetch  # noqa: PLC0415 - as above

    return run_fetch(project=project, anchor=anchor)
