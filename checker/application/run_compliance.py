"""Run compliance: ask for a run of a candidate's latest manifest, and work at it, stage by stage.

Each stage ends in one event, in one transaction with what it made, so that whoever goes on later begins at the first
stage that is not done. Before each event the lifecycle is read again: a run that somebody cancelled meanwhile, or that
somebody else went on with, is left alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from checker.application.open_lifecycle import Acting, OpenedLifecycle, add_event, open_lifecycle
from checker.application.register_candidate import refuse_no_label
from checker.application.run_stages import RunServices, StageDone, StageWork, do_stage
from checker.domain.candidate import Candidate, ManifestBuilt
from checker.domain.release import Action, state_after
from checker.domain.run import (
    RunEnded,
    RunHappening,
    RunOutcome,
    RunRequested,
    RunStarted,
    RunStatus,
    Stage,
    StageEnded,
    StageOutcome,
)
from checker.domain.run_history import Run
from checker.errors import (
    CleanReleaseError,
    ContextSignatureError,
    InputRefusedError,
    MalformedPayloadError,
    NotFoundError,
    OrderError,
    StoreError,
)
from checker.formats.report_v1 import read_report
from checker.ports.store import Document

MOST_TRIES = 8
"""How often an event is tried again that somebody else's event came before."""
LONGEST_DETAIL = 1000


def nothing_to_signal() -> None:
    """Signal nobody."""


def nobody_to_tell() -> None:
    """Tell nobody."""


def read_whole(by: Acting) -> OpenedLifecycle:
    """All that happened, read from the first event on."""
    return open_lifecycle(by.store, project=by.project)


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """How a run is worked at; `signal` tells that the worker is alive, and raises LeaseLostError when it must stop.

    `do` does one stage; `tell_end` is called as soon as a run's end is durable; `read` reads what happened up to now.
    """

    by: Acting
    services: RunServices
    signal: Callable[[], None] = nothing_to_signal
    do: Callable[[Stage, StageWork], StageDone] = do_stage
    tell_end: Callable[[], None] = nobody_to_tell
    read: Callable[[Acting], OpenedLifecycle] = read_whole

    def opened(self) -> OpenedLifecycle:
        """All that happened up to now."""
        return self.read(self.by)

    def at(self, moment: str) -> Acting:
        """With what an event of this moment is written."""
        return replace(self.by, at=moment)


def request_run(opened: OpenedLifecycle, candidate: str, *, manifest: str = "", by: Acting) -> OpenedLifecycle:
    """The lifecycle with a run that was asked for, of the candidate's latest manifest; nothing is judged yet.

    Raises:
        NotFoundError: there is no such candidate, or no such manifest.
        OrderError: no manifest was built, or another one than the latest is asked for.
    """
    refuse_no_label("--actor", by.actor)
    found = opened.candidate(candidate)
    state_after(found.state, Action.REQUEST_RUN, name=candidate)
    latest = _latest_manifest(found)
    if manifest and manifest not in (latest.name, latest.document):
        _, named = opened.manifest(manifest)
        raise OrderError(
            f"{named.name} is not the latest manifest of {candidate}, which is {latest.name}",
            hint="a run is of the latest manifest; build it again from the files that are meant",
        )
    asked = RunRequested(run=opened.run_count + 1, manifest=latest.document)
    return add_event(opened, asked, candidate=candidate, by=by)


def work_on(run: str, *, working: Working) -> Run:
    """The run after everything that could be done: it ended, failed, waits, or somebody else has it.

    Args:
        run: its name or digest.
        working: who works at it, with what.

    Raises:
        LeaseLostError: whoever has the work now does it; nothing is recorded of the stage that was begun.
        StoreError: an event could not be kept.
    """
    now = working.opened().run(run)
    if now.status is RunStatus.PENDING:
        now = append(now, RunStarted(run=now.number), working=working)
    while now.status is RunStatus.RUNNING and now.next_stage:
        now = _one_stage(now, now.next_stage, working)
    if now.status is RunStatus.RUNNING:
        now = append(now, _ended(now, working), working=working)
    return now


def _one_stage(run: Run, stage: Stage, working: Working) -> Run:
    started = working.services.now()
    work = StageWork(
        run=run,
        candidate=working.opened().candidate(run.candidate),
        project=working.by.project,
        at=started,
        services=working.services,
    )
    try:
        done = working.do(stage, work)
    except StoreError:
        raise  # what is not durable is not told either; the run is found unfinished
    except CleanReleaseError as error:
        return _failed(run, stage, started=started, error=error, working=working)
    return append(run, _done(run, stage, started, done), working=working, beside=done.beside)


def _done(run: Run, stage: Stage, started: str, done: StageDone) -> StageEnded:
    return StageEnded(run=run.number, stage=stage, started=started, outcome=StageOutcome.DONE, document=done.document)


def _failed(run: Run, stage: Stage, *, started: str, error: CleanReleaseError, working: Working) -> Run:
    """The run after a stage that was refused: it failed too, and is resumed at this stage."""
    ended = StageEnded(
        run=run.number,
        stage=stage,
        started=started,
        outcome=StageOutcome.FAILED,
        code=error.code,
        detail=str(error)[:LONGEST_DETAIL],
    )
    after = append(run, ended, working=working)
    failed = RunEnded(run=run.number, outcome=RunOutcome.FAILED, code=error.code)
    return append(after, failed, working=working) if after.status is RunStatus.RUNNING else after


def _ended(run: Run, working: Working) -> RunEnded:
    """How a run ends whose stages are all done: as its report says, if that is there and can be read."""
    digest = str(run.document_of(Stage.REPORT))
    try:
        verdict = read_report(working.by.store.get_report(name=digest).data, source=run.name).view.verdict
    except (NotFoundError, StoreError):
        return RunEnded(run=run.number, outcome=RunOutcome.FAILED, code=ContextSignatureError.code)
    except InputRefusedError:
        return RunEnded(run=run.number, outcome=RunOutcome.FAILED, code=MalformedPayloadError.code)
    return RunEnded(run=run.number, outcome=RunOutcome(verdict), report=1, document=digest)


def append(
    run: Run,
    happened: RunHappening,
    *,
    working: Working,
    beside: tuple[Document, ...] = (),
    tries: int = MOST_TRIES,
) -> Run:
    """The run with this event, or as it is by now where somebody else added one to it; a report gets its number here.

    Raises:
        LeaseLostError: somebody else has the work.
        StoreError: it could not be kept.
    """
    working.signal()
    opened = working.opened()
    now = opened.run(run.name)
    if now.events != run.events:
        return now
    if isinstance(happened, RunEnded) and happened.report:
        happened = replace(happened, report=opened.report_count + 1)
    try:
        by = working.at(working.services.now())
        added = add_event(opened, happened, candidate=run.candidate, by=by, beside=beside).run(run.name)
    except StoreError:
        if not tries or working.opened().count == opened.count:
            raise
    else:
        if isinstance(happened, RunEnded):
            working.tell_end()
        return added
    return append(run, happened, working=working, beside=beside, tries=tries - 1)


def _latest_manifest(candidate: Candidate) -> ManifestBuilt:
    return list(candidate.having(ManifestBuilt))[-1][1]
