"""What `clean-release help` does: find the topic or the command, and show its text."""

import os
from collections.abc import Sequence
from difflib import get_close_matches

from checker.cli.commands import command_names
from checker.cli.console import show, standard_output
from checker.cli.exit_codes import PASSED
from checker.cli.help_page import coloured
from checker.cli.help_topics import topics
from checker.cli.shown_help import show_help_of
from checker.errors import UsageError
from checker.output.terminal import wants_colour


def run_help(words: Sequence[str]) -> int:
    """Show a topic, the help of a command, or what there is to read about.

    Raises:
        UsageError: nothing has that name; the nearest one is named.
    """
    if not words:
        show(_shown(_list_of_topics()))
        return PASSED
    there = topics()
    if len(words) == 1 and words[0] in there:
        show(_shown(there[words[0]]))
        return PASSED
    if words[0] in there:
        raise UsageError(f"a topic is one word, and {words[1]!r} follows", hint=f"clean-release help {words[0]}")
    if words[0] not in command_names():
        raise _unknown(words[0], [*there, *command_names()])
    return show_help_of(words)


def _list_of_topics() -> str:
    """The names with the title of each, which is its first line."""
    there = topics()
    longest = max(map(len, there))
    lines = [f"  {name:<{longest}}  {text.splitlines()[0]}" for name, text in there.items()]
    return "\n".join(
        ["Topics:", *lines, "", "clean-release help TOPIC shows one; clean-release help COMMAND... is COMMAND --help."]
    )


def _shown(text: str) -> str:
    output = standard_output()
    return coloured(text) if wants_colour(os.environ, is_terminal=output.isatty()) else text


def _unknown(name: str, known: Sequence[str]) -> UsageError:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"did you mean `clean-release help {near[0]}`?" if near else "clean-release help lists the topics"
    return UsageError(f"there is no topic and no command {name!r}", hint=hint)
