"""What `clean-release serve` does."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from checker.cli.console import show
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.errors import NotFoundError
from checker.formats.text_safety import escape_for_terminal

_PACKAGES = ("fastapi", "pydantic", "starlette", "uvicorn")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedServer:
    """A server as it was typed."""

    folders: tuple[Path, ...]
    listen: str
    certificate: str
    key: str
    behind_proxy: bool
    proxies: tuple[str, ...]
    workers: int
    rest: float
    actor: str
    anchor: str
    log_format: str
    seconds: float


def run_serve(asked: AskedServer) -> int:
    """Serve until somebody ends it.

    The driver of HTTP is found by its name: drivers do not know each other, and this one only starts that one.

    Raises:
        NotFoundError: the extra is not installed.
        UsageError: a log of that form is none.
    """
    refuse_unknown_format(asked.log_format)
    try:
        command, server = import_module("checker.api.command"), import_module("checker.api.server")
    except ModuleNotFoundError as error:
        if error.name not in _PACKAGES:
            raise
        raise NotFoundError(
            f"this installation cannot serve: {error.name} is missing", hint="pip install 'clean-release[server]'"
        ) from error
    how = server.HowToRun(
        certificate=asked.certificate,
        key=asked.key,
        behind_proxy=asked.behind_proxy,
        proxies=asked.proxies,
        as_json=asked.log_format == JSON_FORMAT,
        seconds=asked.seconds,
    )
    wanted = command.ServerAsked(
        folders=asked.folders,
        listen=asked.listen,
        anchor=asked.anchor,
        workers=asked.workers,
        rest=asked.rest,
        actor=asked.actor,
        how=how,
    )
    code: int = command.run_server(wanted, say=lambda line: show(escape_for_terminal(line)))
    return code
