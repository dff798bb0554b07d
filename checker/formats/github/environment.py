"""A deployment environment: its gates as the environments list states them, joined with what only its sub-pages carry.

`can_admins_bypass` decides whether the gate holds for administrators at all; the API answers it without documenting
it, and without it nothing is assumed. Without a policy (`null`) any ref may deploy.
"""

from dataclasses import dataclass

from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, incomplete, unread
from checker.errors import InputRefusedError
from checker.formats.github.fields import observed, required_flag, required_text
from checker.formats.github.principals import principal, sorted_by_identity

NEEDS_ENVIRONMENT = "Actions: read (GET /repos/{owner}/{repo}/environments)"
NEEDS_PATTERNS = "Actions: read (GET /repos/{owner}/{repo}/environments/{environment}/deployment-branch-policies)"
_RULES = "protection_rules"
_POLICY = "deployment_branch_policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentParts:
    """What the environments list does not carry.

    `patterns`: the deployment patterns as `[{kind, pattern}]`. `missing`: the status of what the entry itself leaves
    out.
    """

    patterns: Observation
    custom_rules: Observation
    secret_names: Observation
    variable_names: Observation
    missing: Status


def environment(body: dict[str, Json], parts: EnvironmentParts) -> dict[str, Json]:
    """One environment.

    Raises:
        InputRefusedError: a field has another type than the API documents.
    """
    admins = observed(body, "can_admins_bypass", missing=parts.missing, needs=NEEDS_ENVIRONMENT)
    return {
        "name": required_text(body, "name"),
        "reviewers": _reviewers(body, parts.missing).to_json(),
        "admins_bypass": admins.to_json(),
        "wait_minutes": _wait(body, parts.missing).to_json(),
        "custom_rules": parts.custom_rules.to_json(),
        "deploy_refs": _deploy_refs(body, parts).to_json(),
        "secret_names": parts.secret_names.to_json(),
        "variable_names": parts.variable_names.to_json(),
    }


def deployment_pattern(body: dict[str, Json]) -> dict[str, Json]:
    """One deployment pattern; answers older than tag policies do not say which kind it is."""
    kind = body.get("type", "unknown")
    if kind not in ("branch", "tag", "unknown"):
        raise InputRefusedError(f"a deployment policy has the type {kind!r}, expected branch or tag")
    return {"kind": kind, "pattern": required_text(body, "name")}


def _rule(body: dict[str, Json], kind: str) -> dict[str, Json] | None:
    rules = objects_of(field_of(body, _RULES), _RULES)
    return next((rule for rule in rules if rule.get("type") == kind), None)


def _left_out(key: str, missing: Status) -> Observation:
    return unread(missing, why=f"the answer leaves {key} out", needs=NEEDS_ENVIRONMENT)


def _reviewers(body: dict[str, Json], missing: Status) -> Observation:
    if _RULES not in body:
        return _left_out(_RULES, missing)
    rule = _rule(body, "required_reviewers")
    if rule is None:
        return collected({"principals": [], "prevent_self_review": False})
    if "prevent_self_review" not in rule:
        return _left_out("prevent_self_review", missing)
    people = [
        principal(required_text(item, "type"), object_of(field_of(item, "reviewer"), "reviewer"))
        for item in objects_of(field_of(rule, "reviewers"), "reviewers")
    ]
    return collected(
        {
            "principals": list(sorted_by_identity(people)),
            "prevent_self_review": flag_of(rule["prevent_self_review"], "prevent_self_review"),
        }
    )


def _wait(body: dict[str, Json], missing: Status) -> Observation:
    if _RULES not in body:
        return _left_out(_RULES, missing)
    rule = _rule(body, "wait_timer")
    return collected(0 if rule is None else whole_of(field_of(rule, "wait_timer"), "wait_timer"))


def _deploy_refs(body: dict[str, Json], parts: EnvironmentParts) -> Observation:
    if _POLICY not in body:
        return _left_out(_POLICY, parts.missing)
    if body[_POLICY] is None:
        return collected({"mode": "any", "patterns": []})
    policy = object_of(body[_POLICY], _POLICY)
    if not required_flag(policy, "custom_branch_policies"):
        if not required_flag(policy, "protected_branches"):
            raise InputRefusedError(f"{_POLICY} is neither protected_branches nor custom_branch_policies, expected one")
        return collected({"mode": "protected", "patterns": []})
    if parts.patterns.status is Status.COLLECTED:
        return collected({"mode": "custom", "patterns": parts.patterns.value}, evidence=parts.patterns.evidence)
    return incomplete(
        {"mode": "custom", "patterns": []},
        why=f"the list of deployment policies is {parts.patterns.status}",
        needs=parts.patterns.detail.needs or NEEDS_PATTERNS,
        evidence=parts.patterns.evidence,
    )
