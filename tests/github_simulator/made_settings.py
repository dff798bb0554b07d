"""What GraphQL tells an administrator of the settings that REST tells too: made of the simulator's answers of REST.

So both always say the same of one repository. What REST refuses, GraphQL refuses for its field alone.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tests.github_simulator.secret import SECRET

_Told = dict[str, Any]
_KINDS = {"Integration": "App", "Team": "Team", "User": "User"}


def settings_fields(answers: Mapping[str, Any], base: str, variables: Mapping[str, Any]) -> tuple[_Told, list[_Told]]:
    """The fields of the parts that are asked for, and the errors of those that REST does not give."""
    fields: _Told = {}
    errors = []
    begin = int(variables["endCursor"] or 0)
    for part, (field, make) in _PARTS.items():
        if not variables.get(part):
            continue
        try:
            nodes = make(answers, base)
        except _RefusedError:
            fields[field] = None
            errors.append({"type": "FORBIDDEN", "path": ["repository", field], "message": "Resource not accessible"})
        else:
            page = {"hasNextPage": begin + 100 < len(nodes), "endCursor": str(begin + 100)}
            fields[field] = {"totalCount": len(nodes), "pageInfo": page, "nodes": nodes[begin : begin + 100]}
    if variables.get("applied"):
        fields["releasedFrom"] = _applied(answers, base)
    if variables.get("dependencies"):
        fields["alertsEnabled"] = "openAlerts" in fields and fields["openAlerts"] is not None
    return fields, errors


def classic_rule(
    pattern: str, *allowed: tuple[str, int], approvals: int = 2, forced: tuple[tuple[str, int], ...] = ()
) -> _Told:
    """One classic rule as GraphQL shows it: the kind and id of who may merge past its reviews, and force a push."""
    return {
        "branchPattern": pattern,
        "requiredApprovingReviewCount": approvals,
        "restrictsReviewDismissals": True,
        "bypassPullRequestAllowances": _allowed(allowed),
        "bypassForcePushAllowances": _allowed(forced),
    }


def _allowed(accounts: tuple[tuple[str, int], ...]) -> _Told:
    secret = {"email": f"{SECRET}@example.org", "description": SECRET}
    nodes = [{"allowedActor": {"__typename": kind, "databaseId": number, **secret}} for kind, number in accounts]
    return {"totalCount": len(nodes), "nodes": nodes}


class _RefusedError(Exception):
    """REST does not give it."""


def _body(answers: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - JSON
    answer = answers.get(path)
    if answer is None or answer.status != 200 or answer.raw is not None or answer.cut or answer.framing:
        raise _RefusedError
    return answer.body


def _branches(answers: Mapping[str, Any], base: str) -> list[_Told]:
    return [
        {
            "name": one["name"],
            "classicRule": {"databaseId": 1} if one["protected"] else None,
            "appliedRules": {"totalCount": 0},
        }
        for one in _body(answers, f"{base}/branches")
    ]


def _alerts(answers: Mapping[str, Any], base: str) -> list[_Told]:
    words = {"medium": "MODERATE"}
    return [
        {
            "number": one["number"],
            "created_at": one["created_at"],
            "security_advisory": {
                **one["security_advisory"],
                "severity": words.get(
                    one["security_advisory"]["severity"], one["security_advisory"]["severity"].upper()
                ),
            },
        }
        for one in _body(answers, f"{base}/dependabot/alerts")
    ]


def _applied(answers: Mapping[str, Any], base: str) -> _Told | None:
    try:
        name = _body(answers, base)["default_branch"]
        rules = _body(answers, f"{base}/rules/branches/{name}")
    except (_RefusedError, KeyError):
        return None
    nodes = [
        {
            "type": rule["type"].upper(),
            "ruleset": {"id": rule["ruleset_id"], "source": {"__typename": rule["ruleset_source_type"]}},
            "parameters": rule.get("parameters"),
        }
        for rule in rules
    ]
    return {"name": name, "ruleList": {"totalCount": len(nodes), "nodes": nodes}}


def _rulesets(answers: Mapping[str, Any], base: str) -> list[_Told]:
    listed = [one["id"] for one in _body(answers, f"{base}/rulesets") if one["source_type"] == "Repository"]
    return [_ruleset(_body(answers, f"{base}/rulesets/{number}")) for number in listed]


def _ruleset(body: Any) -> _Told:  # noqa: ANN401 - JSON
    if "bypass_actors" not in body:
        raise _RefusedError
    actors = [_actor(one) for one in body["bypass_actors"]]
    rules = [{"type": rule["type"].upper(), "parameters": rule.get("parameters")} for rule in body["rules"]]
    return {
        "id": body["id"],
        "name": body["name"],
        "target": body["target"].upper(),
        "enforcement": body["enforcement"].upper(),
        "conditions": body["conditions"],
        "ruleList": {"totalCount": len(rules), "nodes": rules},
        "bypassList": {"totalCount": len(actors), "nodes": actors},
    }


def _actor(one: _Told) -> _Told:
    kind = one["actor_type"]
    account = {"__typename": _KINDS[kind], "databaseId": one["actor_id"]} if kind in _KINDS else None
    return {
        "bypass_mode": one["bypass_mode"].upper(),
        "deployKey": kind == "DeployKey",
        "organizationAdmin": kind == "OrganizationAdmin",
        "repositoryRoleDatabaseId": one["actor_id"] if kind == "RepositoryRole" else None,
        "allowedActor": account,
    }


_PARTS: dict[str, tuple[str, Callable[[Mapping[str, Any], str], list[_Told]]]] = {
    "branches": ("branchRefs", _branches),
    "rulesets": ("ownRulesets", _rulesets),
    "dependencies": ("openAlerts", _alerts),
}
