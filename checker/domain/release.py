"""The lifecycle of a release candidate: one table of what may follow what.

Nothing happens by itself: importing files builds no manifest, and building one judges nothing. Whatever changes what
was judged undoes the judgement: importing again, building again and running again each void an approval.
"""

from dataclasses import dataclass
from enum import StrEnum

from checker.errors import OrderError


class State(StrEnum):
    """Where a candidate stands."""

    DRAFT = "DRAFT"
    PREPARED = "PREPARED"
    MANIFEST_BUILT = "MANIFEST_BUILT"
    CHECK_PENDING = "CHECK_PENDING"
    CHECK_RUNNING = "CHECK_RUNNING"
    CHECK_PASSED = "CHECK_PASSED"
    CHECK_BLOCKED = "CHECK_BLOCKED"
    CHECK_ERROR = "CHECK_ERROR"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    PUBLISHED = "PUBLISHED"
    REVOKED = "REVOKED"


class Action(StrEnum):
    """What somebody does with a candidate, what a run of it came to, or what becomes of a waiver, which is of none."""

    REGISTER = "register"
    IMPORT_ARTIFACTS = "import-artifacts"
    BUILD_MANIFEST = "build-manifest"
    REQUEST_RUN = "request-run"
    START_RUN = "start-run"
    END_STAGE = "end-stage"
    WAIT = "wait"
    RESUME = "resume"
    CANCEL = "cancel"
    PASS = "pass"  # noqa: S105 - what a run came to
    BLOCK = "block"
    FAIL = "fail"
    APPROVE_IN_PART = "approve-in-part"
    APPROVE = "approve"
    REJECT = "reject"
    REVISE = "revise"
    PUBLISH = "publish"
    BREAK_GLASS = "break-glass"
    CONFIRM_IN_PART = "confirm-in-part"
    CONFIRM = "confirm"
    REVOKE = "revoke"
    REQUEST_WAIVER = "request-waiver"
    APPROVE_WAIVER = "approve-waiver"
    EXPIRE_WAIVER = "expire-waiver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One row of the table: where from, by what, and where to."""

    source: State
    action: Action
    target: State


def _rows(action: Action, sources: tuple[State, ...], target: State) -> tuple[Transition, ...]:
    return tuple(Transition(source=source, action=action, target=target) for source in sources)


def _staying(action: Action, sources: tuple[State, ...]) -> tuple[Transition, ...]:
    return tuple(Transition(source=source, action=action, target=source) for source in sources)


_RUNS = (State.CHECK_PENDING, State.CHECK_RUNNING)
_JUDGED = (State.CHECK_PASSED, State.CHECK_BLOCKED, State.CHECK_ERROR)
_OPEN = (State.MANIFEST_BUILT, *_RUNS, *_JUDGED, State.APPROVED)
"""From a manifest on, and neither rejected nor released."""

TRANSITIONS = (
    *_rows(Action.IMPORT_ARTIFACTS, (State.DRAFT, State.PREPARED, *_OPEN), State.PREPARED),
    *_rows(Action.BUILD_MANIFEST, (State.PREPARED, *_OPEN), State.MANIFEST_BUILT),
    *_rows(Action.REQUEST_RUN, _OPEN, State.CHECK_PENDING),
    *_rows(Action.START_RUN, (State.CHECK_PENDING,), State.CHECK_RUNNING),
    *_staying(Action.END_STAGE, (State.CHECK_RUNNING,)),
    *_staying(Action.WAIT, (State.CHECK_RUNNING,)),
    *_rows(Action.RESUME, (State.CHECK_RUNNING, State.CHECK_ERROR), State.CHECK_RUNNING),
    *_rows(Action.CANCEL, _RUNS, State.CHECK_ERROR),
    *_rows(Action.PASS, (State.CHECK_RUNNING,), State.CHECK_PASSED),
    *_rows(Action.BLOCK, (State.CHECK_RUNNING, State.APPROVED), State.CHECK_BLOCKED),
    *_rows(Action.FAIL, (*_RUNS, State.APPROVED), State.CHECK_ERROR),
    *_staying(Action.APPROVE_IN_PART, (State.CHECK_PASSED,)),
    *_rows(Action.APPROVE, (State.CHECK_PASSED, State.APPROVED), State.APPROVED),
    *_rows(Action.REJECT, (*_JUDGED, State.APPROVED), State.REJECTED),
    *_rows(Action.REVISE, (*_JUDGED, State.APPROVED, State.REJECTED), State.PREPARED),
    *_staying(Action.PUBLISH, (State.APPROVED,)),
    *_staying(Action.BREAK_GLASS, (*_JUDGED, State.APPROVED)),
    *_staying(Action.CONFIRM_IN_PART, (State.PREPARED, *_OPEN, State.REJECTED)),
    *_rows(Action.CONFIRM, (State.APPROVED,), State.PUBLISHED),
    *_rows(Action.REVOKE, (State.PREPARED, *_OPEN, State.REJECTED, State.PUBLISHED), State.REVOKED),
)
"""Every transition there is.

An approval lasts while permits are issued and channels confirmed; only a release that is complete is PUBLISHED. Judging
again at publishing can void it, which blocks or fails an approved candidate. Whatever a permit let out can be revoked,
wherever its candidate stands by then, and what a broken glass let out can be looked at. REVOKED is the end.
"""

_NEXT = {(row.source, row.action): row.target for row in TRANSITIONS}
_STANDS = {
    State.DRAFT: "no artifacts were imported",
    State.PREPARED: "no manifest was built of what was imported",
    State.MANIFEST_BUILT: "no compliance run judged the manifest",
    State.CHECK_PENDING: "its compliance run has not begun",
    State.CHECK_RUNNING: "its compliance run has not ended",
    State.CHECK_PASSED: "nobody has approved it",
    State.CHECK_BLOCKED: "the compliance run found violations",
    State.CHECK_ERROR: "the compliance run decided nothing",
    State.APPROVED: "it is approved and not published",
    State.REJECTED: "it was rejected and nobody revised it",
    State.PUBLISHED: "nothing but a revocation follows that",
    State.REVOKED: "nothing follows that",
}
NEXT_COMMAND = {
    State.DRAFT: "clean-release candidate import-artifacts --candidate-id {name} --input FILE --actor NAME",
    State.PREPARED: "clean-release manifest build --candidate-id {name} --actor NAME",
    State.MANIFEST_BUILT: "clean-release compliance run --candidate-id {name} --actor NAME",
    State.CHECK_PENDING: "clean-release compliance resume --candidate-id {name} --actor NAME",
    State.CHECK_RUNNING: "clean-release compliance status --candidate-id {name}",
    State.CHECK_PASSED: "clean-release release approve --candidate-id {name} --report-id REPORT --actor NAME",
    State.CHECK_BLOCKED: "clean-release compliance violations --candidate-id {name}",
    State.CHECK_ERROR: "clean-release compliance status --candidate-id {name}",
    State.APPROVED: (
        "clean-release release publish --candidate-id {name} --report-id REPORT --channel CHANNEL --actor NAME"
    ),
    State.REJECTED: "clean-release release revise --candidate-id {name} --reason TEXT --actor NAME",
    State.PUBLISHED: "clean-release release revoke --candidate-id {name} --reason TEXT --output FILE --actor NAME",
    State.REVOKED: "clean-release candidate list",
}
"""What may be done next, as it is typed; `{name}` is the candidate."""


def state_after(state: State, action: Action, *, name: str) -> State:
    """Where a candidate of this name stands when the action is done.

    Raises:
        OrderError: its turn has not come; the step that is missing is named.
    """
    if target := _NEXT.get((state, action)):
        return target
    raise refusal_at(state, action, name=name)


def refusal_at(state: State, action: Action, *, name: str) -> OrderError:
    """What is said of an action whose turn has not come where a candidate of this name stands."""
    return OrderError(
        f"{action} of {name} has to wait: it is {state}, and {_STANDS[state]}",
        hint=NEXT_COMMAND[state].format(name=name),
    )
