"""Which commands there are, and what declares each: one of them where words begin with its name, else all."""

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.main import get_command

from checker import __version__
from checker.cli.console import show
from checker.cli.help_layout import Group, context_settings
from checker.cli.home import show_home

NAME = "clean-release"

_MODULES = {
    "check": "check",
    "explain": "explain",
    "lock": "lock",
    "init": "setup",
    "doctor": "setup",
    "bundle": "bundle",
    "policy": "policy",
    "snapshot": "snapshot",
    "audit": "audit",
    "candidate": "candidate",
    "waiver": "waiver",
    "manifest": "manifest",
    "compliance": "compliance",
    "serve": "serve",
    "tui": "tui",
    "worker": "worker",
    "metrics": "metrics",
    "release": "release",
    "permit": "permit",
    "report": "report",
    "store": "store",
    "trail": "trail",
    "keys": "keys",
    "token": "token",
    "bench": "bench",
    "help": "help",
}
"""Every command of the top level, in the order of the help, with the module that it is declared in."""


def app_for(words: Sequence[str]) -> typer.Typer:
    """The command line that these words need: one command where they begin with its name, else all of them.

    Declaring a command costs time, and all of them take three times as long as the one that is run.
    """
    app = typer.Typer(
        name=NAME,
        help="A release gate that proves its verdict.",
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        cls=Group,
        context_settings=context_settings(),
    )
    app.callback(invoke_without_command=True)(home)
    asked = [_MODULES[words[0]]] if words and words[0] in _MODULES else _MODULES.values()
    for name in dict.fromkeys(asked):
        module = import_module(f"checker.cli.{name}")
        if hasattr(module, "register"):
            module.register(app)
        else:
            for below in module.app.registered_groups:
                below.cls = Group
            app.add_typer(module.app, name=name, cls=Group)
    return app


def command_names() -> tuple[str, ...]:
    """Every command of the top level, in the order of the help."""
    return tuple(_MODULES)


def command_of(words: Sequence[str]) -> Any:  # noqa: ANN401 - typer hides its types
    """The command or group that these words name, None where they name none."""
    command: Any = get_command(app_for(words))
    for word in words:
        command = getattr(command, "commands", {}).get(word)
    return command


def _say_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    """End with the version, where it is asked for; alone, it is answered before anything is loaded."""
    if wanted:
        show(f"{NAME} {__version__}")
        raise typer.Exit


def home(
    ctx: typer.Context,
    *,
    _: Annotated[
        bool, typer.Option("-V", "--version", is_eager=True, callback=_say_version, help="Print the version.")
    ] = False,
) -> None:
    """A release gate that proves its verdict."""
    if ctx.invoked_subcommand is None:
        raise typer.Exit(show_home())
