"""Outcomes: what became of a rule, subject by subject.

Three answers and no fourth: a subject holds, is denied, or is undecided. Anything the engine could not decide, for
whatever reason, is undecided, and undecided never opens a gate.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from checker.domain.json_value import Json
from checker.domain.rule import Fix, Rule


class Decision(StrEnum):
    """What a rule said of one subject."""

    HOLDS = "holds"
    DENIED = "denied"
    UNDECIDED = "undecided"


class Outcome(StrEnum):
    """What became of a whole rule."""

    PASSED = "passed"
    FAILED = "failed"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"
    NOT_EVALUATED = "not_evaluated"


def outcome_of(decisions: Collection[Decision], *, may_be_empty: bool, waived: bool = False) -> Outcome:
    """What became of a rule that ran to its end and decided its subjects so.

    A denied subject fails the rule unless it is waived; else an undecided one, or none at all, leaves it not evaluated.

    Args:
        decisions: what was said of each subject.
        may_be_empty: whether the rule passes where there is nothing to judge.
        waived: whether every violation is waived.
    """
    if Decision.DENIED in decisions and not waived:
        return Outcome.FAILED
    if Decision.UNDECIDED in decisions or not (decisions or may_be_empty):
        return Outcome.NOT_EVALUATED
    return Outcome.WAIVED if Decision.DENIED in decisions else Outcome.PASSED


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRuling:
    """One subject and what was decided of it."""

    subject: str
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleError:
    """An engine error as it may enter a report: a stable code and a location, never the engine's text."""

    code: str
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A denied subject, with what to do about it.

    `fingerprint` is 64 hex characters and does not depend on the message.
    """

    rule: str
    subject: str
    message: str
    fingerprint: str
    evidence: tuple[Json, ...] = ()
    fix: Fix = field(default_factory=Fix)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What one rule decided, and why it could not where it could not."""

    rule: Rule
    outcome: Outcome
    reason: str = ""
    error: RuleError | None = None
    subjects: tuple[SubjectRuling, ...] = ()
    violations: tuple[Violation, ...] = ()
    waived: tuple[str, ...] = ()

    @property
    def opens(self) -> bool:
        """Whether this ruling lets a gate open as far as it is concerned."""
        return self.outcome in {Outcome.PASSED, Outcome.WAIVED, Outcome.NOT_APPLICABLE}
