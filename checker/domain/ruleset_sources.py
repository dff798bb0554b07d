"""Rulesets as sources: every active ruleset of the ref's kind, at every level, that covers the ref or may cover it.

`evaluate` and `disabled` rulesets never count. A list that was read in part still proves what its entries demand; what
is missing from it is one more source, `rulesets`, that could not be read.
"""

from collections.abc import Sequence
from typing import TypeAlias

from checker.domain.finer_claims import deployments_of_ruleset, finer_claims_of_ruleset
from checker.domain.json_shape import field_of, object_of, objects_of, text_of, texts_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status
from checker.domain.proof_steps import ProofSteps
from checker.domain.protection_sources import (
    Claim,
    Source,
    checks_of,
    if_it_covers,
    named_flag,
    nobody_in,
    part_of,
    unread_source,
)
from checker.domain.reading import evidence_of, read_observation
from checker.domain.ref_covering import Covering, RefConditions, covering_of
from checker.domain.release_refs import RefKind, ReleaseRef

UNREAD_RULESETS = "rulesets"
_SECTION = "ref_rules"
_TARGETS = frozenset(map(str, RefKind))
NOT_ADMINS = frozenset({"Team", "Integration", "DeployKey", "User"})
"""Bypass actors that are not administrators by their kind; every other kind, known or not, counts as one."""


ActiveRuleset: TypeAlias = tuple[str, RefConditions | None, Source]
"""What it targets, which refs it is about (None when that could not be read), and the source it is."""


def active_rulesets(section: Json) -> tuple[tuple[ActiveRuleset, ...], Source | None]:
    """The rulesets that are enforced, read once for all refs, and one more source if the list is not whole."""
    seen = read_observation(section, name=_SECTION)
    listed = seen.value if seen.status is Status.COLLECTED else seen.partial
    entries = objects_of([] if listed is None else listed, _SECTION)
    rulesets = tuple(_read(entry, seen) for entry in entries if _counts(entry))
    return rulesets, None if seen.status is Status.COLLECTED else unread_source(UNREAD_RULESETS, seen)


def ruleset_sources(
    ref: ReleaseRef,
    rulesets: Sequence[ActiveRuleset],
    *,
    unread: Source | None,
    default: str | Observation,
    steps: ProofSteps,
) -> tuple[Source, ...]:
    """The rulesets that protect one release ref, and what of them could not be read.

    Raises:
        StepsSpentError: the derivation has no steps left.
    """
    found = (_for_ref(one, ref, default, steps) for one in rulesets)
    sources = [source for source in found if source is not None]
    return (*sources, unread) if unread else tuple(sources)


def conditions_of(definition: dict[str, Json]) -> RefConditions:
    """The includes and excludes of a ruleset's definition."""
    return RefConditions(
        include=tuple(texts_of(field_of(definition, "include"), "include")),
        exclude=tuple(texts_of(field_of(definition, "exclude"), "exclude")),
    )


def _counts(entry: dict[str, Json]) -> bool:
    target = text_of(field_of(entry, "target"), "target")
    return text_of(field_of(entry, "enforcement"), "enforcement") == "active" and target in _TARGETS


def _read(entry: dict[str, Json], seen: Observation) -> ActiveRuleset:
    target = text_of(field_of(entry, "target"), "target")
    source_id = f"ruleset:{text_of(field_of(entry, 'id'), 'id')}"
    definition = read_observation(field_of(entry, "definition"), name=source_id)
    if definition.status is not Status.COLLECTED:
        return target, None, unread_source(source_id, definition)
    fields = object_of(definition.value, source_id)
    bypass = read_observation(field_of(entry, "bypass"), name=f"{source_id}.bypass")
    source = _demands(source_id, fields, bypass, evidence_of((seen, definition)))
    return target, conditions_of(fields), source


def _for_ref(ruleset: ActiveRuleset, ref: ReleaseRef, default: str | Observation, steps: ProofSteps) -> Source | None:
    target, conditions, source = ruleset
    if target != ref.kind:
        return None
    if conditions is None:
        return source
    covering = covering_of(conditions, ref, default=default, steps=steps)
    if covering is Covering.UNDECIDED and isinstance(default, Observation):
        return if_it_covers(source, default)
    return source if covering is Covering.COVERED else None


def _binds_admins(bypass: Observation) -> Claim:
    if bypass.status is not Status.COLLECTED:
        return bypass
    actors = objects_of(bypass.value, "bypass")
    return all(text_of(field_of(actor, "kind"), "kind") in NOT_ADMINS for actor in actors)


def _demands(source_id: str, fields: dict[str, Json], bypass: Observation, evidence: tuple[str, ...]) -> Source:
    requires, forbids = part_of(fields, "requires"), part_of(fields, "forbids")
    review = part_of(requires, "pull_request")
    reviewed = named_flag(review, "required")
    checks = checks_of(part_of(requires, "checks"))
    claims: dict[str, Claim] = {
        "protected": _demands_anything(fields, requires, forbids),
        "force_push_blocked": named_flag(forbids, "force_push"),
        "deletion_blocked": named_flag(forbids, "deletion"),
        "creation_restricted": named_flag(forbids, "creation"),
        "update_restricted": named_flag(forbids, "update"),
        "pull_request_required": reviewed,
        "stale_reviews_dismissed": reviewed and named_flag(review, "dismiss_stale"),
        "code_owner_review": reviewed and named_flag(review, "code_owner"),
        "last_push_approval": reviewed and named_flag(review, "last_push"),
        "reviews_bind_everyone": reviewed and nobody_in(bypass),
        "conversation_resolution": reviewed and named_flag(review, "conversation_resolution"),
        "signatures_required": named_flag(requires, "signatures"),
        "linear_history": named_flag(requires, "linear_history"),
        "checks_required": bool(checks),
        "checks_strict": bool(checks) and named_flag(part_of(requires, "checks"), "strict"),
        **finer_claims_of_ruleset(fields, bypass),
    }
    return Source(
        id=source_id,
        claims=claims,
        approvals=whole_of(field_of(review, "approvals"), "approvals") if reviewed else 0,
        checks=checks,
        deployments=deployments_of_ruleset(fields),
        binds_admins=_binds_admins(bypass),
        evidence=evidence,
    )


def _demands_anything(fields: dict[str, Json], requires: dict[str, Json], forbids: dict[str, Json]) -> bool:
    """Whether a ruleset has any rule; one without rules protects nothing."""
    switches = [named_flag(forbids, name) for name in sorted(forbids)]
    switches += [named_flag(requires, name) for name in ("signatures", "linear_history")]
    switches += [named_flag(part_of(requires, name), "required") for name in ("pull_request", "checks")]
    lists = [texts_of(field_of(requires, name), name) for name in ("deployments", "workflows")]
    lists.append(texts_of(field_of(fields, "other_rules"), "other_rules"))
    return any(switches) or any(lists)
