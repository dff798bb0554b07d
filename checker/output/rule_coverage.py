"""Coverage of controls and of the catalogue: for a terminal, for machines, and as Markdown."""

from collections.abc import Iterator, Sequence

from checker.domain.coverage import LEVELS, Coverage, Covered
from checker.domain.json_value import Json
from checker.output.terminal import ASIDE, OPEN, PASSED, Terminal, Tone

SCHEMA = "clean-release/rule-coverage/v1"


def render_coverage(found: Coverage, *, shown: Terminal) -> str:
    """Every control and every row with the rules that decide it, and how many of each are covered."""
    lines = [shown.toned(shown.safe(found.baseline), Tone.STRONG), *_lines(found.controls, shown), ""]
    lines += [shown.toned("Catalogue", Tone.STRONG), *_lines(found.rows, shown), ""]
    lines += [f"unknown control {shown.safe(name)}" for name in found.unknown]
    return "\n".join([*lines, *_counts(found)]) + "\n"


def render_coverage_markdown(found: Coverage) -> str:
    """The same as two tables."""
    lines = [f"## {found.baseline}", "", "| Control | Levels | What | Rules |", "|---|---|---|---|"]
    for one in found.controls:
        levels = ", ".join(map(str, one.levels))
        lines.append(f"| {one.id} | {levels} | {_cell(one.title)} | {_rules(one)} |")
    lines += ["", "## Catalogue", "", "| Row | What | Rules |", "|---|---|---|"]
    lines += [f"| {one.id} | {_cell(one.title)} | {_rules(one)} |" for one in found.rows]
    return "\n".join([*lines, "", *(f"- {count}" for count in _counts(found))]) + "\n"


def coverage_document(found: Coverage) -> dict[str, Json]:
    """The same as one document."""
    return {
        "schema": SCHEMA,
        "baseline": found.baseline,
        "controls": [
            {**_item(one), "levels": list[Json](one.levels), "not_carried": one.not_carried} for one in found.controls
        ],
        "rows": [_item(one) for one in found.rows],
        "unknown": list[Json](found.unknown),
    }


def _lines(items: Sequence[Covered], shown: Terminal) -> Iterator[str]:
    for one in items:
        mark, tone = (OPEN, Tone.OPEN) if one.is_open else (ASIDE, Tone.FAINT)
        if one.rules:
            mark, tone = PASSED, Tone.GOOD
        said = ", ".join(one.rules) or (f"left out: {one.not_carried}" if one.not_carried else f"no rule: {one.title}")
        yield f"{shown.toned(shown.mark(mark), tone)} {one.id:<13} {shown.safe(said)}"


def _counts(found: Coverage) -> Iterator[str]:
    for level in LEVELS:
        own = [one for one in found.controls if level in one.levels]
        left_out = sum(not one.rules and not one.is_open for one in own)
        yield (
            f"level {level}: {sum(bool(one.rules) for one in own)} of {len(own)} controls have a rule, "
            f"{left_out} are left out with a reason, {sum(one.is_open for one in own)} are open"
        )
    yield f"catalogue: {sum(bool(one.rules) for one in found.rows)} of {len(found.rows)} rows have a rule"


def _item(one: Covered) -> dict[str, Json]:
    return {"id": one.id, "title": one.title, "rules": list[Json](one.rules)}


def _rules(one: Covered) -> str:
    return ", ".join(f"`{code}`" for code in one.rules) or _cell(one.not_carried) or "none"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
