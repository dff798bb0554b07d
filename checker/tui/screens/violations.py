"""The violations of one report: a list to filter and to sort, each with its evidence and its fix."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input

from checker.application.show_standing import Standing
from checker.formats.report_v1 import StoredReport
from checker.output.terminal import Tone
from checker.tui.lines import Line
from checker.tui.screens.framed import FramedScreen
from checker.tui.screens.text import TextScreen
from checker.tui.violations import SORTS, Found, copied, matching, page_of, row_of, undecided_of, violations_of
from checker.tui.widgets.choices import Choices
from checker.tui.widgets.words import Words

_MOST_COPIED = 100_000


class _Listed(Vertical):
    """The heading, the filter while it is typed, and the list."""

    def compose(self) -> ComposeResult:
        yield Words(id="heading")
        field = Input(placeholder="filter: words of rule, subject or message", id="filter", compact=True)
        field.display = False
        yield field
        yield Choices(id="list")


class ViolationsScreen(FramedScreen):
    """Nothing is changed here; a report never changes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("slash", "filter", "Filter"),
        ("s", "sort", "Sort"),
        ("c", "copy", "Copy"),
    ]
    KEYS: ClassVar[str] = "enter open  / filter  s sort  c copy  escape back  ? help"

    def __init__(self, report: StoredReport, *, standing: Standing | None) -> None:
        super().__init__(standing)
        self._report = report
        self._all = violations_of(report)
        self._shown = self._all
        self._undecided = undecided_of(report)
        self._sort = ""
        self._words = ""

    def body(self) -> Widget:
        """The list with what stands above it."""
        return _Listed()

    def on_mount(self) -> None:
        """Show all of them."""
        self._list_again()
        self.query_one(Choices).focus()

    def _list_again(self) -> None:
        self._shown = matching(self._all, words=self._words, sort=self._sort)
        undecided = [] if self._words else list(self._undecided)
        self.query_one(Choices).show([*map(row_of, self._shown), *undecided])
        self.query_one("#heading", Words).say(self._heading(), tone=Tone.STRONG)

    def _heading(self) -> str:
        view = self._report.view
        many = f"{len(self._shown)} of {len(self._all)} violations"
        undecided = f", not evaluated: {len(self._undecided)}" if self._undecided else ""
        order = f", by {self._sort}" if self._sort else ""
        words = f", with {self._words}" if self._words else ""
        return f"{many}{undecided}{order}{words}; {view.verdict} at {view.evaluated_at}"

    def _chosen(self) -> Found | None:
        number = self.query_one(Choices).chosen
        return self._shown[number] if number < len(self._shown) else None

    def on_choices_taken(self, _: Choices.Taken) -> None:
        """Show all that is known of one."""
        if one := self._chosen():
            self.app.push_screen(TextScreen(page_of(one), standing=self.standing))

    def action_sort(self) -> None:
        """Sort by the next of rule and subject."""
        self._sort = SORTS[(SORTS.index(self._sort) + 1) % len(SORTS)] if self._sort else SORTS[0]
        self._list_again()

    def action_filter(self) -> None:
        """Begin to type a filter."""
        field = self.query_one(Input)
        field.display = True
        field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what matches, at every key."""
        self._words = event.value
        self._list_again()

    def on_input_submitted(self, _: Input.Submitted) -> None:
        """Go back to the list with what was typed."""
        self.query_one(Input).display = bool(self._words)
        self.query_one(Choices).focus()

    def action_back(self) -> None:
        """Take the filter away first, if there is one."""
        field = self.query_one(Input)
        if field.display:
            field.value = ""
            field.display = False
            self.query_one(Choices).focus()
        else:
            super().action_back()

    def action_copy(self) -> None:
        """Give the marked one to the terminal, and show it where the terminal takes nothing."""
        if one := self._chosen():
            text = copied(one)[:_MOST_COPIED]
            self.app.copy_to_clipboard(text)
            head = Line(
                text="Given to the terminal (OSC 52). Where it takes nothing, mark it here:",
                tone=Tone.FAINT,
                is_wide=True,
            )
            lines = (Line(text=line, is_wide=True) for line in text.splitlines())
            self.app.push_screen(TextScreen((head, *lines), standing=self.standing))
