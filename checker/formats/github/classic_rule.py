"""Classic branch protection: the protection object of a GET or PUT answer becomes one rule of `classic_protection`.

Older answers leave settings out that newer ones carry (`required_signatures`, `block_creations`, `lock_branch`, …);
each of those is an observation of its own. Null or -1 as a check's `app_id` lets any app report it.
"""

from checker.domain.json_shape import field_of, objects_of, texts_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread
from checker.formats.github.fields import (
    observed,
    optional_object,
    required_flag,
    required_text,
    switch,
)
from checker.formats.github.principals import principals_of

_ANY_APP = (None, -1)
_ALLOWANCES = "bypass_pull_request_allowances"
_DISMISSAL = "dismissal_restrictions"


def classic_rule(body: dict[str, Json]) -> dict[str, Json]:
    """The rule a protection object states.

    Raises:
        InputRefusedError: a field has another type than the API documents.
    """
    restrictions = optional_object(body, "restrictions")
    return {
        "enabled": True,
        "pull_request": _pull_request(optional_object(body, "required_pull_request_reviews")),
        "checks": _checks(optional_object(body, "required_status_checks")),
        "push_restricted": restrictions is not None,
        "push_principals": principals_of(restrictions or {}),
        "admins_included": switch(body, "enforce_admins").to_json(),
        "force_push_allowed": switch(body, "allow_force_pushes").to_json(),
        "deletion_allowed": switch(body, "allow_deletions").to_json(),
        "creation_blocked": switch(body, "block_creations").to_json(),
        "signatures": switch(body, "required_signatures").to_json(),
        "linear_history": switch(body, "required_linear_history").to_json(),
        "conversation_resolution": switch(body, "required_conversation_resolution").to_json(),
        "locked": switch(body, "lock_branch").to_json(),
        "fork_syncing": switch(body, "allow_fork_syncing").to_json(),
    }


def no_classic_rule() -> dict[str, Json]:
    """What holds on a branch that is authoritatively without classic protection."""
    allowed, off = collected(value=True).to_json(), collected(value=False).to_json()
    return {
        "enabled": False,
        "pull_request": _pull_request(None),
        "checks": _checks(None),
        "push_restricted": False,
        "push_principals": [],
        "admins_included": off,
        "force_push_allowed": allowed,
        "deletion_allowed": allowed,
        "creation_blocked": off,
        "signatures": off,
        "linear_history": off,
        "conversation_resolution": off,
        "locked": off,
    }


def _pull_request(reviews: dict[str, Json] | None) -> dict[str, Json]:
    if reviews is None:
        off = collected(value=False).to_json()
        nobody = collected([]).to_json()
        return {
            "required": False,
            "approvals": 0,
            "dismiss_stale": off,
            "code_owner": off,
            "last_push": off,
            "bypass_allowances": nobody,
            "dismissal_restricted": off,
        }
    approvals = field_of(reviews, "required_approving_review_count")
    return {
        "required": True,
        "approvals": whole_of(approvals, "required_approving_review_count"),
        "dismiss_stale": observed(reviews, "dismiss_stale_reviews").to_json(),
        "code_owner": observed(reviews, "require_code_owner_reviews").to_json(),
        "last_push": observed(reviews, "require_last_push_approval").to_json(),
        "bypass_allowances": _allowances(reviews).to_json(),
        "dismissal_restricted": _dismissal(reviews).to_json(),
    }


def _allowances(reviews: dict[str, Json]) -> Observation:
    """Who may merge without review; the API may leave an empty list out, so nothing is concluded from its absence."""
    allowed = optional_object(reviews, _ALLOWANCES)
    if allowed is None:
        return unread(
            Status.UNSUPPORTED,
            why=f"the answer leaves {_ALLOWANCES} out",
            needs="Administration: read (GraphQL bypassPullRequestAllowances)",
        )
    return collected(principals_of(allowed))


def _dismissal(reviews: dict[str, Json]) -> Observation:
    """Whether only some may dismiss reviews; an answer shows who may, and is silent where nobody is named."""
    if optional_object(reviews, _DISMISSAL) is not None:
        return collected(value=True)
    return unread(
        Status.NOT_REQUESTED,
        why=f"the answer leaves {_DISMISSAL} out",
        needs="Administration: read (GraphQL restrictsReviewDismissals)",
    )


def _checks(required: dict[str, Json] | None) -> dict[str, Json]:
    if required is None:
        return {"required": False, "strict": False, "list": []}
    bound = {}
    for item in objects_of(required.get("checks", []), "checks"):
        check = _check(item)
        bound[(str(check["name"]), str(check["app"]))] = check
    named = {name for name, _ in bound}
    for name in texts_of(required.get("contexts", []), "contexts"):
        if name not in named:
            bound[(name, "")] = {"name": name, "app": {"bound": False, "id": 0}}
    return {
        "required": True,
        "strict": required_flag(required, "strict"),
        "list": [bound[key] for key in sorted(bound)],
    }


def _check(item: dict[str, Json]) -> dict[str, Json]:
    app = item.get("app_id")
    is_bound = app not in _ANY_APP
    return {
        "name": required_text(item, "context"),
        "app": {"bound": is_bound, "id": whole_of(app, "app_id") if is_bound else 0},
    }
