"""`clean-release audit attestations`: what the provider attests of the artifacts, verified and kept as evidence."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import AnchorOption, FormatOption, JSONOption, ProjectOption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("attestations")(attestations)


def attestations(  # noqa: PLR0913 - one parameter per option of the command
    *,
    manifest: Annotated[
        str, typer.Option(metavar="FILE", help="The manifest whose artifacts are asked about; the project's, if none.")
    ] = "",
    anchor: AnchorOption = "",
    trusted_root: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The roots of trust; sigstore's own, if none.")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the bundles go.")] = Path(
        "evidence"
    ),
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Read and verify the attestations of every artifact; exit 1 if one has none that holds, 3 if one was not read."""
    from checker.bootstrap.attesting import AttestationQuestion  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.audit_attestations_run import run_attestations  # noqa: PLC0415 - as above

    question = AttestationQuestion(manifest=manifest, trusted_root=trusted_root)
    return run_attestations(
        question, output=output, project=project, anchor=anchor, format_name="json" if json else format
    )
