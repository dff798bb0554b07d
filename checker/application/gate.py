"""The gate: whether a report may open one, and every reason why not.

A verdict and its right to gate are two things. `passed` over a file anyone could have written is still `passed`, but it
opens nothing.
"""

from dataclasses import dataclass

from checker.application.bind_documents import BY_NOTHING
from checker.domain.audit import Audit, AuditKind, Authenticity
from checker.domain.namespace import Namespace
from checker.domain.report import Gating, JudgedSource
from checker.domain.snapshot import Snapshot
from checker.domain.trust import Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFacts:
    """What decides whether a report gates."""

    snapshot: Snapshot
    audits: tuple[Audit, ...]
    source: JudgedSource
    anchor: Anchor | None
    namespace: Namespace
    lock_names_snapshot: bool
    flags: tuple[str, ...]


def gating_of(facts: GateFacts) -> Gating:
    """Gating only when nothing speaks against it."""
    reasons = [*_trust_gaps(facts), *_audit_gaps(facts)]
    reasons += [f"the flag {flag} weakens this run" for flag in facts.flags]
    return Gating(gating=not reasons, because=tuple(reasons))


def _trust_gaps(facts: GateFacts) -> list[str]:
    reasons = []
    if facts.anchor is None:
        reasons.append("there is no anchor: nothing outside the judged tree says what is trusted")
    if not facts.lock_names_snapshot:
        reasons.append("no lock names this snapshot")
    reasons += [
        f"nobody vouches for bundle {resolved.bundle.name}"
        for resolved in facts.snapshot.bundles
        if not resolved.trust.is_anchored
    ]
    reasons += [
        f"{weakening.rule} is weakened without leave: {weakening.what}"
        for weakening in facts.snapshot.weakenings
        if not weakening.allowed_by
    ]
    return reasons


def _audit_gaps(facts: GateFacts) -> list[str]:
    reasons = []
    if facts.source.bound_by == BY_NOTHING:
        reasons.append("the anchor does not bind this repository by its id")
    for audit in facts.audits:
        has_id = audit.subject.repository_id or audit.kind is AuditKind.REGISTRY
        if not has_id and facts.namespace is Namespace.REAL:
            reasons.append(f"the {audit.kind} audit does not say which repository id it is of")
        open_to_anyone = audit.authenticity is Authenticity.UNAUTHENTICATED
        if open_to_anyone and facts.namespace is Namespace.REAL:
            reasons.append(f"the {audit.kind} audit is a file anyone could have written")
    return reasons
