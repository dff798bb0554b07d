"""The frame of every screen: where the release stands above, what was said last and the keys below."""

from abc import abstractmethod
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget

from checker.application.show_standing import Standing
from checker.output.terminal import Tone
from checker.tui.pages import banner_text, status_text
from checker.tui.widgets.words import Words


class FramedScreen(Screen[None]):
    """A screen with its frame; `body` is what is between."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "back", "Back")]
    KEYS: ClassVar[str] = "escape back  ? help  q quit"

    def __init__(self, standing: Standing | None, *, name: str = "") -> None:
        super().__init__(name=name or None)
        self.standing = standing

    @abstractmethod
    def body(self) -> Widget:
        """What is shown between the frame."""

    def compose(self) -> ComposeResult:
        """The frame and the body."""
        yield Words(id="status")
        yield Words(id="banner", tone=Tone.OPEN)
        yield self.body()
        yield Words(id="message")
        yield Words(id="acts")
        yield Words(self.KEYS, id="keys")

    def on_mount(self) -> None:
        """Show what is known so far."""
        self.stand(self.standing)

    def stand(self, standing: Standing | None) -> None:
        """Show where the release stands by now; `None` before that was read for the first time."""
        self.standing = standing
        self._put("#status", status_text(standing) if standing else "where it stands is not known")
        self._put("#banner", banner_text(standing.namespace) if standing else "", tone=Tone.OPEN)

    def say(self, text: str, *, tone: Tone = Tone.PLAIN) -> None:
        """Say something below the body; nothing takes it away."""
        self._put("#message", text, tone=tone)

    def _put(self, where: str, text: str, *, tone: Tone = Tone.PLAIN) -> None:
        """Put words where there is such a place: a screen is told before it is built, and while it is taken down."""
        for place in self.query(where).results(Words):
            place.say(text, tone=tone)

    def action_back(self) -> None:
        """Go back to where this was opened."""
        self.dismiss()
