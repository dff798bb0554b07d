"""What the screens ask for: looking, which changes nothing, and five actions, each of them the facade's own."""

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from checker.application.list_reports import ReportPage
    from checker.application.publish_release import ReadyToPublish
    from checker.application.show_standing import Standing
    from checker.domain.approval import Approved
    from checker.domain.manifest import Manifest
    from checker.formats.report_v1 import StoredReport


class Errand:
    """An action at work: what it says on its way, and how it is told to stop.

    It is the port `Progress`, so whatever reports progress is where it stops: between two things, never within one.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._stopped = Event()

    def say(self, line: str) -> None:
        """Show a line, unless it was told to stop; raises as `pause`."""
        self.pause()
        self._say(line)

    def pause(self) -> None:
        """Go on, or let go of the work as it would be let go of at a Ctrl-C.

        Raises:
            KeyboardInterrupt: somebody wants it to stop.
        """
        if self._stopped.is_set():
            raise KeyboardInterrupt

    def stop(self) -> None:
        """Tell it to stop at the next thing it says or begins."""
        self._stopped.set()


class TuiServices(Protocol):
    """One project in one namespace; every method may raise CleanReleaseError, and may take its time."""

    @property
    def actor(self) -> str:
        """Who acts, empty for nobody: then nothing can be done."""
        ...

    def standing(self) -> "Standing":
        """Where the release stands; nothing is changed."""
        ...

    def mark(self) -> tuple[int, ...]:
        """What is another one when the store was written to; quick."""
        ...

    def reports(self, *, before: int) -> "ReportPage":
        """A page of reports, newest first, those recorded before this entry of the trail (0: from the newest)."""
        ...

    def report(self, digest: str) -> "StoredReport":
        """One report."""
        ...

    def manifest(self, name: str) -> "Manifest":
        """One manifest."""
        ...

    def run_check(self, candidate: str, *, manifest: str, errand: Errand) -> str:
        """Judge this manifest, which must be the candidate's latest; says what came of it."""
        ...

    def go_on(self, run: str, *, answer: str, errand: Errand) -> str:
        """Go on with a run; says what came of it."""
        ...

    def build_manifest(self, candidate: str) -> str:
        """Build the next manifest; says which."""
        ...

    def approval(self, candidate: str, *, report: str) -> "Approved":
        """What approving would sign; nothing is changed."""
        ...

    def approve(self, candidate: str, *, report: str) -> str:
        """Sign it; says where the candidate stands then."""
        ...

    def publication(self, candidate: str, *, report: str, channel: str) -> "ReadyToPublish":
        """What a permit would let out; nothing is changed."""
        ...

    def publish(self, candidate: str, *, report: str, channel: str, errand: Errand) -> str:
        """Judge once more and write a permit; says where it lies, or why the approval is void."""
        ...
