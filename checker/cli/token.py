"""`clean-release token`: who may call this user's server."""

from typing import Annotated

import typer

from checker.cli.options import FormatOption, JSONOption

app = typer.Typer(help="Tokens that callers of your server show.", no_args_is_help=True)


@app.command()
def create(  # noqa: PLR0913 - one parameter per option of the command
    *,
    principal: Annotated[
        str, typer.Option(metavar="NAME", help="Under which label its bearer acts: release-bot for example.")
    ],
    project: Annotated[
        list[str], typer.Option("--project", "-p", metavar="NAME", help="A project its bearer reaches; repeatable.")
    ],
    role: Annotated[
        list[str],
        typer.Option(metavar="reader|operator|approver|publisher", help="What its bearer may do; repeatable."),
    ],
    expires_in: Annotated[
        str, typer.Option(metavar="TIME", help="How long it counts: 12h, 30d; 365d at most.")
    ] = "90d",
    namespace: Annotated[str, typer.Option("--namespace", metavar="real|demo", help="Where its bearer acts.")] = "real",
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Make a token; it is printed once, alone on standard output, and nobody can find it out again."""
    from checker.cli.token_run import NamedToken, run_create  # noqa: PLC0415 - nothing is loaded for --help

    asked = NamedToken(principal=principal, projects=project, roles=role, expires_in=expires_in, namespace=namespace)
    return run_create(asked, format_name="json" if json else format)


@app.command("list")
def list_tokens(
    *,
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Show every token that was made, the newest first, without what its bearer shows."""
    from checker.cli.token_run import run_list  # noqa: PLC0415 - as above

    return run_list(format_name="json" if json else format)


@app.command()
def revoke(
    number: Annotated[str, typer.Argument(metavar="ID", help="The token, as `token list` names it.")],
    *,
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Let a token count no more, from the next call on, also at a server that is running."""
    from checker.cli.token_run import run_revoke  # noqa: PLC0415 - as above

    return run_revoke(number, format_name="json" if json else format)


@app.command()
def accept(
    *,
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Accept a state that was put back from a copy, older than its mark: every token in it is revoked.

    Which tokens were revoked since the copy was made nobody knows, so none of it may count. That it was accepted stays
    in the state, and `token list` shows it.
    """
    from checker.cli.token_run import run_accept  # noqa: PLC0415 - as above

    return run_accept(format_name="json" if json else format)
