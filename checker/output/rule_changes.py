"""How rules changed between two bundles, for people and for machines; what asks for less comes first."""

from collections import Counter
from collections.abc import Sequence

from checker.domain.json_value import Json
from checker.domain.rule_change import Direction, RuleChange
from checker.output.terminal import ASIDE, FAILED, PASSED, WARNED, Mark, Terminal, Tone

SCHEMA = "clean-release/rule-changes/v1"
_SHOWN: dict[Direction, tuple[Mark, Tone]] = {
    Direction.REMOVED: (FAILED, Tone.BAD),
    Direction.WEAKENED: (FAILED, Tone.BAD),
    Direction.CHANGED: (WARNED, Tone.OPEN),
    Direction.STRENGTHENED: (PASSED, Tone.GOOD),
    Direction.ADDED: (ASIDE, Tone.PLAIN),
}


def render_changes(changes: Sequence[RuleChange], *, shown: Terminal) -> str:
    """One line per difference, and how many there are of each direction."""
    lines = [_line(change, shown) for change in changes]
    counted = Counter(change.direction for change in changes)
    summary = ", ".join(f"{counted[direction]} {direction}" for direction in Direction if counted[direction])
    return "\n".join([*lines, *([""] if lines else []), summary or "no difference"]) + "\n"


def changes_document(changes: Sequence[RuleChange]) -> dict[str, Json]:
    """The differences as one document."""
    told: list[Json] = [
        {"code": change.code, "direction": str(change.direction), "what": change.what} for change in changes
    ]
    return {"schema": SCHEMA, "changes": told}


def _line(change: RuleChange, shown: Terminal) -> str:
    mark, tone = _SHOWN[change.direction]
    head = shown.toned(f"{shown.mark(mark)} {change.direction}", tone)
    return f"{head} {shown.safe(change.code)}: {shown.safe(change.what)}"
