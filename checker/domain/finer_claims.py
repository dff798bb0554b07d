"""What a source demands beyond protection itself: scans, patterns, queues, deployments, who may dismiss or force.

Audits from before these were read leave their fields out; then they are not known, which proves and disproves nothing.
REST shows of a classic rule neither a merge queue nor required deployments, so a classic rule never disproves those.
"""

from checker.domain.json_shape import field_of, object_of, objects_of, text_of, texts_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, unread
from checker.domain.protection_sources import Claim, claim_of, named_flag, nobody_in, not_, part_of
from checker.domain.reading import read_observation

_CLASSIC_SETTINGS = "Administration: read (the page Settings > Branches)"
NOT_SHOWN = unread(Status.NOT_REQUESTED, why="no answer shows this of a classic rule", needs=_CLASSIC_SETTINGS)
"""What is known of a classic rule's merge queue and of the deployments it requires."""

_PATTERNS = {
    "message_pattern": ("commit_message_pattern", "message"),
    "author_pattern": ("commit_author_email_pattern", "author"),
    "committer_pattern": ("committer_email_pattern", "committer"),
}
_MESSAGE = "message"
_EVERYTHING = frozenset(
    {"", "^", "$", ".", ".*", ".+", "^.*", ".*$", "^.*$", "^.+", ".+$", "^.+$", "(?s).*", "[\\s\\S]*"}
)
_EVERY_ADDRESS = frozenset({"@", ".*@.*", ".+@.+", "^.*@.*$", "^.+@.+$", "^\\S+@\\S+$"})
"""Patterns that everything has, and that every address has: to demand one of them is to demand nothing."""


def finer_claims_of_ruleset(fields: dict[str, Json], bypass: Observation) -> dict[str, Claim]:
    """The claims of a ruleset's definition; a ruleset neither locks a branch nor limits who dismisses reviews."""
    kinds = set(texts_of(field_of(fields, "other_rules"), "other_rules"))
    workflows = texts_of(field_of(part_of(fields, "requires"), "workflows"), "workflows")
    return {
        "dismissal_restricted": False,
        "force_push_binds_everyone": named_flag(part_of(fields, "forbids"), "force_push") and nobody_in(bypass),
        "locked": False,
        "fork_syncing_blocked": False,
        "scans_required": "code_scanning" in kinds or bool(workflows),
        "queue_checks_each": "merge_queue" in kinds and _detail(fields, "queue_checks_each"),
        **{name: kind in kinds and _narrows(fields, about) for name, (kind, about) in _PATTERNS.items()},
    }


def finer_claims_of_classic(rule: dict[str, Json]) -> dict[str, Claim]:
    """The claims of a classic rule that is enabled."""
    review = part_of(rule, "pull_request")
    locked = claim_of(rule, "locked")
    return {
        "dismissal_restricted": named_flag(review, "required") and _optional(review, "dismissal_restricted"),
        "force_push_binds_everyone": _forced_by_nobody(rule),
        "locked": locked,
        "fork_syncing_blocked": not_(_optional(rule, "fork_syncing")) if locked is True else locked,
        "scans_required": False,
        "queue_checks_each": NOT_SHOWN,
        **dict.fromkeys(_PATTERNS, False),
    }


def deployments_of_ruleset(fields: dict[str, Json]) -> tuple[str, ...]:
    """The environments a change must have been deployed to."""
    return tuple(texts_of(field_of(part_of(fields, "requires"), "deployments"), "deployments"))


def _forced_by_nobody(rule: dict[str, Json]) -> Claim:
    blocked = not_(claim_of(rule, "force_push_allowed"))
    allowed = read_observation(rule.get("force_push_allowances"), name="who may force a push")
    return nobody_in(allowed) if blocked is True else blocked


def _optional(fields: dict[str, Json], name: str) -> Claim:
    """A boolean that an audit may leave out."""
    return claim_of({name: fields[name]}, name) if name in fields else read_observation(None, name=name)


def _detail(fields: dict[str, Json], name: str) -> Claim:
    details = read_observation(fields.get("details"), name="the details of a ruleset")
    if details.status is not Status.COLLECTED:
        return details
    return named_flag(object_of(details.value, "details"), name)


def _narrows(fields: dict[str, Json], about: str) -> Claim:
    """Whether a pattern keeps anything out; of an address, one that must not be there lets everybody else in."""
    seen = read_observation(fields.get("patterns"), name="the patterns of a ruleset")
    if seen.status is not Status.COLLECTED:
        return seen
    found = [one for one in objects_of(seen.value, "patterns") if text_of(field_of(one, "about"), "about") == about]
    return any(_keeps_out(one, is_address=about != _MESSAGE) for one in found)


def _keeps_out(pattern: dict[str, Json], *, is_address: bool) -> bool:
    written = text_of(field_of(pattern, "pattern"), "pattern")
    if named_flag(pattern, "negate"):
        return not is_address
    return written not in _EVERYTHING and not (is_address and written in _EVERY_ADDRESS)
