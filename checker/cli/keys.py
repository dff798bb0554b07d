"""`clean-release keys`: this user's own signing keys."""

from typing import Annotated

import typer

app = typer.Typer(help="Your own signing keys, kept outside of every checkout.", no_args_is_help=True)


@app.callback()
def keys() -> None:
    """Your own signing keys, kept outside of every checkout."""


@app.command()
def generate(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call the key.")],
    *,
    role: Annotated[
        str,
        typer.Option("--role", metavar="policy|auditor|builder|approver|permit", help="What the anchor lets it sign."),
    ] = "policy",
) -> int:
    """Make an Ed25519 key, keep its private half, and print what an anchor needs."""
    from checker.cli.keys_run import run_generate  # noqa: PLC0415 - nothing is loaded for --help

    return run_generate(name, role)
