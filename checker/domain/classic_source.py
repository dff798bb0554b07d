"""Classic branch protection as a source: the one rule that applies to a branch, read with a permission of its own.

Of several rules that match a branch one applies: the one that names it exactly, else the oldest. So of a release
pattern a fact is proven only when every rule that may apply to some branch of it says so. Source: the provider's
guide "Managing a branch protection rule".
"""

from collections.abc import Iterator, Sequence

from checker.domain.json_shape import field_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, unread
from checker.domain.proof_steps import ProofSteps
from checker.domain.protection_sources import (
    FACTS,
    Claim,
    RequiredCheck,
    Source,
    checks_of,
    claim_of,
    named_flag,
    nobody_in,
    not_,
    part_of,
    unread_source,
)
from checker.domain.reading import evidence_of, read_observation, unique, worst_of
from checker.domain.ref_pattern import may_overlap
from checker.domain.release_refs import ReleaseRef

NEEDS_CLASSIC = "Administration: read (GET /repos/{owner}/{repo}/branches/{branch}/protection)"
_SECTION = "classic_protection"


def classic_source(ref: ReleaseRef, section: Json, *, steps: ProofSteps) -> Source:
    """What classic protection demands of one release branch, or why that is not known.

    A branch the section does not list was not asked about. A branch without protection is listed, with
    `enabled: false`.

    Raises:
        StepsSpentError: the derivation has no steps left.
    """
    seen = read_observation(section, name=_SECTION)
    entries = dict(_entries(seen))
    if ref.ref not in entries:
        return unread_source(f"classic:{ref.ref}", _missing(ref.ref, seen))
    applying = [_source(ref.ref, entries[ref.ref], seen)]
    if ref.pattern:
        others = [other for other in sorted(entries.keys() - {ref.ref}) if may_overlap(ref.ref, other, steps=steps)]
        applying += [_source(other, entries[other], seen) for other in others]
    if ref.pattern and seen.status is not Status.COLLECTED:
        applying.append(unread_source("other classic rules", _missing(ref.ref, seen)))
    return _weakest(applying)


def _source(ref: str, entry: dict[str, Json], seen: Observation) -> Source:
    source_id = f"classic:{ref}"
    protection = read_observation(field_of(entry, "protection"), name=source_id)
    if protection.status is not Status.COLLECTED:
        return unread_source(source_id, protection)
    rule = object_of(protection.value, source_id)
    evidence = evidence_of((seen, protection))
    return _demands(source_id, rule, evidence) if named_flag(rule, "enabled") else _nothing(source_id, evidence)


def is_enabled(source: Source) -> Claim:
    """Whether a classic rule is there at all."""
    return source.claims["protected"]


def _entries(seen: Observation) -> Iterator[tuple[str, dict[str, Json]]]:
    listed = seen.value if seen.status is Status.COLLECTED else seen.partial
    for item in objects_of([] if listed is None else listed, _SECTION):
        yield text_of(field_of(item, "ref"), "ref"), item


def _weakest(sources: Sequence[Source]) -> Source:
    """What all of these demand, as one source that names them; a single one is itself."""
    if len(sources) == 1:
        return sources[0]
    return Source(
        id=" and ".join(source.id for source in sources),
        claims={fact: _all([(one.id, one.claims[fact]) for one in sources]) for fact in FACTS},
        approvals=_fewest([(one.id, one.approvals) for one in sources]),
        checks=_shared([(one.id, one.checks) for one in sources]),
        binds_admins=_all([(one.id, one.binds_admins) for one in sources]),
        evidence=unique(item for one in sources for item in one.evidence),
    )


def _all(said: Sequence[tuple[str, Claim]]) -> Claim:
    unknown = [(name, claim) for name, claim in said if isinstance(claim, Observation)]
    if any(claim is False for _, claim in said):
        return False
    return worst_of(unknown) if unknown else True


def _fewest(said: Sequence[tuple[str, int | Observation]]) -> int | Observation:
    known = [count for _, count in said if isinstance(count, int)]
    unknown = [(name, count) for name, count in said if isinstance(count, Observation)]
    return worst_of(unknown) if unknown and 0 not in known else min(known)


def _shared(
    said: Sequence[tuple[str, tuple[RequiredCheck, ...] | Observation]],
) -> tuple[RequiredCheck, ...] | Observation:
    """The checks every source demands; one counts as bound to an app only where all bind it to that one."""
    if unknown := [(name, checks) for name, checks in said if isinstance(checks, Observation)]:
        return worst_of(unknown)
    lists = [set(checks) for _, checks in said if not isinstance(checks, Observation)]
    names = set.intersection(*({check.name for check in checks} for checks in lists))
    alike = set.intersection(*lists)
    loose = {RequiredCheck(name=name, bound=False, app=0) for name in names - {check.name for check in alike}}
    return tuple(sorted(alike | loose))


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
    }
    return Source(
        id=source_id,
        claims=claims,
        approvals=whole_of(field_of(review, "approvals"), "approvals") if reviewed else 0,
        checks=checks,
        binds_admins=claim_of(rule, "admins_included"),
        evidence=evidence,
    )
