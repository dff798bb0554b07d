"""Settings of a repository as an audit holds them, built from a harmless default and what a test changes."""

from checker.domain.json_value import Json
from checker.domain.observation import Status, collected, incomplete, unread

Object = dict[str, Json]


def seen(value: Json) -> Json:
    return collected(value).to_json()


def hidden(status: Status = Status.DENIED, *, needs: str = "Administration: read") -> Json:
    return unread(status, why="the test hides it", needs=needs).to_json()


def cut(partial: Json) -> Json:
    return incomplete(partial, why="the test cuts it").to_json()


def check(name: str, app: int = 0) -> Object:
    return {"name": name, "app": {"bound": app > 0, "id": app}}


def classic_rule(**changed: Json) -> Object:
    """Classic protection that is enabled and demands nothing else."""
    off = seen(value=False)
    rule: Object = {
        "enabled": True,
        "pull_request": classic_review(required=False),
        "checks": {"required": False, "strict": False, "list": []},
        "push_restricted": False,
        "push_principals": [],
        "admins_included": off,
        "force_push_allowed": seen(value=True),
        "deletion_allowed": seen(value=True),
        "creation_blocked": off,
        "signatures": off,
        "linear_history": off,
        "conversation_resolution": off,
        "locked": off,
        "fork_syncing": seen(value=True),
        "force_push_allowances": seen([]),
    }
    return {**rule, **changed}


def classic_review(*, required: bool = True, approvals: int = 0, **changed: Json) -> Object:
    off = seen(value=False)
    review: Object = {
        "required": required,
        "approvals": approvals,
        "dismiss_stale": off,
        "code_owner": off,
        "last_push": off,
        "bypass_allowances": seen([]),
        "dismissal_restricted": off,
    }
    return {**review, **changed}


def classic(protection: Json, *, ref: str = "refs/heads/main") -> Json:
    return seen([{"ref": ref, "protection": protection}])


def unprotected(*, ref: str = "refs/heads/main") -> Json:
    return classic(seen(classic_rule(enabled=False)), ref=ref)


def review(*, approvals: int = 0, **changed: Json) -> Object:
    fields: Object = {
        "required": True,
        "approvals": approvals,
        "dismiss_stale": False,
        "code_owner": False,
        "last_push": False,
        "conversation_resolution": False,
    }
    return {**fields, **changed}


def definition(
    *,
    include: tuple[str, ...] = ("~ALL",),
    exclude: tuple[str, ...] = (),
    requires: Object | None = None,
    forbids: Object | None = None,
    other_rules: tuple[str, ...] = (),
    details: Object | None = None,
) -> Object:
    nothing = {**review(), "required": False}
    return {
        "include": list(include),
        "exclude": list(exclude),
        "requires": {
            "pull_request": nothing,
            "checks": {"required": False, "strict": False, "list": []},
            "signatures": False,
            "linear_history": False,
            "deployments": [],
            "workflows": [],
            **(requires or {}),
        },
        "forbids": {"force_push": False, "deletion": False, "creation": False, "update": False, **(forbids or {})},
        "other_rules": list(other_rules),
        "details": seen({"checks_on_creation": False, "queue_checks_each": False, "paths": [], **(details or {})}),
        "queue": seen(NO_QUEUE),
        "patterns": seen([]),
    }


NO_QUEUE: Object = {
    "method": "none",
    "checked_at_once": 0,
    "merged_at_once": 0,
    "waited_for": 0,
    "wait_minutes": 0,
    "check_minutes": 0,
}


def commit_pattern(about: str, **changed: Json) -> Object:
    """A pattern that addresses of one domain have, or messages that name an issue."""
    pattern: Object = {"about": about, "operator": "regex", "negate": False, "pattern": "^.+example$", **changed}
    return pattern


def ruleset(ruleset_id: str = "42", **changed: Json) -> Object:
    """An active branch ruleset over all branches that forbids force pushes and lets nobody bypass it."""
    entry: Object = {
        "id": ruleset_id,
        "name": f"ruleset {ruleset_id}",
        "source": "ruleset",
        "level": "repository",
        "target": "branch",
        "enforcement": "active",
        "definition": seen(definition(forbids={"force_push": True})),
        "bypass": seen([]),
    }
    return {**entry, **changed}


def actor(kind: str, actor_id: str = "1") -> Object:
    return {"kind": kind, "id": actor_id, "mode": "always"}


def repository(default: str = "main") -> Json:
    return seen(
        {
            "default_branch": default,
            "visibility": "public",
            "archived": False,
            "secret_scanning": hidden(),
            "push_protection": hidden(),
            "validity_checks": hidden(),
            "forking_allowed": hidden(),
        }
    )


def environment(name: str = "pypi", *, deploy_refs: Json) -> Object:
    unasked = hidden(Status.NOT_REQUESTED)
    return {
        "name": name,
        "reviewers": unasked,
        "admins_bypass": unasked,
        "wait_minutes": unasked,
        "custom_rules": unasked,
        "deploy_refs": deploy_refs,
        "secret_names": unasked,
        "variable_names": unasked,
    }


def deploying_from(*patterns: tuple[str, str]) -> Json:
    return seen({"mode": "custom", "patterns": [{"kind": kind, "pattern": pattern} for kind, pattern in patterns]})
