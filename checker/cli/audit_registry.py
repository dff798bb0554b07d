"""`clean-release audit registry`: what is already published of a release, read from its registries now."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import FormatOption, JSONOption, ProjectOption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("registry")(registry)


def registry(  # noqa: PLR0913 - one parameter per option of the command
    *,
    manifest: Annotated[
        str, typer.Option(metavar="FILE", help="The manifest to compare with; the project's, if none.")
    ] = "",
    version: Annotated[
        str, typer.Option(metavar="VERSION", help="Look for this version on the targets of the project file.")
    ] = "",
    registry: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=URL", help="Where pypi, testpypi, npm or crates is read; repeatable."),
    ] = None,
    trusted_root: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The roots of trust for provenance; sigstore's own, if none.")
    ] = None,
    tap: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="A checkout of the Homebrew tap; ../homebrew-tap, if none."),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the audit goes.")] = Path(
        "audits"
    ),
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Read what is published on each target's registry into an audit document; exit 3 if anything could not be read."""
    from checker.bootstrap.registries import RegistryQuestion  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.audit_registry_run import run_registry  # noqa: PLC0415 - as above

    question = RegistryQuestion(
        manifest=manifest, version=version, addresses=tuple(registry or ()), trusted_root=trusted_root, tap=tap
    )
    return run_registry(question, output=output, project=project, format_name="json" if json else format)
