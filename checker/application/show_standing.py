"""Show a standing: where a project is on its way to a release, and what may be done now, or why not.

Nothing is decided here, but that nobody is offered to approve what is approved. Whether something may be done is
asked of the table of transitions and of the guards that refuse it when it is done, so whoever looks reads the refusal
that they would get, word for word.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from checker.application.open_lifecycle import NO_CANDIDATE, REGISTER, OpenedLifecycle
from checker.application.resumable_run import refuse_to_resume
from checker.application.show_run import ShownRun, show_run
from checker.domain.approval import Approved, approvals_in_force
from checker.domain.candidate import Candidate, LifecycleEvent, ManifestBuilt
from checker.domain.namespace import Namespace
from checker.domain.next_command import next_command
from checker.domain.release import Action, State, refusal_at, state_after
from checker.domain.run_history import Run
from checker.domain.task import Task, TaskState, stuck_as
from checker.errors import CleanReleaseError, InputRefusedError, NotFoundError, OrderError
from checker.formats.report_v1 import StoredReport, read_report
from checker.ports.store import Store

OFFERED = (Action.REQUEST_RUN, Action.BUILD_MANIFEST, Action.RESUME, Action.APPROVE, Action.PUBLISH)
"""What an interface offers, in this order."""
HELD = "somebody else works at {run}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something that may be done now, or the refusal of it."""

    action: Action
    refusal: CleanReleaseError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The candidate that was registered last, or the one that was named, with its latest manifest and run.

    `report` is that of the run; where it has none, the one that was recorded last, of whatever. `worker` is who works
    at the run now, empty for nobody. `report_problem` says why the latest report cannot be read.
    """

    project: str
    namespace: Namespace
    candidate: Candidate | None = None
    manifest: tuple[LifecycleEvent, ManifestBuilt] | None = None
    run: ShownRun | None = None
    report: StoredReport | None = None
    report_problem: str = ""
    worker: str = ""
    offers: tuple[Offer, ...] = ()

    @property
    def state(self) -> State | None:
        """Where the candidate stands, None without one."""
        return self.candidate.state if self.candidate else None

    @property
    def next_command(self) -> str:
        """What brings it further, as it is typed."""
        candidate = self.candidate
        return next_command(candidate) if candidate else REGISTER

    @property
    def report_name(self) -> str:
        """What the report of the run is called (`rpt-001`), empty where the run has none."""
        return self.run.run.report.name if self.run and self.run.run.report else ""

    @property
    def approvals(self) -> tuple[Approved, ...]:
        """The approvals in force, which a new manifest or a new run voids."""
        events = self.candidate.events if self.candidate else ()
        return approvals_in_force(event.happened for event in events)

    def refusal_of(self, action: Action) -> CleanReleaseError | None:
        """Why something may not be done now, None where it may."""
        return next((offer.refusal for offer in self.offers if offer.action is action), None)


def show_standing(
    opened: OpenedLifecycle,
    begun: Standing,
    *,
    store: Store | None,
    name: str = "",
    task: Callable[[Run], Task | None],
    now: datetime,
) -> Standing:
    """All of it, from one reading of the events.

    Args:
        opened: the events of the project.
        begun: which project in which namespace.
        store: None where there is none yet.
        name: the candidate that is meant; the one that was registered last, if left out.
        task: the task of a run, as it is now.
        now: the present moment, which says whether a worker still signals.

    Raises:
        NotFoundError: there is no candidate of this name.
        StoreError: a report is not what it was kept as.
    """
    candidate = _candidate(opened, name)
    if candidate is None or store is None:
        nothing = NotFoundError(NO_CANDIDATE, hint=REGISTER)
        offers = tuple(Offer(action=action, refusal=nothing) for action in OFFERED)
        return replace(_with_latest(begun, store), offers=offers)
    runs = [run for run in opened.runs() if run.candidate == candidate.name]
    shown = show_run(runs[-1], opened, store=store, task=task(runs[-1])) if runs else None
    worker = _worker(shown.task, now=now) if shown else ""
    made = shown.report if shown else None
    return replace(
        replace(begun, report=made) if made else _with_latest(begun, store),
        candidate=candidate,
        manifest=next(reversed(list(candidate.having(ManifestBuilt))), None),
        run=shown,
        worker=worker,
        offers=tuple(_offer(action, candidate, opened, worker) for action in OFFERED),
    )


def _candidate(opened: OpenedLifecycle, name: str) -> Candidate | None:
    return opened.candidate(name) if name else next(reversed(opened.candidates()), None)


def _with_latest(begun: Standing, store: Store | None) -> Standing:
    """With the report that was recorded last; where it cannot be read, that is said, and it hinders nothing."""
    record = store.latest_report() if store else None
    if record is None:
        return begun
    try:
        return replace(begun, report=read_report(record.data, source="the latest report"))
    except InputRefusedError as refusal:
        return replace(begun, report_problem=str(refusal))


def _worker(task: Task | None, *, now: datetime) -> str:
    """Whoever has the task and still signals."""
    is_held = task is not None and task.state is TaskState.LEASED and stuck_as(task, now=now) is None
    return task.holder if task is not None and is_held else ""


def _offer(action: Action, candidate: Candidate, opened: OpenedLifecycle, worker: str) -> Offer:
    try:
        if action is Action.RESUME:
            _refuse_resume(opened.latest_run(candidate.name), worker)
        else:
            state_after(candidate.state, action, name=candidate.name)
        if action is Action.APPROVE and candidate.state is State.APPROVED:
            raise refusal_at(State.APPROVED, action, name=candidate.name)
    except CleanReleaseError as refusal:
        return Offer(action=action, refusal=refusal)
    return Offer(action=action)


def _refuse_resume(run: Run, worker: str) -> None:
    refuse_to_resume(run)
    if worker:
        hint = f"clean-release compliance status --run-id {run.name}"
        raise OrderError(HELD.format(run=run.name), hint=hint)
