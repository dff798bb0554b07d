"""Setting requests: the requests that would bring GitHub's settings to what an audit holds of them. Nothing sends them.

An audit holds people and teams by id and leaves out what no rule asks for, so some settings cannot be written back from
it; for those there is no request. Bodies follow GitHub's REST documentation, version 2022-11-28.
"""

from dataclasses import dataclass, field
from urllib.parse import quote

from checker.domain.facts import plain
from checker.domain.json_shape import flag_of, list_of, object_of, text_of
from checker.domain.json_value import Json

_PULL_REQUEST = {
    "approvals": "required_approving_review_count",
    "dismiss_stale": "dismiss_stale_reviews",
    "code_owner": "require_code_owner_reviews",
    "last_push": "require_last_push_approval",
}
_OF_A_RULESET = {
    "approvals": "required_approving_review_count",
    "dismiss_stale": "dismiss_stale_reviews_on_push",
    "code_owner": "require_code_owner_review",
    "last_push": "require_last_push_approval",
    "conversation_resolution": "required_review_thread_resolution",
}
_SWITCHES = {
    "force_push_allowed": "allow_force_pushes",
    "deletion_allowed": "allow_deletions",
    "creation_blocked": "block_creations",
    "linear_history": "required_linear_history",
    "conversation_resolution": "required_conversation_resolution",
    "locked": "lock_branch",
}
_FORBIDDEN = {"creation": "creation", "update": "update", "deletion": "deletion", "force_push": "non_fast_forward"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRequest:
    """One request; `path` is below `repos/OWNER/NAME/`. An empty body is none."""

    method: str
    path: str
    body: dict[str, Json] = field(default_factory=dict)


def classic_requests(entry: dict[str, Json]) -> tuple[SettingRequest, ...]:
    """The requests for one entry of `classic_protection`; none if it cannot be written back whole."""
    rule = plain(entry["protection"])
    ref = text_of(entry["ref"], "ref")
    path = f"branches/{quote(ref.removeprefix('refs/heads/'), safe='')}/protection"
    if not isinstance(rule, dict):
        return ()
    if not flag_of(rule["enabled"], "enabled"):
        return (SettingRequest(method="DELETE", path=path),)
    review = object_of(rule["pull_request"], "pull_request")
    switches = {theirs: rule[ours] for ours, theirs in _SWITCHES.items()}
    told = {theirs: review[ours] for ours, theirs in _PULL_REQUEST.items()}
    on_request = (*switches.values(), *told.values(), rule["admins_included"], rule["signatures"])
    if rule["push_restricted"] or _names_people(rule, review) or any(map(_is_unread, on_request)):
        return ()
    if isinstance(synced := rule.get("fork_syncing"), bool):
        switches["allow_fork_syncing"] = synced
    body: dict[str, Json] = {
        "required_status_checks": _classic_checks(object_of(rule["checks"], "checks")),
        "enforce_admins": rule["admins_included"],
        "required_pull_request_reviews": told if review["required"] else None,
        "restrictions": None,
        **switches,
    }
    signatures = SettingRequest(method="POST" if rule["signatures"] else "DELETE", path=f"{path}/required_signatures")
    return (SettingRequest(method="PUT", path=path, body=body), signatures)


def ruleset_requests(entry: dict[str, Json], *, is_there: bool) -> tuple[SettingRequest, ...]:
    """The requests for one entry of `ref_rules`; none if it is not the repository's own or cannot be written back."""
    definition, bypass = plain(entry["definition"]), plain(entry["bypass"])
    if not isinstance(definition, dict) or not isinstance(bypass, list) or entry["level"] != "repository":
        return ()
    requires = object_of(definition["requires"], "requires")
    actors = [object_of(one, "an actor") for one in bypass]
    if definition["other_rules"] or requires["workflows"] or not all(_has_number(one) for one in actors):
        return ()
    body: dict[str, Json] = {
        "name": entry["name"],
        "target": entry["target"],
        "enforcement": entry["enforcement"],
        "conditions": {"ref_name": {"include": definition["include"], "exclude": definition["exclude"]}},
        "bypass_actors": [_actor(one) for one in actors],
        "rules": _rules(requires, object_of(definition["forbids"], "forbids"), definition.get("details")),
    }
    if is_there:
        return (SettingRequest(method="PUT", path=f"rulesets/{quote(text_of(entry['id'], 'id'), safe='')}", body=body),)
    return (SettingRequest(method="POST", path="rulesets", body=body),)


def environment_requests(entry: dict[str, Json], *, now: dict[str, Json]) -> tuple[SettingRequest, ...]:
    """The requests for one entry of `environments` that is `now` otherwise (empty: not there).

    None if something of it was not read, or if what differs is only for the settings page: custom rules, and whether
    administrators may bypass.
    """
    path = f"environments/{quote(text_of(entry['name'], 'name'), safe='')}"
    reviewers, refs, wait = (plain(entry[name]) for name in ("reviewers", "deploy_refs", "wait_minutes"))
    if not isinstance(reviewers, dict) or not isinstance(refs, dict) or not isinstance(wait, int):
        return ()
    people = [object_of(one, "a reviewer") for one in list_of(reviewers["principals"], "principals")]
    by_hand = ("admins_bypass", "custom_rules")
    if not all(map(_has_number, people)) or (now and any(plain(entry[name]) != plain(now[name]) for name in by_hand)):
        return ()
    if not text_of(entry["name"], "name").strip("."):  # a path ends there, or leads elsewhere, however it is written
        return ()
    is_custom = refs["mode"] == "custom"
    body: dict[str, Json] = {
        "wait_timer": wait,
        "prevent_self_review": reviewers["prevent_self_review"],
        "reviewers": [{"type": one["kind"], "id": int(text_of(one["id"], "id"))} for one in people],
        "deployment_branch_policy": None
        if refs["mode"] == "any"
        else {"protected_branches": not is_custom, "custom_branch_policies": is_custom},
    }
    there = plain(now["deploy_refs"]) if now else None
    known = list_of(there["patterns"], "patterns") if isinstance(there, dict) else []
    missing = [object_of(one, "a pattern") for one in list_of(refs["patterns"], "patterns") if one not in known]
    return (
        SettingRequest(method="PUT", path=path, body=body),
        *(
            SettingRequest(
                method="POST",
                path=f"{path}/deployment-branch-policies",
                body={"name": one["pattern"], "type": one["kind"]},
            )
            for one in missing
        ),
    )


def permission_requests(section: dict[str, Json], *, now: dict[str, Json]) -> tuple[SettingRequest, ...]:
    """The requests for the parts of the section `ci_permissions` that were read and are `now` otherwise."""
    actions, token = (plain(section[name]) for name in ("actions", "token"))
    found = []
    if isinstance(actions, dict) and actions != plain(now["actions"]):
        body = {name: value for name, value in actions.items() if not _is_unread(value)}
        found.append(SettingRequest(method="PUT", path="actions/permissions", body=body))
    if isinstance(token, dict) and token != plain(now["token"]):
        body = {
            "default_workflow_permissions": token["default"],
            "can_approve_pull_request_reviews": token["can_approve_reviews"],
        }
        found.append(SettingRequest(method="PUT", path="actions/permissions/workflow", body=body))
    return tuple(found)


def _is_unread(value: Json) -> bool:
    """Whether a switch or a number was not read: `plain` says so in words."""
    return isinstance(value, str) and value.startswith("not read")


def _has_elements(value: Json) -> bool:
    return isinstance(value, list) and bool(value)


def _names_people(rule: dict[str, Json], review: dict[str, Json]) -> bool:
    """Whether it says who may do something, or that only some may; an audit cannot write that back."""
    lists = (review["bypass_allowances"], rule.get("force_push_allowances"))
    return any(map(_has_elements, lists)) or review.get("dismissal_restricted") is True


def _classic_checks(checks: dict[str, Json]) -> Json:
    if not checks["required"]:
        return None
    listed = list_of(checks["list"], "list")
    return {"strict": checks["strict"], "checks": [_check(one, "app_id", any_app={"app_id": -1}) for one in listed]}


def _check(value: Json, key: str, *, any_app: dict[str, Json]) -> Json:
    check = object_of(value, "a check")
    app = object_of(check["app"], "app")
    return {"context": check["name"], **({key: app["id"]} if app["bound"] else any_app)}


def _rules(requires: dict[str, Json], forbids: dict[str, Json], details: Json) -> list[Json]:
    review, checks = object_of(requires["pull_request"], "pull_request"), object_of(requires["checks"], "checks")
    required: list[Json] = [_check(one, "integration_id", any_app={}) for one in list_of(checks["list"], "list")]
    created = details["checks_on_creation"] if isinstance(details, dict) else None
    on_creation: dict[str, Json] = {"do_not_enforce_on_create": not created} if isinstance(created, bool) else {}
    stated: list[tuple[Json, str, dict[str, Json]]] = [
        *((forbids[ours], theirs, {}) for ours, theirs in _FORBIDDEN.items()),
        (review["required"], "pull_request", {theirs: review[ours] for ours, theirs in _OF_A_RULESET.items()}),
        (
            checks["required"],
            "required_status_checks",
            {
                "strict_required_status_checks_policy": checks["strict"],
                "required_status_checks": required,
                **on_creation,
            },
        ),
        (requires["signatures"], "required_signatures", {}),
        (requires["linear_history"], "required_linear_history", {}),
        (
            requires["deployments"],
            "required_deployments",
            {"required_deployment_environments": requires["deployments"]},
        ),
    ]
    return [
        {"type": kind, **({"parameters": parameters} if parameters else {})}
        for wanted, kind, parameters in stated
        if wanted
    ]


def _has_number(principal: dict[str, Json]) -> bool:
    number = text_of(principal["id"], "id")
    return number.isascii() and number.isdecimal()


def _actor(actor: dict[str, Json]) -> Json:
    number = int(text_of(actor["id"], "id"))
    return {"actor_id": number or None, "actor_type": actor["kind"], "bypass_mode": actor["mode"]}
