"""The first screen: candidate, manifest, run and report, and what may be done with them."""

from typing import ClassVar

from textual.binding import BindingType
from textual.events import Resize
from textual.widget import Widget

from checker.application.show_standing import Standing
from checker.errors import CleanReleaseError
from checker.output.refusal import explain_refusal
from checker.output.terminal import Tone
from checker.tui.lines import Line
from checker.tui.pages import acts_text, looks_text, release_page
from checker.tui.screens.framed import FramedScreen
from checker.tui.widgets.page import Page

_NARROW = 60


class ReleaseScreen(FramedScreen):
    """Where the release stands; it stays below every other screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("v", "app.look('violations')", "Violations"),
        ("u", "app.look('unread')", "Unread"),
        ("m", "app.look('manifest')", "Manifest"),
        ("h", "app.look('history')", "History"),
    ]

    def __init__(self, *, actor: str) -> None:
        super().__init__(None)
        self._actor = actor

    def body(self) -> Widget:
        """All of it on one page."""
        return Page(Line(text="reading the store…"), id="page")

    def stand(self, standing: Standing | None) -> None:
        """Show where the release stands by now."""
        super().stand(standing)
        if standing:
            self._show_page(release_page(standing, actor=self._actor))
            self._show_keys(standing)

    def cannot(self, problem: CleanReleaseError) -> None:
        """Show why nothing can be read."""
        self._show_page((Line(text=explain_refusal(problem), tone=Tone.BAD),))

    def on_resize(self, _: Resize) -> None:
        """Fewer words where there is less room."""
        if self.standing:
            self._show_keys(self.standing)

    def _show_page(self, lines: tuple[Line, ...]) -> None:
        for page in self.query(Page):
            page.show(lines)

    def _show_keys(self, standing: Standing) -> None:
        is_narrow = self.size.width < _NARROW
        self._put("#acts", acts_text(standing, actor=self._actor, is_narrow=is_narrow))
        self._put("#keys", looks_text(is_narrow=is_narrow))

    def action_back(self) -> None:
        """There is nothing below it."""
