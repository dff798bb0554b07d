"""The lifecycle of a release candidate: one table of what may follow what.

Nothing happens by itself: importing files builds no manifest, and building one judges nothing.
"""

from dataclasses import dataclass
from enum import StrEnum

from checker.errors import OrderError


class State(StrEnum):
    """Where a candidate stands."""

    DRAFT = "DRAFT"
    PREPARED = "PREPARED"
    MANIFEST_BUILT = "MANIFEST_BUILT"


class Action(StrEnum):
    """What somebody does with a candidate."""

    IMPORT_ARTIFACTS = "import-artifacts"
    BUILD_MANIFEST = "build-manifest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One row of the table: where from, by what, and where to."""

    source: State
    action: Action
    target: State


def _rows(action: Action, sources: tuple[State, ...], target: State) -> tuple[Transition, ...]:
    return tuple(Transition(source=source, action=action, target=target) for source in sources)


TRANSITIONS = (
    *_rows(Action.IMPORT_ARTIFACTS, (State.DRAFT, State.PREPARED, State.MANIFEST_BUILT), State.PREPARED),
    *_rows(Action.BUILD_MANIFEST, (State.PREPARED, State.MANIFEST_BUILT), State.MANIFEST_BUILT),
)
"""Every transition there is. Importing again or building again undoes what came after."""

_NEXT = {(row.source, row.action): row.target for row in TRANSITIONS}
_MISSING = {
    (State.DRAFT, Action.BUILD_MANIFEST): (
        "no artifacts were imported",
        "clean-release candidate import-artifacts --candidate-id {name} --input FILE --actor NAME",
    ),
}
NEXT_COMMAND = {
    State.DRAFT: _MISSING[State.DRAFT, Action.BUILD_MANIFEST][1],
    State.PREPARED: "clean-release manifest build --candidate-id {name} --actor NAME",
    State.MANIFEST_BUILT: "clean-release manifest list",
}
"""What may be done next, as it is typed; `{name}` is the candidate."""


def state_after(state: State, action: Action, *, name: str) -> State:
    """Where a candidate of this name stands when the action is done.

    Raises:
        OrderError: its turn has not come; the step that is missing is named.
    """
    if target := _NEXT.get((state, action)):
        return target
    why, command = _MISSING[state, action]
    raise OrderError(f"{action} of {name} has to wait: it is {state}, and {why}", hint=command.format(name=name))
