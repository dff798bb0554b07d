"""`clean-release candidate`: what is meant to be released."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import (
    ActorOption,
    CandidateOption,
    FormatOption,
    JSONOption,
    OwnNamespaceOption,
    ProjectOption,
)

app = typer.Typer(help="Release candidates: register one, name its files, see where it stands.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Release candidates: register one, name its files, see where it stands."""


@app.command("register")
def register_candidate(  # noqa: PLR0913 - one parameter per option of the command
    *,
    candidate_id: CandidateOption,
    version: Annotated[str, typer.Option(metavar="VERSION", help="The version to be released.")],
    source_snapshot: Annotated[str, typer.Option(metavar="REF", help="The tag or branch; its commit is kept.")],
    actor: ActorOption,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Register a candidate at the commit its ref leads to now; nothing is built or judged."""
    from checker.application.register_candidate import CandidateAsked  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.candidate_run import run_register  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    asked = CandidateAsked(name=candidate_id, version=version, source=source_snapshot)
    where = Where(project=project, namespace=namespace)
    return run_register(where, asked, actor=actor, format_name="json" if json else format)


@app.command("import-artifacts")
def import_artifacts(  # noqa: PLR0913 - one parameter per option of the command
    *,
    candidate_id: CandidateOption,
    input: Annotated[Path, typer.Option(metavar="FILE", help="The list of files, artifacts/v1.")],  # noqa: A002
    actor: ActorOption,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Name the files that were built for a candidate; nothing is judged."""
    from checker.cli.candidate_run import run_import  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace)
    return run_import(where, candidate_id, input, actor=actor, format_name="json" if json else format)


@app.command("list")
def list_(
    *,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """The candidates of this folder, in the order they were registered."""
    from checker.cli.candidate_run import run_list  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    return run_list(Where(project=project, namespace=namespace), format_name="json" if json else format)


@app.command()
def show(
    *,
    candidate_id: CandidateOption,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Where one candidate stands, everything that happened to it, and the next command."""
    from checker.cli.candidate_run import run_show  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    return run_show(Where(project=project, namespace=namespace), candidate_id, format_name="json" if json else format)
