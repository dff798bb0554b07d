"""A page: lines to read, broken to the width of the screen, scrolled by keys; only what is seen is drawn."""

from typing import ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.events import Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from checker.output.terminal import Tone
from checker.tui.lines import STYLES, Line, Row, rows_of


class Page(ScrollView, can_focus=True):
    """Shows lines; nothing in them is markup, and nothing in them acts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("j", "scroll_down", "Down"),
        ("k", "scroll_up", "Up"),
        ("space", "page_down", "Page down"),
    ]

    def __init__(self, *lines: Line, id: str | None = None) -> None:  # noqa: A002 - the library's name
        super().__init__(id=id)
        self._lines = lines
        self._rows: tuple[Row, ...] = ()

    def show(self, lines: tuple[Line, ...]) -> None:
        """Show other lines, scrolled as far as before."""
        if lines != self._lines:
            self._lines = lines
            self._break_lines()

    def on_resize(self, _: Resize) -> None:
        """Break the lines to the new width."""
        self._break_lines()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002,V107 - textual calls it so
        """How high it is where it may be as high as it must be."""
        return sum(1 for _ in rows_of(self._lines, width=max(width - 1, 1)))

    def _break_lines(self) -> None:
        width = self.outer_size.width - 1  # a column is left for the scroll bar
        if width < 1:
            return
        self._rows = tuple(rows_of(self._lines, width=width))
        self.virtual_size = Size(width, len(self._rows))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of what is seen."""
        number = y + self.scroll_offset.y
        width = self.size.width
        if number >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[number]
        segments = [
            Segment(row.label, self.rich_style + STYLES[Tone.FAINT]),
            Segment(row.text, self.rich_style + STYLES[row.tone]),
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)
