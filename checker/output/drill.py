"""How far a drill has come, for people and for machines."""

from collections.abc import Iterator

from checker.domain.json_value import Json
from checker.domain.playbook import DrillState
from checker.output.terminal import Terminal

SCHEMA = "clean-release/drill/v1"


def render_drill(state: DrillState, *, shown: Terminal) -> str:
    """Since when it is under way, what was late, and what is next by when."""
    return "".join(f"{shown.safe(line)}\n" for line in _lines(state))


def drill_document(state: DrillState) -> dict[str, Json]:
    """The same as one document."""
    step = state.next_step
    return {
        "schema": SCHEMA,
        "drill": state.playbook.name,
        "attempt": state.attempt,
        "since": state.since,
        "seconds": state.seconds,
        "finished": state.attempt > 0 and step is None,
        "next": step.id if step else "",
        "due": step.due if step else 0,
        "do": step.do if step else "",
        "late": list(state.late),
        "failed": list(state.failed),
    }


def _lines(state: DrillState) -> Iterator[str]:
    yield f"{state.playbook.name}: {state.playbook.title}"
    if not state.attempt:
        yield "no drill was begun: clean-release release drill start"
        return
    yield f"drill {state.attempt} since {state.since}, {_minutes(state.seconds)} gone"
    yield from (f"late: {name}" for name in state.late)
    yield from (f"failed: {name}" for name in state.failed)
    if state.next_step:
        yield f"next, by {_minutes(state.next_step.due)}: {state.next_step.id}"
        yield f"  {state.next_step.do}"
        yield "  then: clean-release release drill done"
    else:
        yield "finished" + ("" if state.late or state.failed else " in time")


def _minutes(seconds: int) -> str:
    """Seconds as T+m:ss; before the beginning, by a clock that went back, as T-m:ss."""
    return f"T{'-' if seconds < 0 else '+'}{abs(seconds) // 60}:{abs(seconds) % 60:02d}"
