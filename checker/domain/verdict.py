"""Verdicts: the one function that decides whether a gate opens.

`blocked` if a blocking rule failed; else `undecided` if anything a gate needs is missing; else `passed`.
What `warn` and `inform` rules say is listed and never changes it.
"""

from collections.abc import Sequence
from enum import StrEnum

from checker.domain.outcome import Outcome, Ruling
from checker.domain.rule import Enforcement

REQUIRED = "required rule"
"""How a reason begins that only the anchor can give."""


class Verdict(StrEnum):
    """What a report says as a whole."""

    PASSED = "passed"
    BLOCKED = "blocked"
    UNDECIDED = "undecided"


def decide(
    rulings: Sequence[Ruling],
    *,
    required: Sequence[str] = (),
    may_not_apply: Sequence[str] = (),
    weakened: bool = False,
    replayable: bool = True,
) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict over all rulings, and the reasons for it in words.

    Args:
        rulings: one per rule of the snapshot.
        required: codes the anchor requires; a missing one, or one that does not apply without leave, decides nothing.
        may_not_apply: required codes that may be not applicable.
        weakened: whether a flag weakened this run.
        replayable: whether the same run must give the same answers again; one that ran into a limit never passes, even
            where only advice was lost.
    """
    blocking = [ruling for ruling in rulings if ruling.rule.enforcement is Enforcement.BLOCK]
    failed = [f"{ruling.rule.code} failed" for ruling in blocking if ruling.outcome is Outcome.FAILED]
    if failed:
        return Verdict.BLOCKED, tuple(failed)
    open_questions = [
        f"{ruling.rule.code} was not evaluated" for ruling in blocking if ruling.outcome is Outcome.NOT_EVALUATED
    ]
    open_questions += _missing(rulings, required=required, may_not_apply=may_not_apply)
    if not any(ruling.outcome is Outcome.PASSED for ruling in blocking):
        open_questions.append("no blocking rule passed")
    if weakened:
        open_questions.append("a flag weakened this run")
    if not replayable:
        open_questions.append("the engine ran into a limit or broke its promise")
    return (Verdict.UNDECIDED, tuple(open_questions)) if open_questions else (Verdict.PASSED, ())


def _missing(rulings: Sequence[Ruling], *, required: Sequence[str], may_not_apply: Sequence[str]) -> list[str]:
    outcomes = {ruling.rule.code: ruling.outcome for ruling in rulings}
    reasons = []
    for code in required:
        outcome = outcomes.get(code)
        if outcome is None:
            reasons.append(f"{REQUIRED} {code} is not in the snapshot")
        elif outcome is Outcome.NOT_APPLICABLE and code not in may_not_apply:
            reasons.append(f"{REQUIRED} {code} did not apply, and the anchor does not list it under may_not_apply")
    return reasons
