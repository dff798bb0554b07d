"""Recompute a report: each statement in it that follows from others is derived again and compared."""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.application.bind_documents import BY_SLUG
from checker.application.fingerprint import RuleScope, fingerprint_of
from checker.application.gate import StatedFacts, stated_gaps, weakenings_without_leave
from checker.application.postpone import is_postponed
from checker.application.required_rules import Requirements
from checker.domain.namespace import Namespace
from checker.domain.outcome import Decision, Outcome, Ruling, Violation, outcome_of
from checker.domain.rule import Contract, Enforcement, Rule
from checker.domain.snapshot import Snapshot
from checker.domain.trust import TrustDecision
from checker.domain.verdict import REQUIRED, Verdict, decide
from checker.formats.canonical import canonical_bytes
from checker.formats.report_view import ReportView


@dataclass(frozen=True, slots=True, kw_only=True)
class Judges:
    """What judged the report, as far as it is at hand."""

    snapshot: Snapshot | None = None
    requirements: Requirements | None = None


def differences_in(view: ReportView, judges: Judges) -> tuple[str, ...]:
    """Every statement of the report that does not follow from the rest of it, as sentences."""
    return (
        *_ledger(view),
        *(difference for ruling in view.rulings for difference in _ruling(ruling, view)),
        *_verdict(view, judges.requirements),
        *_gating(view, judges.requirements),
        *(_snapshot(view, judges.snapshot) if judges.snapshot else ()),
    )


def _ledger(view: ReportView) -> Iterator[str]:
    codes = [ruling.rule.code for ruling in view.rulings]
    if codes != sorted(set(codes)):
        yield "the rules are not sorted by code, each once"
    if view.ledger.reported != len(codes):
        yield f"the ledger counts {view.ledger.reported} rules reported, the report has {len(codes)}"
    if view.ledger.in_snapshot != len(codes):
        yield f"the ledger counts {view.ledger.in_snapshot} rules in the snapshot, the report has {len(codes)}"


def _ruling(ruling: Ruling, view: ReportView) -> Iterator[str]:
    code, decisions = ruling.rule.code, {judged.decision for judged in ruling.subjects}
    denied = {judged.subject for judged in ruling.subjects if judged.decision is Decision.DENIED}
    named = {violation.subject for violation in ruling.violations}
    if denied != named and ruling.outcome in {Outcome.PASSED, Outcome.FAILED, Outcome.WAIVED}:
        yield f"{code} denies {_listed(denied)}, its violations name {_listed(named)}"
    fingerprints = {violation.fingerprint for violation in ruling.violations}
    expected = _outcomes(ruling, decisions | ({Decision.DENIED} if named else set()), fingerprints)
    if ruling.outcome not in expected:
        yield f"{code} is reported as {ruling.outcome}, its subjects say {' or '.join(expected)}"
    if unknown := set(ruling.waived) - fingerprints:
        yield f"{code} waives {_listed(unknown)}, which is no violation of it"
    counted = {one.fingerprint for one in view.waivers if one.honoured and one.rule == code}
    if set(ruling.waived) != (meant := counted & fingerprints):
        yield f"{code} waives {_listed(set(ruling.waived))}, the waivers that count say {_listed(meant)}"
    for violation in ruling.violations:
        yield from _violation(violation, ruling, view)


def _outcomes(ruling: Ruling, decisions: set[Decision], fingerprints: set[str]) -> tuple[Outcome, ...]:
    """The outcomes that the subjects allow.

    One without subjects may have passed (`allow_empty`, or a foreign contract), not applied, or not been evaluated. The
    snapshot says which of these it may.
    """
    waived = bool(fingerprints) and fingerprints <= set(ruling.waived)
    if ruling.error and Decision.DENIED not in decisions:
        return (Outcome.NOT_EVALUATED,)
    found = {outcome_of(decisions, may_be_empty=may, waived=waived) for may in (True, False)}
    return tuple(sorted(found if decisions else {*found, Outcome.NOT_APPLICABLE}))


def _violation(violation: Violation, ruling: Ruling, view: ReportView) -> Iterator[str]:
    if violation.rule != ruling.rule.code:
        yield f"{ruling.rule.code} carries a violation of {violation.rule}"
    scope = RuleScope(namespace=view.namespace, repository_id=view.source.repository_id, slug=view.source.slug)
    expected = fingerprint_of(ruling.rule, violation.subject, violation.evidence, scope)
    if violation.fingerprint != expected:
        yield (
            f"the fingerprint of {ruling.rule.code} for {violation.subject} is {violation.fingerprint}, "
            f"expected {expected}"
        )


def _verdict(view: ReportView, requirements: Requirements | None) -> Iterator[str]:
    """The verdict decided again; without the anchor, what it requires can only have made the verdict stricter."""
    known = requirements or Requirements()
    verdict, because = decide(
        view.rulings,
        required=known.required,
        may_not_apply=known.may_not_apply,
        weakened=bool(view.flags),
        replayable=view.replayable,
    )
    expected, said = set(because), set(view.verdict_because)
    if requirements is None and verdict is not Verdict.BLOCKED:
        expected |= {reason for reason in said if reason.startswith(REQUIRED)}
        verdict = Verdict.UNDECIDED if expected else verdict
    if view.verdict is not verdict:
        yield f"the verdict is {view.verdict}, the rules say {verdict}"
    if said != expected:
        yield f"the verdict is said to rest on {_listed(said)}; it rests on {_listed(expected)}"


def _gating(view: ReportView, requirements: Requirements | None) -> Iterator[str]:
    if view.gating.gating == bool(view.gating.because):
        claim = "gating" if view.gating.gating else "not gating"
        yield f"the report is {claim}, with {len(view.gating.because)} reasons against gating"
    if view.gating.gating:
        yield from (f"the report is gating although {gap}" for gap in _gaps(view))
        if requirements is not None and not requirements.required:
            yield "the report is gating although its anchor requires no rules"


def _gaps(view: ReportView) -> Iterator[str]:
    """What the report itself names that no gate opens for, whatever it says of its gate."""
    is_real = view.namespace is Namespace.REAL
    stated = StatedFacts(
        namespace=view.namespace,
        is_anchored=bool(view.anchor),
        bound_by=view.source.bound_by,
        bundles=tuple((one.name, one.trust) for one in view.trust),
        audits=tuple((audit.kind, audit.authenticity) for audit in view.audits),
        evidence=tuple((proof.kind, proof.authenticity) for proof in view.proofs),
        flags=view.flags,
    )
    yield from stated_gaps(stated)
    if is_real and view.source.bound_by == BY_SLUG:
        yield f"its repository is bound by {BY_SLUG}"
    if is_real and not (view.source.repository_id and view.source.owner_id):
        yield "it does not say which repository id it is of"


def _snapshot(view: ReportView, snapshot: Snapshot) -> Iterator[str]:
    """What the report says of its rules, against the snapshot it names."""
    if view.snapshot != snapshot.digest:
        yield f"the report names snapshot {view.snapshot}, compared with {snapshot.digest}"
    ruled = {ruling.rule.code: ruling for ruling in view.rulings}
    rules = {rule.code: rule for rule in snapshot.rules}
    for code in sorted(ruled.keys() ^ rules.keys()):
        yield f"{code} is {'not in the snapshot' if code in ruled else 'in the snapshot and not reported'}"
    for code in sorted(ruled.keys() & rules.keys()):
        yield from _rule(ruled[code], rules[code], view)
    yield from _frame(view, snapshot)


def _rule(ruling: Ruling, meant: Rule, view: ReportView) -> Iterator[str]:
    """What the report says of one rule, against the rule of the snapshot."""
    said, code = ruling.rule, meant.code
    enforcement = Enforcement.WARN if is_postponed(meant, at=view.evaluated_at) else meant.enforcement
    if said.severity is not meant.severity or said.contract is not meant.contract:
        yield f"{code} is reported with another severity or contract than the snapshot gives it"
    if said.enforcement is not enforcement:
        yield f"{code} is reported as {said.enforcement}, the snapshot says {enforcement}"
    if set(said.identity) != set(meant.identity):
        yield f"{code} is identified by {_listed(set(said.identity))}, expected {_listed(set(meant.identity))}"
    may_be_empty = meant.allow_empty or meant.contract is Contract.CONFTEST
    if ruling.outcome is Outcome.PASSED and not ruling.subjects and not may_be_empty:
        yield f"{code} is reported as passed without a subject, which the rule does not allow"
    if ruling.outcome is Outcome.NOT_APPLICABLE and not meant.has_applies:
        yield f"{code} is reported as not_applicable, but the rule always applies"


def _frame(view: ReportView, snapshot: Snapshot) -> Iterator[str]:
    said = {(item.name, item.tree_digest, *_decision(item.trust)) for item in view.trust}
    meant = {(item.bundle.name, item.bundle.tree_digest, *_decision(item.trust)) for item in snapshot.bundles}
    if said != meant:
        yield "the bundles and their trust are not those of the snapshot"
    if canonical_bytes(view.parameters) != canonical_bytes(snapshot.parameters):
        yield "the parameters are not those of the snapshot"
    if view.gating.gating:
        yield from (f"the report is gating although {gap}" for gap in weakenings_without_leave(snapshot))
    if set(view.builtins) != set(snapshot.builtins):
        yield "the allowed builtins are not those of the snapshot"


def _decision(trust: TrustDecision) -> tuple[str, frozenset[str], int]:
    return trust.method, frozenset(trust.keys), trust.threshold


def _listed(words: set[str]) -> str:
    return ", ".join(sorted(words)) or "nothing"
