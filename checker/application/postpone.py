"""Postpone: a rule with `effective_on` in the future warns instead of failing, and says from when it will fail."""

from collections.abc import Sequence
from dataclasses import replace

from checker.domain.moment import parse_moment
from checker.domain.outcome import Outcome, Ruling
from checker.domain.rule import Enforcement


def postpone(rulings: Sequence[Ruling], *, evaluated_at: str) -> tuple[tuple[Ruling, ...], tuple[str, ...]]:
    """The rulings, with rules not yet in force lowered to warnings, and a sentence for each of these that failed."""
    out, said = [], []
    now = parse_moment(evaluated_at)
    for ruling in rulings:
        begins = ruling.rule.effective_on
        waiting = bool(begins) and parse_moment(begins) > now
        if not waiting or ruling.rule.enforcement is not Enforcement.BLOCK:
            out.append(ruling)
            continue
        out.append(replace(ruling, rule=replace(ruling.rule, enforcement=Enforcement.WARN)))
        if ruling.outcome is Outcome.FAILED:
            said.append(f"{ruling.rule.code} fails and will block from {begins} on")
    return tuple(out), tuple(said)
