"""The command line: which commands there are, and the one place where errors become messages and exit codes."""

import io
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib import import_module

import typer

from checker.cli.completion import answer, is_asked
from checker.cli.console import (
    OutputError,
    give_up_output,
    show,
    standard_output,
    tell,
    wants_traceback,
)
from checker.cli.exit_codes import INTERRUPTED, UNDECIDED, USAGE, exit_code_of
from checker.cli.home import show_home
from checker.errors import CleanReleaseError
from checker.output.refusal import explain_error, worded

NAME = "clean-release"
_HELP = {"-h", "--help"}
_COMPLETION = {"--show-completion", "--install-completion"}

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
        context_settings={"help_option_names": sorted(_HELP, key=len)},
    )
    app.callback(invoke_without_command=True)(home)
    asked = [_MODULES[words[0]]] if words and words[0] in _MODULES else _MODULES.values()
    for name in dict.fromkeys(asked):
        module = import_module(f"checker.cli.{name}")
        if hasattr(module, "register"):
            module.register(app)
        else:
            app.add_typer(module.app, name=name)
    return app


def home(ctx: typer.Context) -> None:
    """A release gate that proves its verdict."""
    if ctx.invoked_subcommand is None:
        raise typer.Exit(show_home())


def run() -> int:
    """Run one command; every refusal is one sentence, every outcome an exit code."""
    if is_asked(os.environ):
        return answer(os.environ, apps=app_for)
    try:
        return _outcome()
    except OutputError as error:
        give_up_output(error)
        return UNDECIDED
    except KeyboardInterrupt:
        return _interrupted()


def _outcome() -> int:
    try:
        outcome = _with_help_shown() if _HELP & set(sys.argv[1:]) else _called()
    except CleanReleaseError as error:
        tell(explain_error(error))
        return exit_code_of(error)
    except OutputError:
        raise
    except Exception as error:  # noqa: BLE001 - the last boundary: a defect must not look like a pass
        return _unexpected(error)
    if outcome and _COMPLETION & set(sys.argv[1:]):  # it says 1 of a shell it does not know, which is blocked
        return USAGE
    if outcome == INTERRUPTED:  # what typer makes of a KeyboardInterrupt
        return _interrupted()
    return outcome if isinstance(outcome, int) else UNDECIDED


def _called() -> object:
    return app_for(sys.argv[1:])(standalone_mode=False, prog_name=NAME)


def _with_help_shown() -> object:
    """What the library returns, its help written here: unread, it makes the library end with 1, which is blocked.

    Raises:
        OutputError: it cannot be written.
    """
    standard_output()
    with redirect_stdout(io.StringIO()) as text:
        outcome = _called()
    show(text.getvalue())
    return outcome


def _interrupted() -> int:
    tell("interrupted; nothing was half-written")
    return INTERRUPTED


def _said_by_the_library(error: Exception) -> str:
    """What the command line's own library says of a wrong option or command; nothing where the error is another's.

    It is one sentence, or, for a group without a command, the help of the group.
    """
    explain = getattr(error, "format_message", None)
    return str(explain()) if callable(explain) and hasattr(error, "exit_code") else ""


def _help_for(error: Exception) -> str:
    """Where the words are that would have been right: the help of the very command, as far as it was understood."""
    path = getattr(getattr(error, "ctx", None), "command_path", NAME)
    return f"see {path} --help"


def _is_nowhere() -> bool:
    """Whether somebody removed the folder that relative names begin in."""
    try:
        os.getcwd()  # noqa: PTH109 - asked for nothing but whether it is there
    except FileNotFoundError:
        return True
    return False


def _unexpected(error: Exception) -> int:
    if said := _said_by_the_library(error):
        if said.startswith("Usage: "):
            show(said)
        else:
            tell(worded("usage", said, hint=_help_for(error)))
        return USAGE
    if isinstance(error, FileNotFoundError) and _is_nowhere():
        gone = "the folder that this command was started in is gone"
        tell(worded("usage", gone, hint="change into a folder that is there"))
        return USAGE
    if wants_traceback():
        raise error
    sentence = f"{type(error).__name__}: {error}"
    tell(worded("defect", sentence, hint="this is a defect of clean-release; please report it"))
    return UNDECIDED
