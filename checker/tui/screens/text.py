"""A screen to read: help, a manifest, a violation, what was not read."""

from textual.widget import Widget

from checker.application.show_standing import Standing
from checker.tui.lines import Line
from checker.tui.screens.framed import FramedScreen
from checker.tui.widgets.page import Page


class TextScreen(FramedScreen):
    """Lines, scrolled by keys."""

    def __init__(self, lines: tuple[Line, ...], *, standing: Standing | None, name: str = "") -> None:
        super().__init__(standing, name=name)
        self._lines = lines

    def body(self) -> Widget:
        """The lines."""
        return Page(*self._lines, id="page")
