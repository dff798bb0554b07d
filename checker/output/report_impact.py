"""The impact of a bundle on stored reports: flipped verdicts first, and under each what changes."""

from collections.abc import Iterator, Sequence

from checker.application.find_impact import ReportImpact
from checker.domain.json_value import Json
from checker.output.terminal import FAILED, PASSED, Terminal, Tone

SCHEMA = "clean-release/policy-impact/v1"


def render_impact(found: Sequence[ReportImpact], *, shown: Terminal) -> str:
    """A line per report, a line below it per outcome that changes, and how many verdicts flip."""
    lines = [line for one in found for line in _lines(one, shown)]
    flipped = sum(one.is_flipped for one in found)
    return "\n".join([*lines, "", f"{flipped} of {len(found)} verdicts flip"]) + "\n"


def impact_document(found: Sequence[ReportImpact]) -> dict[str, Json]:
    """The same as one document."""
    return {"schema": SCHEMA, "reports": [_item(one) for one in found]}


def _lines(one: ReportImpact, shown: Terminal) -> Iterator[str]:
    mark, tone = (FAILED, Tone.BAD) if one.is_flipped else (PASSED, Tone.GOOD)
    said = f"{one.before} becomes {one.after}" if one.is_flipped else f"stays {one.before}"
    yield f"{shown.toned(shown.mark(mark), tone)} {one.report} of {shown.safe(one.evaluated_at)}: {said}"
    for change in one.changes:
        yield f"    {shown.safe(change.code)}: {change.before} becomes {change.after}"


def _item(one: ReportImpact) -> dict[str, Json]:
    changes: list[Json] = [
        {"rule": change.code, "before": change.before, "after": change.after} for change in one.changes
    ]
    return {
        "report": str(one.report),
        "evaluated_at": one.evaluated_at,
        "before": str(one.before),
        "after": str(one.after),
        "flipped": one.is_flipped,
        "changes": changes,
    }
