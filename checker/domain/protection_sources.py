"""What one source of protection demands of the refs it covers, in one form for classic rules and rulesets.

A source answers a fact with true, false, or the observation that says why it could not be read. Older responses leave
fields out, so one setting of a readable source can be unreadable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status
from checker.domain.reading import read_observation

Claim: TypeAlias = "bool | Observation"
"""What a source says about one fact; an observation means it could not be read."""

FACTS = (
    "protected",
    "force_push_blocked",
    "deletion_blocked",
    "creation_restricted",
    "update_restricted",
    "pull_request_required",
    "stale_reviews_dismissed",
    "code_owner_review",
    "last_push_approval",
    "reviews_bind_everyone",
    "conversation_resolution",
    "signatures_required",
    "linear_history",
    "checks_required",
    "checks_strict",
    "dismissal_restricted",
    "force_push_binds_everyone",
    "locked",
    "fork_syncing_blocked",
    "scans_required",
    "queue_checks_each",
    "message_pattern",
    "author_pattern",
    "committer_pattern",
)
"""Every fact that one readable source proves by itself; `admins_included` is decided otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class RequiredCheck:
    """A status check that must succeed; `app` is the only app that may report it, or 0 where `bound` is false."""

    name: str
    bound: bool
    app: int

    def to_json(self) -> dict[str, Json]:
        """The document form."""
        return {"name": self.name, "app": {"bound": self.bound, "id": self.app}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One place that may protect a ref, by its id (`classic:refs/heads/main`, `ruleset:42`).

    `approvals` is how many reviews it demands, `deployments` the environments a change must have been deployed to,
    `binds_admins` whether administrators are held to it as well.
    """

    id: str
    claims: Mapping[str, Claim]
    approvals: int | Observation
    checks: tuple[RequiredCheck, ...] | Observation
    deployments: tuple[str, ...] | Observation
    binds_admins: Claim
    evidence: tuple[str, ...]


def unread_source(source_id: str, reason: Observation) -> Source:
    """A source of which nothing could be read."""
    return Source(
        id=source_id,
        claims=dict.fromkeys(FACTS, reason),
        approvals=reason,
        checks=reason,
        deployments=reason,
        binds_admins=reason,
        evidence=reason.evidence,
    )


def if_it_covers(source: Source, reason: Observation) -> Source:
    """The same source when nobody knows whether it covers the ref: what it demands is unknown, what it lacks is not."""
    return Source(
        id=source.id,
        claims={fact: False if claim is False else reason for fact, claim in source.claims.items()},
        approvals=reason if source.approvals else 0,
        checks=reason if source.checks else (),
        deployments=reason if source.deployments else (),
        binds_admins=reason,
        evidence=source.evidence,
    )


def claim_of(fields: dict[str, Json], name: str) -> Claim:
    """A boolean that can be withheld: its value, or why it is not known."""
    seen = read_observation(field_of(fields, name), name=name)
    return flag_of(seen.value, name) if seen.status is Status.COLLECTED else seen


def nobody_in(bypass: Observation) -> Claim:
    """Whether a list of those who may bypass is empty, or why it is not known."""
    return not objects_of(bypass.value, "bypass") if bypass.status is Status.COLLECTED else bypass


def not_(claim: Claim) -> Claim:
    """The opposite of a claim; what is unknown stays unknown."""
    return claim if isinstance(claim, Observation) else not claim


def checks_of(fields: dict[str, Json]) -> tuple[RequiredCheck, ...]:
    """The checks that are really demanded: none while the requirement itself is off."""
    if not flag_of(field_of(fields, "required"), "checks.required"):
        return ()
    return tuple(_check(item) for item in objects_of(field_of(fields, "list"), "checks.list"))


def named_flag(fields: dict[str, Json], name: str) -> bool:
    """A boolean that must be there."""
    return flag_of(field_of(fields, name), name)


def part_of(fields: dict[str, Json], name: str) -> dict[str, Json]:
    """An object that must be there."""
    return object_of(field_of(fields, name), name)


def _check(item: dict[str, Json]) -> RequiredCheck:
    app = part_of(item, "app")
    return RequiredCheck(
        name=text_of(field_of(item, "name"), "name"),
        bound=named_flag(app, "bound"),
        app=whole_of(field_of(app, "id"), "id"),
    )
