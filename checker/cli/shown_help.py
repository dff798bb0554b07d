"""Runs the command line on words, and shows the help it lays out: with an example, coloured, and never cut off."""

import io
import os
from collections.abc import Sequence
from contextlib import redirect_stdout

from checker.cli.commands import NAME, app_for
from checker.cli.console import show, standard_output
from checker.cli.exit_codes import UNDECIDED
from checker.cli.help_page import coloured, with_example
from checker.output.terminal import wants_colour


def show_help_of(words: Sequence[str]) -> int:
    """Show the help of a command, as `--help` behind it would; the exit code."""
    outcome = called_with_help_shown([*words, "--help"])
    return outcome if isinstance(outcome, int) else UNDECIDED


def called(words: Sequence[str]) -> object:
    """Run the command of these words; what it returns."""
    return app_for(words)(list(words), standalone_mode=False, prog_name=NAME)


def called_with_help_shown(words: Sequence[str]) -> object:
    """What the library returns, its help written here: unread, it makes the library end with 1, which is blocked.

    Raises:
        OutputError: it cannot be written.
    """
    output = standard_output()
    with redirect_stdout(io.StringIO()) as text:
        outcome = called(words)
    page = with_example(text.getvalue())
    show(coloured(page) if wants_colour(os.environ, is_terminal=output.isatty()) else page)
    return outcome
