"""Words: a few lines of our own and foreign text, shown as they are."""

from rich.text import Text
from textual.widgets import Static

from checker.output.terminal import Tone
from checker.tui.lines import STYLES, inert


class Words(Static):
    """A text that is as high as it must be; markup is off, and foreign text acts on nothing."""

    def __init__(self, text: str = "", *, tone: Tone = Tone.PLAIN, id: str | None = None) -> None:  # noqa: A002 - the library's name
        super().__init__(markup=False, id=id)
        self.say(text, tone=tone)

    def say(self, text: str, *, tone: Tone = Tone.PLAIN) -> None:
        """Show another text; where there is none, no room is taken."""
        self.display = bool(text)
        self.update(Text(inert(text, most=1000), style=STYLES[tone], overflow="fold"))
