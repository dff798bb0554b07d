"""`clean-release serve`: the same over HTTP."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import AnchorOption

_MOST_WORKERS = 64
_Proxies = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ADDRESS",
        help="A proxy, or a network of them, that is believed where requests come from; repeatable. "
        "Those on this machine if none is named.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(  # noqa: PLR0913 - one parameter for each option
    folders: Annotated[
        list[Path] | None, typer.Argument(metavar="[FOLDER]...", help="The folders of the projects; this one if none.")
    ] = None,
    *,
    listen: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="Where to listen; the port 0 is any free one.")
    ] = "127.0.0.1:8080",
    tls_cert: Annotated[str, typer.Option(metavar="FILE", help="The certificate with its chain (PEM).")] = "",
    tls_key: Annotated[str, typer.Option(metavar="FILE", help="Its private key (PEM, no password).")] = "",
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="Something in front of it has the certificate.")
    ] = False,
    trusted_proxy: _Proxies = None,
    workers: Annotated[
        int, typer.Option(min=1, max=_MOST_WORKERS, metavar="N", help="How many runs are worked at, at once.")
    ] = 2,
    keep_workers: Annotated[
        float,
        typer.Option(min=0, max=86400, metavar="SECONDS", help="How long a worker waits for the next run; 0: not."),
    ] = 900.0,
    actor: Annotated[str, typer.Option(metavar="NAME", help="As whom the workers act.")] = "server",
    anchor: AnchorOption = "",
    log_format: Annotated[str, typer.Option(metavar="text|json", help="The lines on standard error.")] = "text",
    stop_within: Annotated[
        float, typer.Option(min=1, max=600, metavar="SECONDS", help="How long it may take to stop.")
    ] = 20.0,
) -> int:
    """Serve projects over HTTP to whoever has a token (`clean-release token create`), and work at their runs.

    It stops when told to (SIGTERM, Ctrl-C): what is being answered is answered, workers let go of their runs. A second
    signal ends it at once.
    """
    from checker.cli.serve_run import AskedServer, run_serve  # noqa: PLC0415 - nothing is loaded for --help

    asked = AskedServer(
        folders=tuple(folders or [Path()]),
        listen=listen,
        certificate=tls_cert,
        key=tls_key,
        behind_proxy=behind_proxy,
        proxies=tuple(trusted_proxy or ()),
        workers=workers,
        rest=keep_workers,
        actor=actor,
        anchor=anchor,
        log_format=log_format,
        seconds=stop_within,
    )
    return run_serve(asked)
