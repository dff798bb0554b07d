"""`clean-release store`: the file that remembers, as a whole."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import FormatOption, JSONOption, OwnNamespaceOption, ProjectOption

app = typer.Typer(help="The store: make, check, migrate, back up and put back what remembers.", no_args_is_help=True)


@app.command()
def init(
    *,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Make the store of this folder; one that is there stays as it is."""
    from checker.cli.store_run import run_init  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    return run_init(Where(project=project, namespace=namespace), format_name="json" if json else format)


@app.command()
def check(
    *,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Look at all of the store: place, shape, trail, every digest; exit 1 if anything is wrong. Nothing is changed."""
    from checker.cli.store_run import run_check  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    return run_check(Where(project=project, namespace=namespace), format_name="json" if json else format)


@app.command()
def migrate(
    *,
    backup: Annotated[
        str, typer.Option(metavar="FILE", help="Where the store is copied to first; beside it, if left out.")
    ] = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Bring an older store to the present shape, with a verified copy of it as it was."""
    from checker.cli.store_run import run_migrate  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace)
    return run_migrate(where, backup, format_name="json" if json else format)


@app.command()
def backup(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A new file; nothing is overwritten.")],
    *,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Copy the store while others use it; the copy is verified before it has its name."""
    from checker.cli.store_run import run_backup  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    return run_backup(Where(project=project, namespace=namespace), file, format_name="json" if json else format)


@app.command()
def restore(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file that `store backup` wrote.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Move a store aside that the copy does not continue.")
    ] = False,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Put a store back from a copy, verified in full before; no entry is lost without being named."""
    from checker.cli.store_run import run_restore  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace)
    return run_restore(where, file, may_replace=replace, format_name="json" if json else format)
