"""A ruleset as the API or an export states it, in the form of `ref_rules`."""

from collections.abc import Iterable

from checker.domain.json_shape import field_of, objects_of, texts_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread
from checker.errors import InputRefusedError
from checker.formats.github.fields import observed, optional_object, required_flag, required_text
from checker.formats.github.principals import sorted_by_identity
from checker.formats.github.ruleset_rules import QUEUE, commit_patterns, merge_queue

NEEDS_DEFINITION = "Metadata: read (GET /repos/{owner}/{repo}/rulesets/{ruleset_id})"
NEEDS_BYPASS = "write access to the ruleset (Administration: write, or an administrator)"
LEVELS = {"Repository": "repository", "Organization": "organization", "Enterprise": "enterprise"}
_FORBIDDEN = {
    "creation": "creation",
    "update": "update",
    "deletion": "deletion",
    "non_fast_forward": "force_push",
}
_REQUIRED = (
    "pull_request",
    "required_status_checks",
    "required_signatures",
    "required_linear_history",
    "required_deployments",
    "workflows",
)
_EVERY_ACTOR = 0


def ruleset_entry(body: dict[str, Json], *, definition: Observation, bypass: Observation) -> dict[str, Json]:
    """One entry of `ref_rules`, from the fields that lists and single answers share."""
    source_type = required_text(body, "source_type") if "source_type" in body else "Repository"
    if source_type not in LEVELS:
        raise InputRefusedError(f"a ruleset has the source type {source_type!r}, expected {', '.join(LEVELS)}")
    return {
        "id": str(whole_of(body.get("id", 0), "id")),
        "name": required_text(body, "name"),
        "source": "ruleset",
        "level": LEVELS[source_type],
        "target": required_text(body, "target"),
        "enforcement": required_text(body, "enforcement"),
        "definition": definition.to_json(),
        "bypass": bypass.to_json(),
    }


def ruleset_definition(body: dict[str, Json]) -> dict[str, Json]:
    """Which refs it names and what it demands of them.

    Raises:
        InputRefusedError: a field has another type than the API documents, or a rule is there twice.
    """
    conditions = optional_object(body, "conditions") or {}
    names = optional_object(conditions, "ref_name") or {}
    return definition_of(
        objects_of(field_of(body, "rules"), "rules"),
        include=texts_of(names.get("include", []), "include"),
        exclude=texts_of(names.get("exclude", []), "exclude"),
    )


def definition_of(rules: list[dict[str, Json]], *, include: list[str], exclude: list[str]) -> dict[str, Json]:
    """A definition out of its rules and the refs it names."""
    by_type = _by_type(rules)
    known = {*_FORBIDDEN, *_REQUIRED}
    return {
        "include": [*dict.fromkeys(include)],
        "exclude": [*dict.fromkeys(exclude)],
        "requires": {
            "pull_request": _pull_request(by_type.get("pull_request")),
            "checks": _checks(by_type.get("required_status_checks")),
            "signatures": "required_signatures" in by_type,
            "linear_history": "required_linear_history" in by_type,
            "deployments": _environments(by_type.get("required_deployments")),
            "workflows": _workflows(by_type.get("workflows")),
        },
        "forbids": {name: kind in by_type for kind, name in _FORBIDDEN.items()},
        "other_rules": _sorted(by_type.keys() - known),
        "details": collected(_details(by_type)).to_json(),
        "queue": merge_queue(by_type).to_json(),
        "patterns": commit_patterns(by_type).to_json(),
    }


def bypass_actors(body: dict[str, Json]) -> Observation:
    """Who may bypass it; only those who may edit the ruleset are told, others get no list at all."""
    return observed(body, "bypass_actors", take=_actors, missing=Status.DENIED, needs=NEEDS_BYPASS)


def definition_unread(status: Status, why: str) -> Observation:
    """The definition of a ruleset of which only the list's entry was read."""
    return unread(status, why=why, needs=NEEDS_DEFINITION)


def read_definition(body: dict[str, Json]) -> Observation:
    """The definition of a single answer."""
    return collected(ruleset_definition(body))


def _by_type(rules: list[dict[str, Json]]) -> dict[str, dict[str, Json]]:
    found: dict[str, dict[str, Json]] = {}
    for rule in rules:
        kind = required_text(rule, "type")
        parameters = optional_object(rule, "parameters") or {}
        if kind in found and kind in (*_REQUIRED, *_FORBIDDEN) and found[kind] != parameters:
            raise InputRefusedError(f"the rule {kind} is there twice with different parameters, expected it once")
        found[kind] = parameters
    return found


def _pull_request(parameters: dict[str, Json] | None) -> Json:
    if parameters is None:
        names = ("dismiss_stale", "code_owner", "last_push", "conversation_resolution")
        return {"required": False, "approvals": 0, **dict.fromkeys(names, False)}
    approvals = field_of(parameters, "required_approving_review_count")
    return {
        "required": True,
        "approvals": whole_of(approvals, "required_approving_review_count"),
        "dismiss_stale": required_flag(parameters, "dismiss_stale_reviews_on_push"),
        "code_owner": required_flag(parameters, "require_code_owner_review"),
        "last_push": required_flag(parameters, "require_last_push_approval"),
        "conversation_resolution": required_flag(parameters, "required_review_thread_resolution"),
    }


def _checks(parameters: dict[str, Json] | None) -> Json:
    if parameters is None:
        return {"required": False, "strict": False, "list": []}
    checks = objects_of(field_of(parameters, "required_status_checks"), "required_status_checks")
    return {
        "required": True,
        "strict": required_flag(parameters, "strict_required_status_checks_policy"),
        "list": [*sorted((_check(check) for check in checks), key=str)],
    }


def _check(check: dict[str, Json]) -> dict[str, Json]:
    app = check.get("integration_id")
    is_bound = app is not None and app != -1
    return {
        "name": required_text(check, "context"),
        "app": {"bound": is_bound, "id": whole_of(app, "integration_id") if is_bound else 0},
    }


def _details(by_type: dict[str, dict[str, Json]]) -> Json:
    """What is set within single rules; a queue that builds groups may let a change in that failed by itself."""
    checks = by_type.get("required_status_checks", {})
    paths = by_type.get("file_path_restriction", {}).get("restricted_file_paths", [])
    return {
        "checks_on_creation": "required_status_checks" in by_type
        and checks.get("do_not_enforce_on_create") is not True,
        "queue_checks_each": by_type.get(QUEUE, {}).get("grouping_strategy") == "ALLGREEN",
        "paths": _sorted(texts_of(paths, "restricted_file_paths")),
    }


def _environments(parameters: dict[str, Json] | None) -> Json:
    if parameters is None:
        return []
    key = "required_deployment_environments"
    return _sorted(texts_of(field_of(parameters, key), key))


def _workflows(parameters: dict[str, Json] | None) -> Json:
    if parameters is None:
        return []
    found = objects_of(field_of(parameters, "workflows"), "workflows")
    return _sorted(required_text(workflow, "path") for workflow in found)


def _actors(value: Json, key: str) -> Json:
    return [*sorted_by_identity([_actor(item) for item in objects_of(value, key)])]


def _sorted(words: Iterable[str]) -> list[Json]:
    return [*sorted(set(words))]


def _actor(item: dict[str, Json]) -> dict[str, Json]:
    """One actor; administrators of an organization and deploy keys are named by their kind and need no id."""
    actor = item.get("actor_id")
    return {
        "kind": required_text(item, "actor_type"),
        "id": str(_EVERY_ACTOR if actor is None else whole_of(actor, "actor_id")),
        "mode": required_text(item, "bypass_mode"),
    }
