"""A compliance run as its events say: where it stands, which stages are done, and what may follow.

Stages end in their order, each done at most once; a verdict follows only what every stage made. Events that contradict
this are no run: nothing is concluded from them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from checker.domain.candidate import LifecycleEvent
from checker.domain.digest import Digest
from checker.domain.release import Action
from checker.domain.run import (
    RunCancelled,
    RunEnded,
    RunHappening,
    RunOutcome,
    RunRequested,
    RunResumed,
    RunStatus,
    RunWaiting,
    Stage,
    StageEnded,
    StageOutcome,
    report_name,
    run_name,
)
from checker.errors import OrderError

_ANY_END = (Action.PASS, Action.BLOCK, Action.FAIL)
_MAY_FOLLOW = {
    RunStatus.PENDING: (Action.START_RUN, Action.CANCEL, Action.FAIL),
    RunStatus.RUNNING: (Action.END_STAGE, Action.WAIT, Action.RESUME, Action.CANCEL, *_ANY_END),
    RunStatus.WAITING: (Action.RESUME, Action.CANCEL),
    RunStatus.FAILED: (Action.RESUME,),
}
"""What may follow where a run stands; nothing follows a verdict, and nothing a cancellation."""
_STANDS = {
    RunStatus.PENDING: "nobody has begun to work at it",
    RunStatus.RUNNING: "it has not ended",
    RunStatus.WAITING: "it waits for an answer",
    RunStatus.PASSED: "it is over; ask for another run",
    RunStatus.BLOCKED: "it is over; ask for another run",
    RunStatus.UNDECIDED: "it is over; ask for another run",
    RunStatus.FAILED: "it failed and was not resumed",
    RunStatus.CANCELLED: "a cancelled run never goes on; ask for another run",
}
_NEXT_COMMAND = {
    RunStatus.PENDING: "clean-release compliance resume --run-id {name} --actor NAME",
    RunStatus.RUNNING: "clean-release compliance status --run-id {name}",
    RunStatus.WAITING: "clean-release compliance resume --run-id {name} --answer TEXT --actor NAME",
    RunStatus.FAILED: "clean-release compliance resume --run-id {name} --actor NAME",
}
_AGAIN = "clean-release compliance run --candidate-id {candidate} --actor NAME"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRecord:
    """How a stage ended last: when it began and ended (RFC 3339), the digest of what it made, or why it failed."""

    stage: Stage
    started: str
    ended: str
    outcome: StageOutcome
    document: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """The report of a run: its number over all runs of a namespace, and the digest it is stored under."""

    number: int
    digest: Digest

    @property
    def name(self) -> str:
        """What it is called: `rpt-001`."""
        return report_name(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of a candidate with its events, oldest first.

    `stages` are those that ended, in their order. `waiting` is what it waits for now. `code` says why it failed last.
    """

    number: int
    candidate: str
    manifest: Digest
    events: tuple[LifecycleEvent, ...]
    status: RunStatus = RunStatus.PENDING
    stages: tuple[StageRecord, ...] = ()
    waiting: RunWaiting | None = None
    report: RunReport | None = None
    code: str = ""

    @property
    def name(self) -> str:
        """What it is called: `run-001`."""
        return run_name(self.number)

    @property
    def digest(self) -> Digest:
        """What names it besides: the digest of the event that asked for it."""
        return self.events[0].digest

    @property
    def next_stage(self) -> Stage | None:
        """The first stage that is not done, None where all are."""
        done = {record.stage for record in self.stages if record.outcome is StageOutcome.DONE}
        return next((stage for stage in Stage if stage not in done), None)

    @property
    def is_over(self) -> bool:
        """Whether nothing can follow any more."""
        return self.status not in _MAY_FOLLOW

    @property
    def has_ended(self) -> bool:
        """Whether nothing follows by itself: it is over, or it failed and nobody resumed it yet."""
        return self.is_over or self.status is RunStatus.FAILED

    def document_of(self, stage: Stage) -> Digest | None:
        """The digest of what a stage made, None where it is not done."""
        found = (one for one in self.stages if one.stage is stage and one.outcome is StageOutcome.DONE)
        return next((Digest(one.document) for one in found), None)

    def answers(self) -> tuple[str, ...]:
        """Every answer that was given, oldest first."""
        given = (event.happened for event in self.events)
        return tuple(one.answer for one in given if isinstance(one, RunResumed) and one.answer)


def runs_of(events: Iterable[LifecycleEvent]) -> tuple[Run, ...]:
    """Every run that these events tell of, in the order they were asked for.

    Raises:
        OrderError: they are in an order in which they cannot have happened.
    """
    by_number: dict[int, list[tuple[LifecycleEvent, RunHappening]]] = {}
    for event in events:
        happened = event.happened
        if isinstance(happened, RunHappening):
            by_number.setdefault(happened.run, []).append((event, happened))
    return tuple(map(_run_of, by_number.values()))


def _run_of(told: Sequence[tuple[LifecycleEvent, RunHappening]]) -> Run:
    """The run that these events tell of; what the same events told before is gone on from."""
    name = told[0][0].digest
    run = _known.get(name)
    if run is None or tuple(event for event, _ in told[: len(run.events)]) != run.events:
        run = _with(None, *told[0])
    for event, happened in told[len(run.events) :]:
        run = _with(run, event, happened)
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    _known[name] = run
    return run


_MOST_KNOWN = 2048
_known: dict[Digest, Run] = {}
"""The runs that were told of last, by the digest of their first event; each counts only for exactly its events."""


def _refuse_to_follow(run: Run, happened: RunHappening) -> None:
    """Refuse what cannot follow where a run stands.

    Raises:
        OrderError: its turn has not come; the step that is missing is named.
    """
    why = _out_of_turn(run, happened) or next(_contradictions(run, happened), "")
    if why:
        hint = _NEXT_COMMAND.get(run.status, _AGAIN).format(name=run.name, candidate=run.candidate)
        raise OrderError(f"{happened.action} of {run.name} has to wait: {why}", hint=hint)


def _out_of_turn(run: Run, happened: RunHappening) -> str:
    allowed = happened.action in _MAY_FOLLOW.get(run.status, ())
    return "" if allowed else f"it is {run.status}, and {_STANDS[run.status]}"


def _contradictions(run: Run, happened: RunHappening) -> Iterator[str]:
    if isinstance(happened, StageEnded) and happened.stage is not run.next_stage:
        yield f"the stage {happened.stage} ended, {run.next_stage or 'the end'} is next"
    if isinstance(happened, RunEnded) and happened.outcome is not RunOutcome.FAILED:
        if run.next_stage:
            yield f"the stage {run.next_stage} is not done"
        elif not happened.report or happened.document != run.document_of(Stage.REPORT):
            yield "a verdict is that of the report which the stage REPORT made"


def _with(run: Run | None, event: LifecycleEvent, happened: RunHappening) -> Run:
    if isinstance(happened, RunRequested):
        if run:
            raise OrderError(f"{run.name} was asked for twice", hint=_HAND)
        return Run(number=happened.run, candidate=event.candidate, manifest=Digest(happened.manifest), events=(event,))
    if run is None or run.candidate != event.candidate:
        raise OrderError(f"nobody asked for {run_name(happened.run)} of {event.candidate}", hint=_HAND)
    _refuse_to_follow(run, happened)
    return _after(replace(run, events=(*run.events, event)), event, happened)


_HAND = "the store was changed by hand; move it away and register the candidate again"


def _after(run: Run, event: LifecycleEvent, happened: RunHappening) -> Run:
    match happened:
        case StageEnded():
            run = replace(run, stages=(*_others(run, happened.stage), _record(event, happened)))
        case RunWaiting():
            run = replace(run, status=RunStatus.WAITING, waiting=happened, code=happened.code)
        case RunCancelled():
            run = replace(run, status=RunStatus.CANCELLED, waiting=None)
        case RunEnded():
            number, digest = happened.report, Digest(happened.document)
            report = RunReport(number=number, digest=digest) if number else None
            run = replace(run, status=RunStatus(happened.outcome), report=report, code=happened.code)
        case _:
            run = replace(run, status=RunStatus.RUNNING, waiting=None, code="")
    return run


def _others(run: Run, stage: Stage) -> tuple[StageRecord, ...]:
    return tuple(record for record in run.stages if record.stage is not stage)


def _record(event: LifecycleEvent, happened: StageEnded) -> StageRecord:
    return StageRecord(
        stage=happened.stage,
        started=happened.started,
        ended=event.at,
        outcome=happened.outcome,
        document=happened.document,
        code=happened.code,
        detail=happened.detail,
    )
