"""In which order outputs with a limit show rules: what is left out is always the least urgent."""

from collections.abc import Sequence

from checker.domain.outcome import Ruling
from checker.domain.rule import WORST_FIRST, Enforcement

_STRENGTH = {Enforcement.BLOCK: 0, Enforcement.WARN: 1, Enforcement.INFORM: 2}


def by_urgency(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Those that decide the verdict first, then by severity and code."""
    return sorted(rulings, key=_urgency)


def _urgency(ruling: Ruling) -> tuple[int, int, str]:
    rule = ruling.rule
    return _STRENGTH[rule.enforcement], WORST_FIRST.index(rule.severity), rule.code
