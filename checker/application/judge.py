"""Judge: turn the engine's answers into rulings, trusting neither the rule's author nor the engine.

A rule states one boolean per subject. Whatever is not a clear `true` or `false` about a known subject, over
observations that were completely read, leaves the rule not evaluated; there is no path by which silence passes (design:
Rules).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checker.application.fingerprint import RuleScope, fingerprint_of
from checker.application.guard import ReadGuard
from checker.domain.json_value import Json
from checker.domain.outcome import Decision, Outcome, RuleError, Ruling, SubjectRuling, Violation, outcome_of
from checker.domain.rule import Fix, Rule
from checker.formats.exact_numbers import inexact_number_in
from checker.ports.engine import Defined, EngineAnswer, Failed

REQUIRED_KEYS = ("subjects", "holds")
"""What every rule states; a rule that judged nothing still states two empty ones, so their absence is no answer."""

ANSWER_KEYS = ("applies", *REQUIRED_KEYS, "detail")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Broken:
    """An answer that does not follow the contract: the stable code of the breach and a sentence about it."""

    code: str
    reason: str


def judge_rule(rule: Rule, answer: EngineAnswer, *, guard: ReadGuard, scope: RuleScope) -> Ruling:
    """One rule's ruling under the contract `release-policy`."""
    if isinstance(answer, Failed):
        reason = f"the engine stopped with {answer.code}"
        return _not_evaluated(rule, reason, error=RuleError(code=answer.code, where=answer.where))
    document = answer.value if isinstance(answer, Defined) else {}
    if not isinstance(document, dict):
        return _not_evaluated(rule, "the rule's package has no value", error=RuleError(code="not-an-object"))
    if rule.has_applies and (ruling := _applicability(rule, document, guard)):
        return ruling
    if unread := guard.unread(rule.reads):
        return _not_evaluated(rule, f"could not read {', '.join(unread)}")
    if not isinstance(answer, Defined):
        return _not_evaluated(rule, "the rule's package is undefined", error=RuleError(code="undefined"))
    return _decide_subjects(rule, document, scope)


def _applicability(rule: Rule, document: Mapping[str, Json], guard: ReadGuard) -> Ruling | None:
    """The ruling when `applies` settles it, else None. What `applies` reads must itself have been read."""
    if unread := guard.unread(rule.applies_reads):
        return _not_evaluated(rule, f"could not read {', '.join(unread)}, which decides whether the rule applies")
    applies = document.get("applies")
    if applies is False:
        return Ruling(rule=rule, outcome=Outcome.NOT_APPLICABLE, reason="the rule does not apply here")
    if applies is not True:
        return _not_evaluated(
            rule, "the rule did not say whether it applies", error=RuleError(code="applies-undecided")
        )
    return None


def _decide_subjects(rule: Rule, document: Mapping[str, Json], scope: RuleScope) -> Ruling:
    if missing := [name for name in REQUIRED_KEYS if name not in document]:
        return _broken(rule, _Broken(code="half-an-answer", reason=f"the rule did not state {' and '.join(missing)}"))
    subjects = _subjects(document["subjects"])
    if isinstance(subjects, _Broken):
        return _broken(rule, subjects)
    holds = _holds(document["holds"], subjects)
    if isinstance(holds, _Broken):
        return _broken(rule, holds)
    details = document.get("detail", {})
    if not isinstance(details, dict) or not details.keys() <= set(subjects):
        return _broken(rule, _Broken(code="detail-malformed", reason="detail speaks of something that is no subject"))
    if inexact_number_in(details) is not None:
        return _broken(rule, _Broken(code="evidence-malformed", reason="detail holds a number that is not exact"))
    rulings = tuple(SubjectRuling(subject=name, decision=_decision(holds.get(name))) for name in sorted(subjects))
    violations = tuple(
        _violation(rule, ruling.subject, details.get(ruling.subject), scope)
        for ruling in rulings
        if ruling.decision is Decision.DENIED
    )
    return _conclude(rule, rulings, violations)


def _conclude(rule: Rule, subjects: tuple[SubjectRuling, ...], violations: tuple[Violation, ...]) -> Ruling:
    """The ruling over decided subjects, and in words why it did not pass by one that holds."""
    decisions = {ruling.decision for ruling in subjects}
    outcome = outcome_of(decisions, may_be_empty=bool(rule.allow_empty))
    undecided = [ruling.subject for ruling in subjects if ruling.decision is Decision.UNDECIDED]
    reason = "" if subjects else rule.allow_empty
    if outcome is Outcome.NOT_EVALUATED:
        reason = f"did not decide {', '.join(undecided)}" if undecided else "there was nothing to judge"
    return Ruling(rule=rule, outcome=outcome, reason=reason, subjects=subjects, violations=violations)


def _subjects(value: Json) -> list[str] | _Broken:
    if not isinstance(value, list):
        return _Broken(code="subjects-malformed", reason="subjects is not a set")
    names = [item for item in value if isinstance(item, str) and item]
    if len(names) != len(value):
        return _Broken(code="subjects-malformed", reason="a subject is not a non-empty string")
    if len(set(names)) != len(names):
        return _Broken(code="subjects-malformed", reason="a subject is named twice")
    return names


def _holds(value: Json, subjects: Iterable[str]) -> dict[str, bool] | _Broken:
    if not isinstance(value, dict):
        return _Broken(code="holds-malformed", reason="holds is not an object")
    strangers = sorted(value.keys() - set(subjects))
    if strangers:
        return _Broken(code="holds-stranger", reason=f"holds decides {strangers[0]}, which is no subject")
    decided = {name: item for name, item in value.items() if isinstance(item, bool)}
    if len(decided) != len(value):
        odd = min(value.keys() - decided.keys())
        return _Broken(code="holds-malformed", reason=f"holds of {odd} is not true or false")
    return decided


def _decision(value: bool | None) -> Decision:  # noqa: FBT001 - the third answer is the point
    if value is None:
        return Decision.UNDECIDED
    return Decision.HOLDS if value else Decision.DENIED


def _violation(rule: Rule, subject: str, detail: Json, scope: RuleScope) -> Violation:
    said = detail if isinstance(detail, dict) else {}
    message, evidence = said.get("message"), said.get("evidence")
    found = evidence if isinstance(evidence, list) else [] if evidence is None else [evidence]
    facts = tuple(_as_object(fact) for fact in found)
    return Violation(
        rule=rule.code,
        subject=subject,
        message=message if isinstance(message, str) and message else scope.fill(rule.message, subject),
        fingerprint=fingerprint_of(rule, subject, facts, scope),
        evidence=facts,
        fix=Fix(command=scope.fill_command(rule.fix.command, subject), click=scope.fill(rule.fix.click, subject)),
    )


def _as_object(fact: Json) -> Json:
    return fact if isinstance(fact, dict) else {"value": fact}


def _broken(rule: Rule, broken: _Broken) -> Ruling:
    return _not_evaluated(rule, broken.reason, error=RuleError(code=broken.code))


def _not_evaluated(rule: Rule, reason: str, *, error: RuleError | None = None) -> Ruling:
    return Ruling(rule=rule, outcome=Outcome.NOT_EVALUATED, reason=reason, error=error)
