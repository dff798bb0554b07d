"""Every report that was recorded, newest first: a page is read when the mark comes near its end, never all of them."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.widget import Widget

from checker.application.list_reports import ReportPage, ReportSummary
from checker.application.show_standing import Standing
from checker.domain.digest import Digest
from checker.domain.verdict import Verdict
from checker.errors import CleanReleaseError
from checker.output.refusal import explain_refusal
from checker.output.terminal import Tone
from checker.tui.lines import Line
from checker.tui.screens.framed import FramedScreen
from checker.tui.widgets.choices import Choices

_AHEAD = 50
"""How many rows before the end the next page is asked for."""
_SHORT = 19
_TONES = {Verdict.PASSED: Tone.GOOD, Verdict.BLOCKED: Tone.BAD, Verdict.UNDECIDED: Tone.OPEN}


class HistoryScreen(FramedScreen):
    """`read` reads a page in a thread; `take` opens a report."""

    KEYS: ClassVar[str] = "enter open  escape back  ? help  q quit"

    def __init__(
        self,
        read: Callable[[int], Awaitable[ReportPage]],
        take: Callable[[Digest], None],
        *,
        standing: Standing | None,
    ) -> None:
        super().__init__(standing)
        self._read, self._take = read, take
        self._reports: list[ReportSummary] = []
        self._rows: list[Line] = []
        self._before = 0
        self._is_whole = self._is_reading = False

    def body(self) -> Widget:
        """The list."""
        return Choices(id="list")

    def on_mount(self) -> None:
        """Read the first page."""
        self.query_one(Choices).focus()
        self._read_on()

    def on_choices_moved(self, event: Choices.Moved) -> None:
        """Read on before the end is reached."""
        if event.rest < _AHEAD:
            self._read_on()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """Open a report."""
        self._take(self._reports[event.number].digest)

    def _read_on(self) -> None:
        if not (self._is_reading or self._is_whole):
            self._is_reading = True
            self.run_worker(self._page())

    async def _page(self) -> None:
        try:
            page = await self._read(self._before)
        except CleanReleaseError as refusal:
            self._is_whole = True
            self.say(explain_refusal(refusal), tone=Tone.OPEN)
            return
        finally:
            self._is_reading = False
        self._reports += page.reports
        self._rows += map(_row, page.reports)
        self._before, self._is_whole = page.next_before, not page.next_before
        self.query_one(Choices).show(self._rows)
        self.say(f"{_counted(len(self._rows))}{'' if self._is_whole else ' so far'}")


def _counted(many: int) -> str:
    return f"{many:,} report{'' if many == 1 else 's'}"


def _row(one: ReportSummary) -> Line:
    if one.verdict is None:
        return Line(text=f"{one.recorded_at}  {one.digest[:_SHORT]}  unreadable: {one.problem}", tone=Tone.OPEN)
    gate = "gates" if one.is_gating else "opens no gate"
    failed = f"  {len(one.failed)} failed: {', '.join(one.failed)}" if one.failed else ""
    text = f"{one.evaluated_at}  {one.verdict:<9}  {one.digest[:_SHORT]}  {gate}{failed}"
    return Line(text=text, tone=_TONES[one.verdict])
