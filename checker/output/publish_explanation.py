"""Why a publish was refused, for people and for machines."""

from collections.abc import Iterator, Sequence

from checker.application.explain_publish import Explanation
from checker.domain.json_value import Json
from checker.output.terminal import Terminal

SCHEMA = "clean-release/publish-explanation/v1"


def render_explanations(explained: Sequence[Explanation], *, shown: Terminal) -> str:
    """What was seen, why, every field that differs with its exact value, and what to do."""
    return "\n".join(shown.safe(line) for one in explained for line in _lines(one)) + "\n"


def explanation_document(explained: Sequence[Explanation]) -> dict[str, Json]:
    """The same as one document."""
    return {"schema": SCHEMA, "explanations": [_document(one) for one in explained]}


def _lines(one: Explanation) -> Iterator[str]:
    yield f"{one.problem}" + (f" (line {one.line})" if one.line else "")
    yield f"  seen: {one.seen}"
    yield f"  {'cause' if one.is_known else 'not known'}: {one.cause}"
    for item in one.differences:
        yield f"  {item.field}: declared {item.declared or '(empty)'}, expected {item.expected or '(empty)'}"
    yield from (f"  fix: {fix}" for fix in one.fixes)
    yield from (f"  note: {note}" for note in one.notes)


def _document(one: Explanation) -> dict[str, Json]:
    return {
        "problem": str(one.problem),
        "line": one.line,
        "seen": one.seen,
        "cause": one.cause,
        "known": one.is_known,
        "differences": [
            {"field": item.field, "declared": item.declared, "expected": item.expected} for item in one.differences
        ],
        "fixes": list[Json](one.fixes),
        "notes": list[Json](one.notes),
    }
