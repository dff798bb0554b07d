"""Lines as the screens show them: foreign text made inert once, here, and broken to the width there is."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells
from rich.style import Style

from checker.formats.text_safety import escape_for_terminal
from checker.output.terminal import Tone

MOST_CHARACTERS = 20_000
"""How much of one text is shown; what is longer is said to be."""
LABEL = 12
"""Columns of the label on the left."""
NARROWEST = 12

STYLES = {
    Tone.PLAIN: Style(),
    Tone.GOOD: Style(color="green"),
    Tone.BAD: Style(color="red", bold=True),
    Tone.OPEN: Style(color="yellow"),
    Tone.FAINT: Style(dim=True),
    Tone.STRONG: Style(bold=True),
}
"""How a tone looks; it never says more than the words do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A text with what it is about on its left; the text may be foreign, the label is ours.

    One that `is_wide` begins at the left: a heading, or a digest that is to be read whole.
    """

    text: str
    label: str = ""
    tone: Tone = Tone.PLAIN
    is_wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the screen, safe and no wider than it."""

    label: str
    text: str
    tone: Tone


def inert(text: str, *, most: int = MOST_CHARACTERS) -> str:
    """Foreign text that acts on nothing: controls, directions and what is invisible are written out.

    A line feed is written out too, so that no text begins a line of its own.
    """
    rest = len(text) - most
    return escape_for_terminal(text if rest <= 0 else f"{text[:most]}… ({rest:,} more characters)")


def rows_of(lines: tuple[Line, ...], *, width: int) -> Iterator[Row]:
    """The lines broken at blanks, or within a word that is too long for the width."""
    for line in lines:
        margin = 0 if line.is_wide or width < LABEL + NARROWEST else LABEL
        if line.label and not margin:
            yield Row(label=line.label, text="", tone=line.tone)
        for count, text in enumerate(broken_text(inert(line.text), width=max(width - margin, 1))):
            label = line.label if count == 0 else ""
            yield Row(label=label.ljust(margin) if margin else "", text=text, tone=line.tone)


def broken_text(text: str, *, width: int) -> list[str]:
    """The text in pieces of at most so many columns; leading blanks are kept, on later pieces too."""
    margin = " " * min(len(text) - len(text.lstrip(" ")), width // 2)
    room = width - len(margin)
    pieces: list[str] = []
    current = ""
    for word in text.split():
        grown = f"{current} {word}" if current else word
        if cell_len(grown) <= room:
            current = grown
            continue
        if current:
            pieces.append(current)
        *full, current = chop_cells(word, room)
        pieces.extend(full)
    return [f"{margin}{piece}" for piece in (*pieces, current)]
