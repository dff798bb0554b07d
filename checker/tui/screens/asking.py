"""What is asked before something is done: yes or no below exactly what would be signed, or a word."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from checker.output.terminal import Tone
from checker.tui.lines import Line
from checker.tui.widgets.page import Page
from checker.tui.widgets.words import Words


class ConfirmScreen(ModalScreen[bool]):
    """Shows what would be done; only `y` does it, so that no key that was pressed twice does."""

    BINDINGS: ClassVar[list[BindingType]] = [("y", "answer(True)", "Yes"), ("n,escape,q", "answer(False)", "No")]

    def __init__(self, question: str, lines: tuple[Line, ...] = ()) -> None:
        super().__init__()
        self._question, self._lines = question, lines

    def compose(self) -> ComposeResult:
        """The question, what it is about, and the keys."""
        with Vertical(id="dialog"):
            yield Words(self._question, tone=Tone.STRONG)
            yield Page(*self._lines)
            yield Words("y yes  n no")

    def action_answer(self, answer: bool) -> None:  # noqa: FBT001 - called by a key
        """Answer."""
        self.dismiss(answer)


class WordScreen(ModalScreen[str]):
    """Asks for one word or sentence; empty where nothing was said."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "Leave")]

    def __init__(self, question: str, *, value: str = "") -> None:
        super().__init__()
        self._question, self._value = question, value

    def compose(self) -> ComposeResult:
        """The question, and room for the answer."""
        with Vertical(id="dialog"):
            yield Words(self._question, tone=Tone.STRONG)
            yield Input(value=self._value, compact=True)
            yield Words("enter go on  escape leave it")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        """Say nothing."""
        self.dismiss("")
