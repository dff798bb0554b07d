"""`clean-release help`: short texts by topic, and the help of every command."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("help")(help_)


def help_(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[TOPIC|COMMAND...]", help="What to read about; all topics, if none.")
    ] = None,
) -> int:
    """Read about a topic, exit-codes for example, or about a command."""
    from checker.cli.help_run import run_help  # noqa: PLC0415 - nothing is loaded for --help

    return run_help(tuple(words or ()))
