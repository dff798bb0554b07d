"""Open the lifecycle of a project's candidates, and add to it: nothing is ever added to what was not read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.application.mask_happening import mask_happening, refuse_secret_name
from checker.domain.candidate import Candidate, Happening, LifecycleEvent, ManifestBuilt, Registered
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.identity import ASSERTED, Identity
from checker.domain.project import Project
from checker.errors import NotFoundError, StoreError
from checker.formats.lifecycle_event_v1 import EventFrame, event_bytes, parse_event
from checker.ports.secret_forms import SecretForms
from checker.ports.store import Document, Store

REGISTER = "clean-release candidate register --candidate-id ID --version VERSION --source-snapshot REF --actor NAME"
BUILD = "clean-release manifest build --candidate-id ID --actor NAME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """With what an event is written: by whom, how that was proven, when (RFC 3339), and what is masked in its words."""

    store: Store
    project: Project
    at: str
    actor: str
    secrets: SecretForms
    identity: Identity = ASSERTED


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLifecycle:
    """The events of a project, oldest first, and where the next goes: after `count` events of the whole store.

    `manifests` are all of the store, by name.
    """

    events: tuple[LifecycleEvent, ...] = ()
    manifests: tuple[tuple[LifecycleEvent, ManifestBuilt], ...] = ()
    count: int = 0
    newest: str = ""

    def candidates(self) -> tuple[Candidate, ...]:
        """Every candidate, in the order they were registered."""
        by_name: dict[str, list[LifecycleEvent]] = {}
        for event in self.events:
            if event.candidate:
                by_name.setdefault(event.candidate, []).append(event)
        return tuple(_candidate(name, events) for name, events in by_name.items())

    def candidate(self, name: str) -> Candidate:
        """The candidate of this name.

        Raises:
            NotFoundError: there is none.
        """
        found = next((one for one in self.candidates() if one.name == name), None)
        if found is None:
            raise NotFoundError(f"there is no candidate {name!a} in this folder", hint=REGISTER)
        return found

    def manifest(self, name: str) -> tuple[LifecycleEvent, ManifestBuilt]:
        """The manifest of this name (`man-001`) or digest; the newest of that digest.

        Raises:
            NotFoundError: there is none.
        """
        for event, built in reversed(self.manifests):
            if name in (built.name, built.document):
                return event, built
        raise NotFoundError(f"there is no manifest {name!a} in this folder", hint="clean-release manifest list")


def open_lifecycle(store: Store, *, project: Project) -> OpenedLifecycle:
    """All that happened to candidates of this project.

    Raises:
        StoreError: the events do not follow each other.
    """
    own: list[LifecycleEvent] = []
    manifests: list[tuple[LifecycleEvent, ManifestBuilt]] = []
    newest, number = "", 0
    for number, document in enumerate(store.list_documents(kind=DocumentKind.LIFECYCLE_EVENT), start=1):
        event, frame = parse_event(document.data, source=f"event {number} of the lifecycle")
        if (frame.number, frame.previous, frame.namespace) != (number, newest, store.namespace):
            raise StoreError(
                f"event {number} of the lifecycle does not follow the one before it",
                hint="the store was changed by hand; move it away and register the candidate again",
            )
        newest = document.digest
        if isinstance(event.happened, ManifestBuilt):
            manifests.append((event, event.happened))
        if (frame.project, frame.repository) == (project.name, project.address):
            own.append(event)
    return OpenedLifecycle(events=tuple(own), manifests=tuple(manifests), count=number, newest=newest)


def add_event(
    opened: OpenedLifecycle, happened: Happening, *, candidate: str, by: Acting, beside: Sequence[Document] = ()
) -> OpenedLifecycle:
    """The lifecycle with one more event, which is durable when this returns, and so are the documents `beside` it.

    Raises:
        InputRefusedError: a name or a version has another form than it must have, or a name that of a secret.
        StoreError: something else wrote meanwhile; nothing was added.
    """
    refuse_secret_name(by.actor, what="actor", secrets=by.secrets)
    refuse_secret_name(candidate, what="candidate", secrets=by.secrets)
    happened = mask_happening(happened, by.secrets)
    frame = EventFrame(
        namespace=by.store.namespace,
        project=by.project.name,
        repository=by.project.address,
        candidate=candidate,
        number=opened.count + 1,
        previous=opened.newest,
        at=by.at,
        actor=by.actor,
        identity=by.identity,
    )
    data = event_bytes(frame, happened)
    digest = digest_of(data)
    document = Document(kind=DocumentKind.LIFECYCLE_EVENT, digest=digest, data=data)
    by.store.add_document(document=document, after=opened.count, beside=beside)
    event, _ = parse_event(data, source="the new event")
    built = ((event, happened),) if isinstance(happened, ManifestBuilt) else ()
    return replace(
        opened,
        events=(*opened.events, event),
        manifests=(*opened.manifests, *built),
        count=frame.number,
        newest=digest,
    )


def _candidate(name: str, events: Sequence[LifecycleEvent]) -> Candidate:
    registered = events[0].happened
    times = sum(isinstance(event.happened, Registered) for event in events)
    if not isinstance(registered, Registered) or times != 1:
        raise StoreError(
            f"the candidate {name} was registered {times} times, expected its first event to be the only registration",
            hint="the store was changed by hand; move it away and register the candidate again",
        )
    return Candidate(name=name, registered=registered, events=tuple(events))
