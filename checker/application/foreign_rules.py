"""Foreign rules: policies written for conftest run unchanged, and pass by silence.

conftest calls `deny`, `violation` and `warn` (and `deny_…`, `violation_…`, `warn_…`) of a package; what they do not say
is fine with them. That is not the promise of this product, so each such rule is marked, and the anchor must allow the
contract before it can gate. Naming convention: conftest's documentation, "Evaluating Policies".
"""

from collections.abc import Iterator, Mapping

from checker.application.fingerprint import RuleScope, fingerprint_of
from checker.application.offered_rules import names_in, packages_of
from checker.domain.json_value import Json
from checker.domain.outcome import Decision, Outcome, RuleError, Ruling, SubjectRuling, Violation, outcome_of
from checker.domain.rule import Contract, Enforcement, Rule, Severity
from checker.errors import BundleRefusedError
from checker.ports.engine import Defined, EngineAnswer, Failed

PREFIXES = {"deny": Enforcement.BLOCK, "violation": Enforcement.BLOCK, "warn": Enforcement.WARN}
BY_SILENCE = "passes by silence: this foreign policy said nothing against it"
DESCRIPTION = "A foreign policy; it passes by silence."


def foreign_rules(inspection: Mapping[str, Json], *, origin: str) -> tuple[Rule, ...]:
    """One rule per `deny…`, `violation…` or `warn…` of the packages, sorted by code.

    Raises:
        BundleRefusedError: there is none; a misspelt `deney` would otherwise pass everything.
    """
    found = {rule.code: rule for package in packages_of(inspection) for rule in _rules_of(package, origin)}
    if not found:
        raise BundleRefusedError(
            f"bundle {origin} has no rule named deny, violation or warn, expected at least one",
            hint="conftest policies state what is wrong under these names",
        )
    return tuple(found[code] for code in sorted(found))


def _rules_of(package: Mapping[str, Json], origin: str) -> Iterator[Rule]:
    path = str(package["path"]).removeprefix("data.")
    for name in sorted(names_in(package)):
        prefix = name.split("_")[0]
        if prefix in PREFIXES:
            yield Rule(
                code=f"{path}.{name}",
                package=path,
                origin=origin,
                title=f"{name} of {path}",
                description=DESCRIPTION,
                catalogue="",
                severity=Severity.HIGH,
                enforcement=PREFIXES[prefix],
                contract=Contract.CONFTEST,
                metadata={"title": f"{name} of {path}", "description": "", "custom": {}},
            )


def judge_foreign(rule: Rule, answer: EngineAnswer, *, scope: RuleScope) -> Ruling:
    """One rule's ruling under the contract `conftest`: every message is a violation, no message passes."""
    if isinstance(answer, Failed):
        error = RuleError(code=answer.code, where=answer.where)
        return Ruling(
            rule=rule, outcome=Outcome.NOT_EVALUATED, reason=f"the engine stopped with {answer.code}", error=error
        )
    messages = _messages(answer, name=rule.code.removeprefix(f"{rule.package}."))
    if messages is None:
        error = RuleError(code="answer-malformed")
        reason = "the rule is neither undefined nor a set of messages"
        return Ruling(rule=rule, outcome=Outcome.NOT_EVALUATED, reason=reason, error=error)
    violations = tuple(_violation(rule, message, scope) for message in sorted(messages))
    subjects = tuple(SubjectRuling(subject=item.subject, decision=Decision.DENIED) for item in violations)
    outcome = outcome_of({item.decision for item in subjects}, may_be_empty=True)
    reason = "" if violations else BY_SILENCE
    return Ruling(rule=rule, outcome=outcome, reason=reason, subjects=subjects, violations=violations)


def _messages(answer: EngineAnswer, *, name: str) -> set[str] | None:
    """The messages of a set of strings or of objects with `msg`; None when it is something else.

    Only a rule that is undefined, within a package that answered as an object, says nothing.
    """
    document = answer.value if isinstance(answer, Defined) else None
    if not isinstance(document, dict):
        return None
    said = document.get(name, False)
    if said is False:
        return set()
    if not isinstance(said, list):
        return None
    found = [item.get("msg") if isinstance(item, dict) else item for item in said]
    texts = [item for item in found if isinstance(item, str) and item]
    return set(texts) if len(texts) == len(found) else None


def _violation(rule: Rule, message: str, scope: RuleScope) -> Violation:
    return Violation(
        rule=rule.code,
        subject=message,
        message=message,
        fingerprint=fingerprint_of(rule, message, (), scope),
    )
