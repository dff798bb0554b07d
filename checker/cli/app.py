"""The command line: which commands there are, and the one place where errors become messages and exit codes."""

import os
import sys

from checker.bootstrap.masking import masked_text
from checker.cli.commands import NAME, app_for
from checker.cli.completion import answer, is_asked
from checker.cli.console import (
    OutputError,
    give_up_output,
    show,
    tell,
    wants_traceback,
)
from checker.cli.exit_codes import INTERRUPTED, UNDECIDED, USAGE, exit_code_of
from checker.cli.shown_help import called, called_with_help_shown
from checker.cli.told_refusal import tell_refusal, tell_usage
from checker.errors import CleanReleaseError
from checker.output.refusal import worded

_HELP = {"-h", "--help"}
_COMPLETION = {"--show-completion", "--install-completion"}


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
        words = sys.argv[1:]
        outcome = called_with_help_shown(words) if _HELP & set(words) else called(words)
    except CleanReleaseError as error:
        tell_refusal(error)
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


def _interrupted() -> int:
    tell("interrupted; nothing was half-written")
    return INTERRUPTED


def _said_by_the_library(error: Exception) -> str:
    """What the command line's own library says of a wrong option or command; nothing where the error is another's.

    It is one sentence, or, for a group without a command, the help of the group.
    """
    explain = getattr(error, "format_message", None)
    said = str(explain()) if callable(explain) and hasattr(error, "exit_code") else ""
    return said.replace("a valid int range.", "a valid integer.").replace("a valid float range.", "a valid number.")


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
            tell_usage(said, hint=_help_for(error))
        return USAGE
    if isinstance(error, FileNotFoundError) and _is_nowhere():
        gone = "the folder that this command was started in is gone"
        tell_usage(gone, hint="change into a folder that is there")
        return USAGE
    if wants_traceback():
        raise error
    sentence = f"{type(error).__name__}: {error}"
    tell(worded("defect", masked_text(sentence), hint="this is a defect of clean-release; please report it"))
    return UNDECIDED
