"""Classic branch protection as sources: one rule for one branch or pattern, read with a permission of its own.

On each branch one classic rule holds alone: the one with its exact name, else the oldest pattern that matches. So a
release pattern is held by every rule that may match a part of it, and has only what all of them demand. Which of two
patterns is older is not known, and a weaker one counts as if it were.

Source: the provider's page on managing a branch protection rule, "About branch protection rules".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.domain.finer_claims import NOT_SHOWN, finer_claims_of_classic
from checker.domain.json_shape import field_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, unread
from checker.domain.proof_steps import ProofSteps
from checker.domain.protection_sources import (
    FACTS,
    Claim,
    Source,
    checks_of,
    claim_of,
    named_flag,
    nobody_in,
    not_,
    part_of,
    unread_source,
)
from checker.domain.reading import evidence_of, read_observation
from checker.domain.ref_pattern import may_overlap
from checker.domain.release_refs import RefKind, ReleaseRef

NEEDS_CLASSIC = "Administration: read (GET /repos/{owner}/{repo}/branches/{branch}/protection)"
_SECTION = "classic_protection"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassicRules:
    """Every classic rule that was read, by the ref it is for, and how completely their list was."""

    seen: Observation
    by_ref: Mapping[str, Source]


def classic_rules(section: Json) -> ClassicRules:
    """The classic rules of a section, read once for all refs."""
    seen = read_observation(section, name=_SECTION)
    listed = seen.value if seen.status is Status.COLLECTED else seen.partial
    sources = (_source(entry, seen) for entry in objects_of([] if listed is None else listed, _SECTION))
    return ClassicRules(seen=seen, by_ref=dict(sources))


def classic_sources(ref: ReleaseRef, rules: ClassicRules, *, steps: ProofSteps) -> tuple[Source, ...]:
    """The rules that hold on one release ref, each on a part of it, or why they are not known; none for a tag.

    A branch the section does not list was not asked about. A branch without protection is listed, with
    `enabled: false`. A list that was not read to its end may lack a rule for a part of a pattern.

    Raises:
        StepsSpentError: the derivation has no steps left.
    """
    if ref.kind is RefKind.TAG:
        return ()
    own = rules.by_ref.get(ref.ref)
    found = [unread_source(f"classic:{ref.ref}", _missing(ref.ref, rules.seen)) if own is None else own]
    if ref.pattern:
        found += _of_parts(ref, rules, steps)
        if own is not None and rules.seen.status is not Status.COLLECTED:
            found.append(unread_source(_SECTION, rules.seen))
    return tuple(found)


def is_enabled(source: Source) -> Claim:
    """Whether a classic rule is there at all."""
    return source.claims["protected"]


def _source(entry: dict[str, Json], seen: Observation) -> tuple[str, Source]:
    """One rule, with the ref it is for."""
    ref = text_of(field_of(entry, "ref"), "ref")
    source_id = f"classic:{ref}"
    protection = read_observation(field_of(entry, "protection"), name=source_id)
    if protection.status is not Status.COLLECTED:
        return ref, unread_source(source_id, protection)
    rule = object_of(protection.value, source_id)
    evidence = evidence_of([protection if protection.evidence else seen])
    return ref, _demands(source_id, rule, evidence) if named_flag(rule, "enabled") else _nothing(source_id, evidence)


def _of_parts(ref: ReleaseRef, rules: ClassicRules, steps: ProofSteps) -> Iterator[Source]:
    """The rules for something else that may match a part of a pattern."""
    for other, source in rules.by_ref.items():
        if other != ref.ref and may_overlap(other, ref.ref, steps=steps):
            yield source


def _missing(ref: str, seen: Observation) -> Observation:
    if seen.status is Status.COLLECTED or not seen.detail.needs:
        status = Status.NOT_REQUESTED if seen.status is Status.COLLECTED else seen.status
        return unread(
            status,
            why=f"classic protection of {ref} was not read",
            needs=NEEDS_CLASSIC,
            http=seen.detail.http,
            message=seen.detail.message,
            evidence=seen.evidence,
        )
    return seen


def _nothing(source_id: str, evidence: tuple[str, ...]) -> Source:
    return Source(
        id=source_id,
        claims=dict.fromkeys(FACTS, False),
        approvals=0,
        checks=(),
        deployments=(),
        binds_admins=False,
        evidence=evidence,
    )


def _demands(source_id: str, rule: dict[str, Json], evidence: tuple[str, ...]) -> Source:
    review = part_of(rule, "pull_request")
    reviewed = named_flag(review, "required")
    allowed = read_observation(field_of(review, "bypass_allowances"), name=f"{source_id}.bypass_allowances")
    checks = checks_of(part_of(rule, "checks"))
    restricted = named_flag(rule, "push_restricted")
    claims: dict[str, Claim] = {
        "protected": True,
        "force_push_blocked": not_(claim_of(rule, "force_push_allowed")),
        "deletion_blocked": not_(claim_of(rule, "deletion_allowed")),
        # The provider blocks creation only for those a push restriction keeps out.
        "creation_restricted": restricted and claim_of(rule, "creation_blocked"),
        "update_restricted": restricted or claim_of(rule, "locked"),
        "pull_request_required": reviewed,
        "stale_reviews_dismissed": reviewed and claim_of(review, "dismiss_stale"),
        "code_owner_review": reviewed and claim_of(review, "code_owner"),
        "last_push_approval": reviewed and claim_of(review, "last_push"),
        "reviews_bind_everyone": reviewed and nobody_in(allowed),
        "conversation_resolution": claim_of(rule, "conversation_resolution"),
        "signatures_required": claim_of(rule, "signatures"),
        "linear_history": claim_of(rule, "linear_history"),
        "checks_required": bool(checks),
        "checks_strict": bool(checks) and named_flag(part_of(rule, "checks"), "strict"),
        **finer_claims_of_classic(rule),
    }
    return Source(
        id=source_id,
        claims=claims,
        approvals=whole_of(field_of(review, "approvals"), "approvals") if reviewed else 0,
        checks=checks,
        deployments=NOT_SHOWN,
        binds_admins=claim_of(rule, "admins_included"),
        evidence=evidence,
    )
