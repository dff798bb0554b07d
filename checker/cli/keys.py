"""`clean-release keys`: this user's own signing keys."""

from typing import Annotated

import typer

app = typer.Typer(help="Your own signing keys, kept outside of every checkout.", no_args_is_help=True)


@app.callback()
def keys() -> None:
    """Your own signing keys, kept outside of every checkout."""


@app.command()
def generate(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="What to call the key; left out with --actor.")] = "",
    *,
    role: Annotated[
        str,
        typer.Option(
            "--role",
            metavar="policy|auditor|builder|approver|permit",
            help="What the anchor lets it sign; policy when left out, approver with --actor.",
        ),
    ] = "",
    actor: Annotated[str, typer.Option(metavar="NAME", help="Make the key that --actor NAME signs with.")] = "",
    account_id: Annotated[
        int, typer.Option(metavar="N", min=0, max=2**53 - 1, help="Their id at the provider: gh api user --jq .id")
    ] = 0,
    host: Annotated[str, typer.Option(metavar="HOST", help="The provider of that account.")] = "github.com",
    namespace: Annotated[
        str, typer.Option("--namespace", metavar="real|demo", help="Where what it signs counts.")
    ] = "real",
) -> int:
    """Make an Ed25519 key, keep its private half, and print what an anchor needs."""
    from checker.cli.keys_run import ActorKey, run_generate, run_generate_for  # noqa: PLC0415 - not for --help

    if not actor:
        return run_generate(name, role or "policy", namespace=namespace)
    asked = ActorKey(actor=actor, namespace=namespace, host=host, account=account_id)
    return run_generate_for(asked, name=name, role=role or "approver")
