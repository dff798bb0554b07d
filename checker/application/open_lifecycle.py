"""Open the lifecycle of a project's candidates, and add to it: nothing is ever added to what was not read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from checker.application.follow_chain import follow_chain, is_of
from checker.application.fresh import CLOCK_SKEW_SECONDS
from checker.application.mask_happening import mask_happening, refuse_secret_name
from checker.domain.approval import Rejected
from checker.domain.candidate import Candidate, Happening, LifecycleEvent, ManifestBuilt, Registered
from checker.domain.digest import Digest
from checker.domain.document_kind import DocumentKind
from checker.domain.identity import ASSERTED, Identity
from checker.domain.moment import age_in_seconds
from checker.domain.permit import Revoked
from checker.domain.project import Project
from checker.domain.run import RunEnded, RunHappening, RunRequested
from checker.domain.run_history import Run, runs_of
from checker.domain.waiver_event import WaiverEnded, WaiverRequested
from checker.domain.waiver_history import KnownWaiver, waivers_of
from checker.errors import NotFoundError, StoreError, TrustError
from checker.formats.lifecycle_event_v1 import EventFrame, event_bytes, parse_event
from checker.ports.secret_forms import SecretForms
from checker.ports.store import Document, Seal, Store

NO_CANDIDATE = "no candidate was registered in this folder"
REGISTER = "clean-release candidate register --candidate-id ID --version VERSION --source-snapshot REF --actor NAME"
BUILD = "clean-release manifest build --candidate-id ID --actor NAME"
RUN = "clean-release compliance run --candidate-id ID --actor NAME"

_TAKES_AWAY = (Rejected, Revoked, WaiverEnded)
"""What is done by any clock: it lets nothing through, and may have to be done at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """With what an event is written: by whom, how that was proven, when (RFC 3339), and what is masked in its words.

    `seal` makes, of an event's digest, a checkpoint that the event is kept together with, in which the actor signs that
    they did it; None where they have no key here. `request` is the digest of the request that is done once by its key.
    """

    store: Store
    project: Project
    at: str
    actor: str
    secrets: SecretForms
    identity: Identity = ASSERTED
    seal: Callable[[Digest], Seal] | None = None
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLifecycle:
    """The events of a project, oldest first, and where the next goes: after `count` events of the whole store.

    `manifests` are all of the store, by name; the other counts are of the whole store too. `latest` is the latest
    moment of any event (RFC 3339), which need not be that of the last.
    """

    events: tuple[LifecycleEvent, ...] = ()
    manifests: tuple[tuple[LifecycleEvent, ManifestBuilt], ...] = ()
    count: int = 0
    newest: str = ""
    latest: str = ""
    run_count: int = 0
    report_count: int = 0
    waiver_count: int = 0

    def candidates(self) -> tuple[Candidate, ...]:
        """Every candidate, in the order they were registered.

        Raises:
            StoreError: the first event of one is not its only registration.
        """
        by_name: dict[str, list[LifecycleEvent]] = {}
        for event in self.events:
            if event.candidate:
                by_name.setdefault(event.candidate, []).append(event)
        return tuple(_candidate(name, events) for name, events in by_name.items())

    def candidate(self, name: str) -> Candidate:
        """The candidate of this name, by its own events alone: what is wrong with another one keeps nobody from it.

        Raises:
            NotFoundError: there is none.
            StoreError: its first event is not its only registration.
        """
        events = [event for event in self.events if event.candidate == name]
        if not (name and events):
            raise NotFoundError(f"there is no candidate {name!a} in this folder", hint=REGISTER)
        return _candidate(name, events)

    def manifest(self, name: str) -> tuple[LifecycleEvent, ManifestBuilt]:
        """The manifest of this name (`man-001`) or digest; the newest of that digest.

        Raises:
            NotFoundError: there is none.
        """
        for event, built in reversed(self.manifests):
            if name in (built.name, built.document):
                return event, built
        raise NotFoundError(f"there is no manifest {name!a} in this folder", hint="clean-release manifest list")

    def runs(self) -> tuple[Run, ...]:
        """Every compliance run, in the order they were asked for.

        Raises:
            OrderError: the events are in an order in which they cannot have happened.
        """
        return runs_of(self.events)

    def run(self, name: str) -> Run:
        """The run of this name (`run-001`) or digest.

        Raises:
            NotFoundError: there is none.
        """
        found = next((one for one in self.runs() if name in (one.name, one.digest)), None)
        if found is None:
            raise NotFoundError(f"there is no run {name!a} in this folder", hint=RUN)
        return found

    def latest_run(self, candidate: str) -> Run:
        """The run that was asked for last of a candidate; whether it is current, the candidate says.

        Raises:
            NotFoundError: there is no such candidate, or none of its manifests was judged.
        """
        runs = runs_of(self.candidate(candidate).events)
        if not runs:
            raise NotFoundError(f"no run of {candidate} was asked for", hint=RUN.replace("ID", candidate))
        return runs[-1]

    def as_done(self, request: str) -> "OpenedLifecycle | None":
        """How it stood when this request was done, by its digest; None where it was not."""
        last = next((event.number for event in reversed(self.events) if request and event.request == request), 0)
        if not last:
            return None
        manifests = tuple(one for one in self.manifests if one[0].number <= last)
        return replace(self, events=tuple(one for one in self.events if one.number <= last), manifests=manifests)

    def waivers(self) -> tuple[KnownWaiver, ...]:
        """Every waiver, in the order they were asked for."""
        return waivers_of(self.events)

    def waiver(self, name: str) -> KnownWaiver:
        """The waiver of this name (`wvr-001`) or digest.

        Raises:
            NotFoundError: there is none.
        """
        found = next((one for one in self.waivers() if name in (one.name, one.waiver, one.document)), None)
        if found is None:
            raise NotFoundError(f"there is no waiver {name!a} in this folder", hint="clean-release waiver list")
        return found

    def report(self, name: str) -> Run:
        """The run that made the report of this name (`rpt-001`) or digest; the newest that came to that digest.

        Raises:
            NotFoundError: no run made it.
        """
        for run in reversed(self.runs()):
            if run.report and name in (run.report.name, run.report.digest):
                return run
        raise NotFoundError(f"no run in this folder made a report {name!a}", hint=RUN)


NOTHING_YET = OpenedLifecycle()


def open_lifecycle(store: Store, *, project: Project, known: OpenedLifecycle = NOTHING_YET) -> OpenedLifecycle:
    """All that happened to candidates of this project.

    `known` is what was read of the same store before, to which events were added. Where its newest event is not there
    any more, because another copy of the store was put back meanwhile, all is read anew.

    Raises:
        StoreError: the events do not follow each other.
    """
    known = known if _is_there(store, known) else NOTHING_YET
    own = list(known.events)
    everybodys: list[LifecycleEvent] = []
    chain = follow_chain(
        store,
        DocumentKind.LIFECYCLE_EVENT,
        read=lambda data, source: parse_event(data, source=source),
        called="event {number} of the lifecycle",
        again="register the candidate",
        after=(known.count, known.newest),
    )
    for event, frame, _ in chain:
        everybodys.append(event)
        if is_of(project, frame):
            own.append(event)
    return replace(_counting(known, everybodys), events=tuple(own))


def _is_there(store: Store, known: OpenedLifecycle) -> bool:
    try:
        return known.count > 0 and bool(store.get_document(digest=Digest(known.newest)))
    except NotFoundError:
        return False


def add_event(
    opened: OpenedLifecycle, happened: Happening, *, candidate: str, by: Acting, beside: Sequence[Document] = ()
) -> OpenedLifecycle:
    """The lifecycle with one more event, which is durable when this returns, and so are the documents `beside` it.

    Raises:
        InputRefusedError: a name or a version has another form than it must have, or a name that of a secret.
        TrustError: the clock stands behind the events, as `refuse_earlier`, and this does not only take away.
        OrderError: its candidate or its run does not stand where that can happen.
        StoreError: something else wrote meanwhile; nothing was added.
    """
    if not isinstance(happened, _TAKES_AWAY):
        refuse_earlier(opened, by=by)
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
        request=by.request,
    )
    data = event_bytes(frame, happened)
    event, _ = parse_event(data, source="the new event")
    grown = replace(_counting(opened, [event]), events=(*opened.events, event))
    _refuse_out_of_turn(grown, event)
    seal = by.seal(event.digest) if by.seal else None
    document = Document(kind=DocumentKind.LIFECYCLE_EVENT, digest=event.digest, data=data)
    by.store.add_document(document=document, after=opened.count, beside=beside, seal=seal)
    return grown


def refuse_earlier(opened: OpenedLifecycle, *, by: Acting) -> None:
    """Refuse to act by a clock that stands behind what happened in the store, by more than two clocks may differ.

    By a clock that was set back what is old looks fresh, and what is over seems to hold.

    Raises:
        TrustError: it does.
    """
    if opened.latest and age_in_seconds(opened.latest, at=by.at) < -CLOCK_SKEW_SECONDS:
        raise TrustError(
            f"the latest event of the store was at {opened.latest}, expected it not after {by.at}, which it is now",
            hint="set the clock right; if it was ahead at that event, wait until then, "
            "or put back a copy from before it: clean-release store restore FILE --replace",
        )


def _refuse_out_of_turn(grown: OpenedLifecycle, event: LifecycleEvent) -> None:
    """Refuse an event that leaves its candidate or its run in no state at all.

    Raises:
        OrderError: its turn has not come; the step that is missing is named.
    """
    happened = event.happened
    if isinstance(happened, RunHappening):
        runs_of(one for one in grown.events if _is_of_run(one.happened, happened.run))
    if event.candidate:
        _ = grown.candidate(event.candidate).state


def _is_of_run(happened: Happening, run: int) -> bool:
    return isinstance(happened, RunHappening) and happened.run == run


def _counting(opened: OpenedLifecycle, added: Sequence[LifecycleEvent]) -> OpenedLifecycle:
    """The lifecycle of a whole store after some more events, whoever's they are."""
    if not added:
        return opened
    happened = [event.happened for event in added]
    return replace(
        opened,
        manifests=(
            *opened.manifests,
            *((event, event.happened) for event in added if isinstance(event.happened, ManifestBuilt)),
        ),
        count=added[-1].number,
        newest=added[-1].digest,
        latest=max(opened.latest, *(event.at for event in added)),  # of one form, so the texts are in the order of time
        run_count=opened.run_count + sum(isinstance(one, RunRequested) for one in happened),
        report_count=opened.report_count + sum(isinstance(one, RunEnded) and one.report > 0 for one in happened),
        waiver_count=opened.waiver_count + sum(isinstance(one, WaiverRequested) for one in happened),
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
