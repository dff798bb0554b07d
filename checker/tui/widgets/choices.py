"""Choices: a list of any length with one row chosen; only the rows that are seen are drawn."""

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from checker.tui.lines import STYLES, Line, inert

_MARK = "> "
_NO_MARK = "  "
_MOST_SHOWN = 400
"""Characters of a row; no screen is wider, and a text of a megabyte costs no more than a short one."""


class Choices(ScrollView, can_focus=True):
    """A list to choose from; the chosen row is marked with a sign, not by colour alone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("up,k", "move(-1)", "Up"),
        ("down,j", "move(1)", "Down"),
        ("pageup", "move_page(-1)", "Page up"),
        ("pagedown,space", "move_page(1)", "Page down"),
        ("home,g", "move_to(0)", "First"),
        ("end,G", "move_to(-1)", "Last"),
        ("enter", "take", "Open"),
    ]

    @dataclass
    class Taken(Message):
        """A row was chosen for good."""

        number: int

    @dataclass
    class Moved(Message):
        """Another row is marked; `rest` is how many rows lie behind it."""

        number: int
        rest: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the library's name
        super().__init__(id=id)
        self._lines: list[Line] = []
        self.chosen = 0

    def show(self, lines: list[Line]) -> None:
        """Show another list, or the same one with more rows at its end."""
        self._lines = lines
        self.chosen = min(self.chosen, max(len(lines) - 1, 0))
        self.virtual_size = Size(0, len(lines))
        self.refresh()

    def action_move(self, by: int) -> None:
        """Mark another row."""
        self._mark(self.chosen + by)

    def action_move_page(self, by: int) -> None:
        """Mark the row a screen further."""
        self._mark(self.chosen + by * max(self.size.height - 1, 1))

    def action_move_to(self, place: int) -> None:
        """Mark the first or the last row that is known."""
        self._mark(place % max(len(self._lines), 1))

    def action_take(self) -> None:
        """Take the marked row."""
        if self._lines:
            self.post_message(self.Taken(self.chosen))

    def _mark(self, number: int) -> None:
        before, self.chosen = self.chosen, max(0, min(number, len(self._lines) - 1))
        rest = len(self._lines) - 1 - self.chosen
        self.scroll_to_region(Region(0, self.chosen, 1, 1), animate=False, force=True)
        if before != self.chosen:
            self.refresh()
        self.post_message(self.Moved(self.chosen, rest))

    def render_line(self, y: int) -> Strip:
        """One row of what is seen."""
        number, width = y + self.scroll_offset.y, self.size.width
        if number >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line, is_chosen = self._lines[number], number == self.chosen
        style = self.rich_style + STYLES[line.tone] + Style(reverse=is_chosen)
        text = f"{_MARK if is_chosen else _NO_MARK}{inert(line.text, most=_MOST_SHOWN)}"
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)
