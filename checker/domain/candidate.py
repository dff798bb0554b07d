"""Release candidates: what somebody means to release, as the events say that made it what it is.

No event is ever changed. What was wrong is followed by what is right: files are imported again, a manifest built again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from checker.domain.approval import ApprovalHappening
from checker.domain.digest import Digest
from checker.domain.identity import Identity
from checker.domain.permit import PermitHappening
from checker.domain.release import Action, State, state_after
from checker.domain.run import RunHappening, RunRequested
from checker.domain.waiver_event import WaiverHappening


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """The candidate was named: its version, and the ref it is built from with the commit that ref led to."""

    version: str
    ref: str
    commit: str

    @property
    def action(self) -> Action:
        """What it is in the table of transitions; nothing comes before it."""
        return Action.REGISTER


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactsImported:
    """The files that were built for it were named; `document` is the digest of the list, `files` how many it names."""

    document: Digest
    files: int

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.IMPORT_ARTIFACTS


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestBuilt:
    """A manifest was built; `number` counts them over all candidates of the namespace, from 1."""

    number: int
    document: Digest

    @property
    def name(self) -> str:
        """What it is called: `man-001`."""
        return f"man-{self.number:03d}"

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.BUILD_MANIFEST


Happening: TypeAlias = (
    Registered
    | ArtifactsImported
    | ManifestBuilt
    | RunHappening
    | ApprovalHappening
    | PermitHappening
    | WaiverHappening
)
AnyHappening = TypeVar("AnyHappening", bound=Happening)


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecycleEvent:
    """One event: its number (from 1, over all of a store), of which candidate, when, and who acted.

    `candidate` is empty where a manifest was built for none. `actor` is a label; `identity` says who proved to bear it.
    `request` is the digest of the request to a server that asked for it, where that had a key to be done once by.
    """

    number: int
    candidate: str
    at: str
    actor: str
    identity: Identity
    happened: Happening
    digest: Digest
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A candidate with its events, oldest first; the first is its registration."""

    name: str
    registered: Registered
    events: tuple[LifecycleEvent, ...]

    @property
    def state(self) -> State:
        """Where it stands.

        Raises:
            OrderError: the events are in an order in which they cannot have happened.
        """
        state = State.DRAFT
        for event in self._counting():
            state = state_after(state, event.happened.action, name=self.name)
        return state

    @property
    def current_run(self) -> int:
        """The number of the latest run on the latest manifest, 0 where none was asked for since."""
        return _run_after(self.events)

    def _counting(self) -> Iterator[LifecycleEvent]:
        """The events that say where it stands: neither the first, nor those of a run that was no longer current."""
        run = 0
        for event in self.events[1:]:
            run = _run_after((event,), run=run)
            if not isinstance(event.happened, RunHappening) or event.happened.run == run:
                yield event

    def having(self, kind: type[AnyHappening]) -> Iterator[tuple[LifecycleEvent, AnyHappening]]:
        """Each event of this kind with what happened, oldest first."""
        for event in self.events:
            if isinstance(event.happened, kind):
                yield event, event.happened

    @property
    def artifacts(self) -> ArtifactsImported | None:
        """The files that were imported last."""
        return next((one for _, one in reversed(list(self.having(ArtifactsImported)))), None)


def _run_after(events: Iterable[LifecycleEvent], *, run: int = 0) -> int:
    """The run that is current after these events, where `run` was before them."""
    for event in events:
        match event.happened:
            case RunRequested(run=run):
                pass
            case ArtifactsImported() | ManifestBuilt():
                run = 0
            case _:
                pass
    return run
