"""The help of a command as it is shown: whole sentences, an example, and colours where a terminal reads it.

typer lays it out (without rich, see docs/explanation/dependencies.md); what it leaves out is added here.
"""

import re
import textwrap

from checker.cli.examples import example_of
from checker.cli.help_layout import PIPED
from checker.output.terminal import Terminal, Tone

_HEADING = re.compile(r"^(Usage|Options|Commands|Arguments|Examples|Topics):", re.MULTILINE)
_NAME = re.compile(r"^(  )((?:-{1,2}[a-z][a-z-]*)(?:, --[a-z][a-z-]*)*|[a-z][a-z-]*(?=  ))", re.MULTILINE)
_ASIDE = re.compile(r"\[(?:required|default: [^\]]*)\]")
_PLAIN_WORD = "Usage:"


def with_example(text: str) -> str:
    """The help of a command with an example of it; any other text as it is."""
    if not text.startswith(_PLAIN_WORD):
        return text
    words = re.findall(r"[a-z][a-z-]*", re.split(r"\s[\[A-Z(]", text.removeprefix(_PLAIN_WORD), maxsplit=1)[0])
    example = example_of(words)
    return f"{text.rstrip()}\n\nExamples:\n{_broken(example)}\n" if example else text


def _broken(example: str) -> str:
    """A command on as many lines as it takes, so that each fits and all can be copied."""
    lines = textwrap.wrap(
        example, width=PIPED - 4, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
    return " \\\n".join(f"  {line}" for line in lines)


def coloured(text: str) -> str:
    """Help with its headings and names set off."""
    terminal = Terminal(colour=True)
    text = _ASIDE.sub(lambda found: terminal.toned(found[0], Tone.FAINT), text)
    text = _NAME.sub(lambda found: found[1] + terminal.toned(found[2], Tone.GOOD), text)
    return _HEADING.sub(lambda found: terminal.toned(found[0], Tone.STRONG), text)
