"""Rulesets that came without their request: exports of the web interface, saved fixtures, GraphQL lists.

Such a file shows what a ruleset looks like somewhere. It does not show that this repository has it, now, with this
enforcement; so it is always a part (`incomplete`) and proves nothing.
"""

from checker.domain.json_shape import field_of, object_of, objects_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, incomplete, unread
from checker.errors import InputRefusedError
from checker.formats.github.allow_list import filtered
from checker.formats.github.answers import keyed
from checker.formats.github.fields import required_text
from checker.formats.github.graphql_status import graphql_field
from checker.formats.github.ruleset import (
    LEVELS,
    NEEDS_BYPASS,
    NEEDS_DEFINITION,
    bypass_actors,
    definition_of,
    ruleset_definition,
    ruleset_entry,
)

NEEDS_LIST = "Metadata: read (GET /repos/{owner}/{repo}/rulesets?includes_parents=true)"
WHY = "the file does not say which request it answers, so nothing ties it to this repository"
_RULESET = frozenset({"name", "target", "enforcement", "rules"})
_RULE_OF_BRANCH = frozenset({"type", "ruleset_id", "ruleset_source_type"})
_LEVEL = "level"


def is_export(value: Json) -> bool:
    """Whether a document is a ruleset, the rules of a branch, or a GraphQL list of rulesets."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, dict) and item.keys() >= _RULE_OF_BRANCH for item in value)
    return isinstance(value, dict) and (value.keys() >= _RULESET or _is_graphql_list(value))


def exported_rulesets(value: Json) -> tuple[dict[str, Json], ...]:
    """The entries of `ref_rules` one such document comes to; every definition and bypass list in it is a part.

    Raises:
        InputRefusedError: a field has another type than the API documents.
    """
    body = filtered(value)
    if isinstance(body, list):
        return _of_branch(objects_of(body, "the rules"))
    fields = object_of(body, "the ruleset")
    return _of_graphql(fields) if _is_graphql_list(fields) else (_ruleset(fields),)


def exports_section(entries: tuple[dict[str, Json], ...], *, evidence: tuple[str, ...]) -> Observation:
    """The section `ref_rules` when exports are all there is."""
    return incomplete(keyed(entries, "id"), why=WHY, needs=NEEDS_LIST, evidence=evidence)


def repository_of(value: Json) -> str:
    """The repository an export names itself; empty when it names an organization, or nothing."""
    source = value.get("source") if isinstance(value, dict) else None
    return source if isinstance(source, str) and source.count("/") == 1 else ""


def _is_graphql_list(value: dict[str, Json]) -> bool:
    data = value.get("data")
    level = data.get(_LEVEL) if isinstance(data, dict) else None
    return isinstance(level, dict) and "rulesets" in level


def _ruleset(body: dict[str, Json]) -> dict[str, Json]:
    bypass = bypass_actors(body)
    part = _part(bypass) if bypass.status is Status.COLLECTED else bypass
    entry = ruleset_entry(body, definition=_part(collected(ruleset_definition(body))), bypass=part)
    return entry if "id" in body else {**entry, "id": f"export:{entry['name']}"}


def _part(seen: Observation) -> Observation:
    return incomplete(seen.value, why=WHY, needs=NEEDS_DEFINITION)


def _of_branch(rules: list[dict[str, Json]]) -> tuple[dict[str, Json], ...]:
    by_ruleset: dict[int, list[dict[str, Json]]] = {}
    for rule in rules:
        by_ruleset.setdefault(whole_of(field_of(rule, "ruleset_id"), "ruleset_id"), []).append(rule)
    bypass = unread(Status.NOT_REQUESTED, why=WHY, needs=NEEDS_BYPASS)
    return tuple(
        ruleset_entry(
            {
                "id": ruleset_id,
                "name": "",
                "source_type": required_text(found[0], "ruleset_source_type"),
                "target": "branch",
                "enforcement": "active",
            },
            definition=_part(collected(definition_of(found, include=[], exclude=[]))),
            bypass=bypass,
        )
        for ruleset_id, found in sorted(by_ruleset.items())
    )


def _of_graphql(body: dict[str, Json]) -> tuple[dict[str, Json], ...]:
    rulesets = graphql_field(body, _LEVEL, "rulesets")
    if rulesets.status is not Status.COLLECTED:
        raise InputRefusedError(f"the rulesets were not answered: {rulesets.detail.why}")
    return tuple(_node(node) for node in objects_of(field_of(object_of(rulesets.value, "rulesets"), "nodes"), "nodes"))


def _node(node: dict[str, Json]) -> dict[str, Json]:
    source = required_text(object_of(field_of(node, "source"), "source"), "__typename")
    if source not in LEVELS:
        raise InputRefusedError(f"a ruleset has the source {source!r}, expected {', '.join(LEVELS)}")
    body: dict[str, Json] = {
        "id": field_of(node, "databaseId"),
        "name": field_of(node, "name"),
        "source_type": source,
        "target": required_text(node, "target").lower(),
        "enforcement": required_text(node, "enforcement").lower(),
    }
    definition = unread(Status.NOT_REQUESTED, why="the list does not carry the rules", needs=NEEDS_DEFINITION)
    bypass = unread(Status.NOT_REQUESTED, why="the list does not carry it", needs=NEEDS_BYPASS)
    return ruleset_entry(body, definition=definition, bypass=bypass)
