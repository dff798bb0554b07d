"""What a terminal shows: colours only where they are wanted, marks that any encoding can carry, no foreign controls."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from checker.formats.text_safety import escape_for_terminal


class Tone(StrEnum):
    """What a piece of text means; the value is its SGR code (ECMA-48)."""

    PLAIN = ""
    GOOD = "32"
    BAD = "1;31"
    OPEN = "33"
    FAINT = "2"
    STRONG = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A sign in front of a line, and its replacement where only ASCII can be shown."""

    sign: str
    ascii: str


FAILED = Mark(sign="✗", ascii="x")
OPEN = Mark(sign="?", ascii="?")
WARNED = Mark(sign="!", ascii="!")
PASSED = Mark(sign="✓", ascii="+")
ASIDE = Mark(sign="·", ascii="-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """How text is shown: `width` in columns, 0 where lines are not to be broken."""

    colour: bool = False
    width: int = 0
    ascii_only: bool = False

    def toned(self, text: str, tone: Tone) -> str:
        """Our own text in a tone; foreign text must go through `safe` before."""
        return f"\x1b[{tone}m{text}\x1b[0m" if self.colour and tone else text

    def mark(self, mark: Mark) -> str:
        """A mark as this terminal can show it."""
        return mark.ascii if self.ascii_only else mark.sign

    def safe(self, text: str) -> str:
        """Foreign text that cannot move the cursor, forge a line, or break the encoding."""
        shown = escape_for_terminal(text)
        return shown.encode("ascii", "backslashreplace").decode("ascii") if self.ascii_only else shown

    def sentence(self, text: str, *, indent: int) -> list[str]:
        """A sentence at an indent, broken at blanks where there is a width, later lines two columns further in."""
        margin = " " * indent
        if not self.width:
            return [margin + text]
        lines = textwrap.wrap(
            text,
            width=self.width,
            initial_indent=margin,
            subsequent_indent=margin + "  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        return lines or [margin]


def wants_colour(environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether colours are shown: on a terminal that is not dumb, and anywhere where somebody forces them.

    `NO_COLOR` (no-color.org) is stronger than `CLICOLOR_FORCE` (bixense.com/clicolors) and `FORCE_COLOR`
    (force-color.org): whoever cannot read colours is worse off than whoever misses them.
    """
    if environment.get("NO_COLOR"):
        return False
    if any(environment.get(name, "") not in {"", "0"} for name in ("CLICOLOR_FORCE", "FORCE_COLOR")):
        return True
    return is_terminal and environment.get("TERM") != "dumb"
