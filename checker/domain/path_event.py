"""Events that start a workflow as it is: who can make each happen, and on which ref the workflow then runs.

Whoever pushes can also write the workflow, so what a push starts is a path of its own and no event here. A pull request
from a fork starts workflows without secrets and without an identity token. Source: the provider's page "Events that
trigger workflows".
"""

from enum import StrEnum

from checker.domain.path_actor import Actor
from checker.domain.path_graph import ActorKind
from checker.domain.workflow import CALL

PUSH = "push"
CHAINED = "workflow_run"
TARGET = "pull_request_target"
PROPOSED = frozenset({"pull_request", "pull_request_review", "pull_request_review_comment"})
_SCHEDULE = "schedule"
_BY_ANYONE = PROPOSED | {
    TARGET,
    "discussion",
    "discussion_comment",
    "fork",
    "issue_comment",
    "issues",
    "watch",
}
_BY_WRITERS = frozenset(
    {
        "branch_protection_rule",
        "check_run",
        "check_suite",
        "create",
        "delete",
        "deployment",
        "deployment_status",
        "label",
        "milestone",
        "page_build",
        "public",
        "registry_package",
        "release",
        "repository_dispatch",
        "status",
        "workflow_dispatch",
    }
)
_NOT_STARTED = frozenset({CALL, PUSH, CHAINED, "merge_group"})
"""Called, pushed, or started by another workflow: each begins with an edge of its own."""
_ON_ANY_REF = frozenset({"create", "deployment", "deployment_status", "registry_package", "workflow_dispatch"})
_ON_TAGS = frozenset({"release"})


class Running(StrEnum):
    """The refs a workflow can be started on."""

    DEFAULT = "the default branch"
    TAG = "a tag"
    ANY = "any ref"


def refs_of(event: str) -> Running:
    """On which refs an event starts a workflow."""
    if event in _ON_TAGS:
        return Running.TAG
    return Running.ANY if event in _ON_ANY_REF else Running.DEFAULT


def may_start(actor: Actor, event: str) -> bool | None:
    """Whether somebody with an account, or the clock, can make an event happen; None for one that is not known here."""
    if event in _NOT_STARTED:
        return False
    if actor.kind is ActorKind.SCHEDULE or event == _SCHEDULE:
        return actor.kind is ActorKind.SCHEDULE and event == _SCHEDULE
    if event in _BY_ANYONE:
        return True
    if event in _BY_WRITERS:
        return actor.kind is not ActorKind.ANYONE
    return None
