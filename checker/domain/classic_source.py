"""Classic branch protection as a source: one rule for one branch, read with a permission of its own."""

from checker.domain.json_shape import field_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, unread
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

NEEDS_CLASSIC = "Administration: read (GET /repos/{owner}/{repo}/branches/{branch}/protection)"
_SECTION = "classic_protection"


def classic_source(ref: str, section: Json) -> Source:
    """What classic protection demands of one branch, or why that is not known.

    A branch the section does not list was not asked about. A branch without protection is listed, with
    `enabled: false`.
    """
    source_id = f"classic:{ref}"
    seen = read_observation(section, name=_SECTION)
    entry = _entry(ref, seen)
    if entry is None:
        return unread_source(source_id, _missing(ref, seen))
    protection = read_observation(field_of(entry, "protection"), name=source_id)
    if protection.status is not Status.COLLECTED:
        return unread_source(source_id, protection)
    rule = object_of(protection.value, source_id)
    evidence = evidence_of((seen, protection))
    return _demands(source_id, rule, evidence) if named_flag(rule, "enabled") else _nothing(source_id, evidence)


def is_enabled(source: Source) -> Claim:
    """Whether a classic rule is there at all."""
    return source.claims["protected"]


def _entry(ref: str, seen: Observation) -> dict[str, Json] | None:
    listed = seen.value if seen.status is Status.COLLECTED else seen.partial
    for item in objects_of([] if listed is None else listed, _SECTION):
        if text_of(field_of(item, "ref"), "ref") == ref:
            return item
    return None


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
