"""The gate: whether a report may open one, and every reason why not.

A verdict and its right to gate are two things. `passed` over a file anyone could have written is still `passed`, but it
opens nothing.
"""

from dataclasses import dataclass

from checker.application.bind_documents import BY_NOTHING
from checker.application.required_rules import Requirements
from checker.domain.audit import Audit, AuditKind, Authenticity
from checker.domain.evidence import EvidenceDocument
from checker.domain.namespace import Namespace
from checker.domain.report import Gating, JudgedSource
from checker.domain.snapshot import Snapshot
from checker.domain.trust import Anchor, TrustDecision

_WITHOUT_ID = frozenset({AuditKind.REGISTRY, AuditKind.WORKSPACE})
"""Audits that cannot know the repository's id: a registry has none, and a checkout only names what it was cloned from.

What a checkout says counts for the commit it proves to be, and for no other.
"""
REQUIRES_NOTHING = "the anchor requires no rules, so whoever writes the project file alone decides what is judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFacts:
    """What decides whether a report gates."""

    snapshot: Snapshot
    audits: tuple[Audit, ...]
    evidence: tuple[EvidenceDocument, ...]
    source: JudgedSource
    anchor: Anchor | None
    requirements: Requirements
    namespace: Namespace
    lock_names_snapshot: bool
    flags: tuple[str, ...]
    baseline: Audit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFacts:
    """Of what decides whether a report gates, the part that the report itself states.

    `bundles` are names with how each is trusted, `audits` and `evidence` kinds with who vouches for each.
    """

    namespace: Namespace
    is_anchored: bool
    bound_by: str
    bundles: tuple[tuple[str, TrustDecision], ...]
    audits: tuple[tuple[str, Authenticity], ...]
    evidence: tuple[tuple[str, Authenticity], ...]
    flags: tuple[str, ...]


def gating_of(facts: GateFacts) -> Gating:
    """Gating only when nothing speaks against it."""
    stated = StatedFacts(
        namespace=facts.namespace,
        is_anchored=facts.anchor is not None,
        bound_by=facts.source.bound_by,
        bundles=tuple((one.bundle.name, one.trust) for one in facts.snapshot.bundles),
        audits=tuple((audit.kind, audit.authenticity) for audit in facts.audits),
        evidence=tuple((str(one.content.kind), authenticity_of(one)) for one in facts.evidence),
        flags=facts.flags,
    )
    reasons = (*stated_gaps(stated), *_unstated_gaps(facts))
    return Gating(gating=not reasons, because=reasons)


def stated_gaps(stated: StatedFacts) -> tuple[str, ...]:
    """The reasons not to gate that anyone can see who has only the report."""
    reasons = []
    if not stated.is_anchored:
        reasons.append("there is no anchor: nothing outside the judged tree says what is trusted")
    if stated.bound_by == BY_NOTHING:
        reasons.append("the anchor does not bind this repository by its id")
    reasons += [f"nobody vouches for bundle {name}" for name, trust in stated.bundles if not trust.is_anchored]
    if stated.namespace is Namespace.REAL:
        reasons += [f"the {what} is a file anyone could have written" for what in _unauthenticated(stated)]
    reasons += [f"the flag {flag} weakens this run" for flag in stated.flags]
    return tuple(reasons)


def authenticity_of(document: EvidenceDocument) -> Authenticity:
    """Who vouches for a document of evidence; nothing of it is read by this run from where it was made."""
    return Authenticity.SIGNED if document.is_verified else Authenticity.UNAUTHENTICATED


def _unauthenticated(stated: StatedFacts) -> tuple[str, ...]:
    """What nobody vouches for, each once."""
    named = [(f"{kind} audit", authenticity) for kind, authenticity in stated.audits]
    named += [(f"evidence {kind}", authenticity) for kind, authenticity in stated.evidence]
    return tuple(dict.fromkeys(what for what, authenticity in named if authenticity is Authenticity.UNAUTHENTICATED))


def weakenings_without_leave(snapshot: Snapshot) -> tuple[str, ...]:
    """Where the project asks for less than the policy and the anchor does not allow it."""
    return tuple(
        f"{weakening.rule} is weakened without leave: {weakening.what}"
        for weakening in snapshot.weakenings
        if not weakening.allowed_by
    )


def _unstated_gaps(facts: GateFacts) -> tuple[str, ...]:
    """The reasons that only the anchor, the snapshot, the lock and the audits themselves show."""
    unlocked = () if facts.lock_names_snapshot else ("no lock names this snapshot",)
    nameless = (
        f"the {audit.kind} audit does not say which repository id it is of"
        for audit in facts.audits
        if not audit.subject.repository_id and audit.kind not in _WITHOUT_ID
    )
    is_real = facts.namespace is Namespace.REAL
    idle = (REQUIRES_NOTHING,) if facts.anchor and not facts.requirements.required else ()
    in_real = (*nameless, *_unsigned_baseline(facts)) if is_real else ()
    return (*idle, *unlocked, *weakenings_without_leave(facts.snapshot), *in_real)


def _unsigned_baseline(facts: GateFacts) -> tuple[str, ...]:
    """Whoever could write the baseline could have taken out of it what is not required any more."""
    is_unsigned = facts.baseline is not None and facts.baseline.authenticity is not Authenticity.SIGNED
    return ("the baseline is a file anyone could have written",) if is_unsigned else ()
