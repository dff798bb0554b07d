"""The screens of a release as one program: what they show is read again when the store changes, never guessed."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import App
from textual.binding import Binding, BindingType

from checker.application.list_reports import ReportPage
from checker.application.show_standing import Standing
from checker.domain.digest import Digest
from checker.errors import CleanReleaseError
from checker.output.refusal import explain_refusal
from checker.output.terminal import Tone
from checker.tui.actions import FLOWS
from checker.tui.aside import LetGoError, aside
from checker.tui.following import Following
from checker.tui.keys import ACTION_KEYS, ActionKey
from checker.tui.lines import Line
from checker.tui.pages import help_page, manifest_page, refusal_text, unread_page
from checker.tui.screens.asking import ConfirmScreen, WordScreen
from checker.tui.screens.framed import FramedScreen
from checker.tui.screens.history import HistoryScreen
from checker.tui.screens.release import ReleaseScreen
from checker.tui.screens.text import TextScreen
from checker.tui.screens.violations import ViolationsScreen
from checker.tui.services import Errand, TuiServices

if TYPE_CHECKING:
    from textual.worker import WorkType

LEFT, INTERRUPTED = 0, 130
_CSS = """
#status { text-style: bold reverse; width: 1fr; }
#banner { text-style: bold; width: 1fr; }
#message { max-height: 4; }
#acts, #keys { text-style: dim; }
Page, Choices { scrollbar-size-vertical: 1; overflow-x: hidden; height: 1fr; }
ConfirmScreen, WordScreen { align: center middle; }
#dialog { border: round ansi_bright_black; width: 100%; height: auto; max-height: 100%; padding: 0 1; }
#dialog Page { height: auto; max-height: 65vh; }
"""
POLL_SECONDS = 0.5
"""How often it is looked whether the store was written to, which asks for sizes and times of files alone."""
_READ_ANYWAY = 20
"""After so many looks it is read even so: leases and approvals end by the clock."""
_GRACE_SECONDS = 10.0

Result = TypeVar("Result")


class ReleaseApp(App[int]):
    """Ends with the exit code of the command."""

    CSS = _CSS
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key.name, f"act('{key.name}')", key.words) for key in ACTION_KEYS),
        Binding("q", "leave", "Quit"),
        Binding("question_mark", "look('help')", "Help"),
        Binding("ctrl+c", "interrupt", "Interrupt", priority=True, system=True),
        Binding("ctrl+q", "leave", "Quit", system=True),
    ]

    def __init__(self, services: TuiServices, *, poll: float = POLL_SECONDS) -> None:
        super().__init__(ansi_color=True)
        self.services = services
        self.standing: Standing | None = None
        self.problem: CleanReleaseError | None = None
        self.busy = ""
        self._poll = poll
        self._release = ReleaseScreen(actor=services.actor)
        self._mark: tuple[int, ...] | None = None
        self._following = Following()
        self._looks = 0
        self._looking = asyncio.Lock()
        self._acting = 0
        self._errand: Errand | None = None
        self._thread: Thread | None = None

    def get_default_screen(self) -> ReleaseScreen:
        """The screen below every other one."""
        return self._release

    def on_mount(self) -> None:
        """Use the colours of the terminal, read once at once, and again whenever something changed."""
        self.theme = "ansi-dark"  # noqa: V101 - textual reads it
        # The function, not what it gives: a look that is never begun because the screens end leaves nothing unawaited.
        looking: WorkType[None] = self.look
        self.set_interval(self._poll, lambda: self.run_worker(looking))
        self.run_worker(looking)

    # -- looking ------------------------------------------------------------------------------------------------------

    async def look(self, *, anew: bool = False) -> None:
        """Read where the release stands, if anything was written since, or `anew` whatever was."""
        if self._looking.locked() and not anew:
            return
        async with self._looking:
            self._looks += 1
            is_due = anew or self._looks % _READ_ANYWAY == 0
            try:
                standing = await aside(lambda: self._read(anew=is_due))
            except CleanReleaseError as refusal:
                self._stand(None, problem=refusal)
            else:
                if standing:
                    self._stand(standing)
                    self._tell_step(standing)

    def _read(self, *, anew: bool) -> Standing | None:
        """The standing, None where the store is as it was; in a thread."""
        mark = self.services.mark()
        if mark == self._mark and not anew:
            return None
        self._mark = None
        standing = self.services.standing()
        self._mark = mark
        return standing

    def _tell_step(self, standing: Standing) -> None:
        """Say how the run got on; not what an action did, which says it itself, and whose answer stays."""
        step = self._following.newest(standing)
        if step and not self._acting:
            self.say(step)

    def _stand(self, standing: Standing | None, *, problem: CleanReleaseError | None = None) -> None:
        self.standing, self.problem = standing, problem
        for screen in self.screen_stack:
            if isinstance(screen, FramedScreen):
                screen.stand(standing)
        if problem:
            self._release.cannot(problem)

    def action_look(self, what: str) -> None:
        """Open one of the pages that only show."""
        if what == "help":
            if self.screen.name != what:
                self.push_screen(TextScreen(help_page(), standing=self.standing, name=what))
        elif what == "history":
            self.push_screen(HistoryScreen(self._page, self._open_report, standing=self.standing))
        elif what == "manifest":
            self.run_worker(self._open_manifest())
        else:
            self._open_part(what)

    def _open_part(self, what: str) -> None:
        report = self.standing.report if self.standing else None
        if report is None:
            self.say("no report was recorded")
        elif what == "unread":
            self.push_screen(TextScreen(unread_page(report), standing=self.standing))
        else:
            self.push_screen(ViolationsScreen(report, standing=self.standing))

    async def _open_manifest(self) -> None:
        found = self.standing.manifest if self.standing else None
        if found is None:
            self.say("no manifest was built")
            return
        name = found[1].name
        with self._refusals_said():
            manifest = await aside(lambda: self.services.manifest(name))
            self.push_screen(TextScreen(manifest_page(name, manifest), standing=self.standing))

    async def _page(self, before: int) -> ReportPage:
        return await aside(lambda: self.services.reports(before=before))

    def _open_report(self, digest: Digest) -> None:
        async def opened() -> None:
            with self._refusals_said():
                report = await aside(lambda: self.services.report(digest))
                self.push_screen(ViolationsScreen(report, standing=self.standing))

        self.run_worker(opened())

    # -- acting -------------------------------------------------------------------------------------------------------

    def action_act(self, name: str) -> None:
        """Do what a key stands for, or say why not."""
        key = next(key for key in ACTION_KEYS if key.name == name)
        if why := self._why_not(key):
            self.say(why, tone=Tone.OPEN)
            return
        self.busy = key.shown
        self.run_worker(self._act(key))

    def _why_not(self, key: ActionKey) -> str:
        if self.busy:
            return f"{self.busy} is at work, and one thing is done at a time"
        if self.standing is None:
            return explain_refusal(self.problem) if self.problem else "the store is still being read"
        return refusal_text(self.standing, key.name, actor=self.services.actor)

    async def _act(self, key: ActionKey) -> None:
        self._acting += 1
        self.say("")
        try:
            with self._refusals_said():
                if self.standing:
                    self.say(await FLOWS[key.action](self, self.standing))
        finally:
            self.busy = ""
        await self.look(anew=True)
        self._acting -= 1

    def _refusals_said(self) -> "_RefusalsSaid":
        return _RefusalsSaid(self)

    async def confirm(self, question: str, lines: tuple[Line, ...] = ()) -> bool:
        """Whether somebody says yes to exactly this."""
        return await self.push_screen_wait(ConfirmScreen(question, lines))

    async def ask(self, question: str, *, value: str = "") -> str:
        """A word, empty where none was given."""
        return await self.push_screen_wait(WordScreen(question, value=value))

    async def errand(self, work: Callable[[Errand], Result]) -> Result:
        """What the work comes to, done aside; it can be told to stop."""
        loop = asyncio.get_running_loop()

        def told(line: str) -> None:
            with suppress(RuntimeError):  # the screens were left meanwhile
                loop.call_soon_threadsafe(self._progress, f"{self.busy}: {line}")

        errand = self._errand = Errand(told)
        told("at work")
        return await aside(lambda: work(errand), begun=self._remember)

    def _progress(self, text: str) -> None:
        """Say what is being done, and look at once what it did so far."""
        self.say(text)
        looking: WorkType[None] = self.look
        self.run_worker(looking)

    def _remember(self, thread: Thread) -> None:
        self._thread = thread

    def say(self, text: str, *, tone: Tone = Tone.PLAIN) -> None:
        """Say something below what is shown."""
        framed = [screen for screen in self.screen_stack if isinstance(screen, FramedScreen)]
        if framed:
            framed[-1].say(text, tone=tone)

    # -- leaving ------------------------------------------------------------------------------------------------------

    @property
    def is_at_work(self) -> bool:
        """Whether something is being done now."""
        return self._thread is not None and self._thread.is_alive()

    def action_leave(self) -> None:
        """Leave; while something is at work, only after it was said what becomes of it."""
        if self.is_at_work:
            self.run_worker(self._leave_work())
        else:
            self.exit(LEFT)

    async def _leave_work(self) -> None:
        question = f"{self.busy} is at work. Leave? A run is let go of where it is, and can be gone on with."
        if await self.confirm(question):
            self.exit(LEFT)

    def action_interrupt(self) -> None:
        """Leave at once."""
        self.exit(INTERRUPTED)

    def let_go(self, *, seconds: float = _GRACE_SECONDS) -> bool:
        """Tell what is at work to stop, and wait so long for it; whether something was at work."""
        if not self.is_at_work or self._errand is None or self._thread is None:
            return False
        self._errand.stop()
        self._thread.join(seconds)
        return True


class _RefusalsSaid:
    """Says a refusal below what is shown, and ends there."""

    def __init__(self, app: ReleaseApp) -> None:
        self._app = app

    def __enter__(self) -> None:
        """Nothing was refused yet."""

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> bool:
        """Whether it was a refusal."""
        if isinstance(error, CleanReleaseError):
            self._app.say(explain_refusal(error), tone=Tone.OPEN)
        elif isinstance(error, LetGoError):
            self._app.say("it was let go of", tone=Tone.OPEN)
        else:
            return False
        return True
