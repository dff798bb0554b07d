"""Coverage: which controls of the OSPS Baseline and which rows of the catalogue are decided by which rules.

A control that no rule can decide is left out on purpose, with the reason; one without either is a gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.domain.rule import Rule

LEVELS = (1, 2, 3)
"""The maturity levels of the baseline."""
BASELINE_COLLECTION = "osps-baseline-"
"""What the collection of a level is called, before the level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One requirement of the baseline, the levels it belongs to, and why no shipped rule carries it, if none does."""

    id: str
    title: str
    levels: tuple[int, ...]
    not_carried: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerCheck:
    """A tool that checks the same, and what the check is called there; empty where that is not known."""

    tool: str
    check: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRow:
    """One thing a release policy should decide, and who else checks it."""

    id: str
    check: str
    peers: tuple[PeerCheck, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A control or a row, and the codes of the rules that decide it; none means it is open, or left out on purpose."""

    id: str
    title: str
    rules: tuple[str, ...]
    levels: tuple[int, ...] = ()
    not_carried: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nothing decides it and nobody says why."""
        return not self.rules and not self.not_carried


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the rules of one library cover, and what they name that is in neither list."""

    baseline: str
    controls: tuple[Covered, ...]
    rows: tuple[Covered, ...]
    unknown: tuple[str, ...]


def coverage_of(
    rules: Sequence[Rule], *, controls: Sequence[Control], rows: Sequence[CatalogueRow], baseline: str
) -> Coverage:
    """Which rules serve each control and each row, and which controls the rules name that there are not."""
    known = {control.id for control in controls}
    named = {name for rule in rules for name in rule.controls}
    return Coverage(
        baseline=baseline,
        controls=tuple(
            Covered(
                id=control.id,
                title=control.title,
                rules=tuple(sorted(rule.code for rule in rules if control.id in rule.controls)),
                levels=control.levels,
                not_carried=control.not_carried,
            )
            for control in controls
        ),
        rows=tuple(
            Covered(
                id=row.id,
                title=row.check,
                rules=tuple(sorted(rule.code for rule in rules if rule.catalogue == row.id)),
            )
            for row in rows
        ),
        unknown=tuple(sorted(named - known)),
    )


def baseline_collections(rule: Rule, *, controls: Sequence[Control]) -> tuple[str, ...]:
    """The collections `osps-baseline-1|2|3` that the levels of a rule's controls imply."""
    levels = {level for control in controls if control.id in rule.controls for level in control.levels}
    return tuple(f"{BASELINE_COLLECTION}{level}" for level in sorted(levels))
