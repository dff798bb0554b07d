"""Release candidates: what somebody means to release, as the events say that made it what it is.

No event is ever changed. What was wrong is followed by what is right: files are imported again, a manifest built again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from checker.domain.digest import Digest
from checker.domain.release import Action, State, state_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """The candidate was named: its version, and the ref it is built from with the commit that ref led to."""

    version: str
    ref: str
    commit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactsImported:
    """The files that were built for it were named; `document` is the digest of the list, `files` how many it names."""

    document: Digest
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestBuilt:
    """A manifest was built; `number` counts them over all candidates of the namespace, from 1."""

    number: int
    document: Digest

    @property
    def name(self) -> str:
        """What it is called: `man-001`."""
        return f"man-{self.number:03d}"


Happening: TypeAlias = Registered | ArtifactsImported | ManifestBuilt
AnyHappening = TypeVar("AnyHappening", bound=Happening)
_ACTIONS: dict[type[Happening], Action] = {
    ArtifactsImported: Action.IMPORT_ARTIFACTS,
    ManifestBuilt: Action.BUILD_MANIFEST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecycleEvent:
    """One event: its number (from 1, over all of a store), of which candidate, when, and who says to have acted.

    `candidate` is empty where a manifest was built for none. `actor` is a label that nobody proved.
    """

    number: int
    candidate: str
    at: str
    actor: str
    happened: Happening
    digest: Digest


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
        for event in self.events[1:]:
            state = state_after(state, _ACTIONS[type(event.happened)], name=self.name)
        return state

    def having(self, kind: type[AnyHappening]) -> Iterator[tuple[LifecycleEvent, AnyHappening]]:
        """Each event of this kind with what happened, oldest first."""
        for event in self.events:
            if isinstance(event.happened, kind):
                yield event, event.happened

    @property
    def artifacts(self) -> ArtifactsImported | None:
        """The files that were imported last."""
        return next((one for _, one in reversed(list(self.having(ArtifactsImported)))), None)
