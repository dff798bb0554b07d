"""Postpone: a rule with `effective_on` in the future warns instead of failing, and says from when it will fail."""

from collections.abc import Sequence
from dataclasses import replace

from checker.domain.moment import parse_beginning, parse_moment
from checker.domain.outcome import Outcome, Ruling
from checker.domain.rule import Enforcement, Rule


def postpone(rulings: Sequence[Ruling], *, evaluated_at: str) -> tuple[tuple[Ruling, ...], tuple[str, ...]]:
    """The rulings, with rules not yet in force lowered to warnings, and a sentence for each of these that failed."""
    out, said = [], []
    for ruling in rulings:
        if not is_postponed(ruling.rule, at=evaluated_at):
            out.append(ruling)
            continue
        out.append(replace(ruling, rule=replace(ruling.rule, enforcement=Enforcement.WARN)))
        if ruling.outcome is Outcome.FAILED:
            said.append(f"{ruling.rule.code} fails and will block from {ruling.rule.effective_on} on")
    return tuple(out), tuple(said)


def is_postponed(rule: Rule, *, at: str) -> bool:
    """Whether a blocking rule does not block yet at a moment (RFC 3339, `Z`)."""
    is_blocking = rule.enforcement is Enforcement.BLOCK
    return is_blocking and bool(rule.effective_on) and parse_beginning(rule.effective_on) > parse_moment(at)
