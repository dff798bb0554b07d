"""Effective protection of a ref as a test asks for it: sections in, rows out."""

from checker.domain.effective_protection import derive_effective_protection
from checker.domain.json_value import Json
from checker.domain.project import ReleaseFacts
from checker.domain.protection_sources import FACTS
from checker.domain.release_refs import derive_release_refs
from tests.settings_builders import (
    Object,
    check,
    classic,
    classic_review,
    classic_rule,
    commit_pattern,
    definition,
    repository,
    review,
    ruleset,
    seen,
)

MAIN = ReleaseFacts(branches=("main",))
TAG = ReleaseFacts(branches=("main",), tags=("v1.0",))


def rows(
    *,
    classic_protection: Json = None,
    ref_rules: Json = None,
    release: ReleaseFacts = MAIN,
    settings: Json = None,
    checks: tuple[str, ...] = (),
) -> list[Object]:
    repo = repository() if settings is None else settings
    found = derive_effective_protection(
        release_refs=derive_release_refs(release, repository=repo),
        repository=repo,
        classic_protection=classic_protection,
        ref_rules=ref_rules,
        named_checks=checks,
    )
    assert isinstance(found.value, list)
    return found.value  # type: ignore[return-value]  # rows are objects


def row(*, classic_protection: Json, ref_rules: Json, settings: Json = None, checks: tuple[str, ...] = ()) -> Object:
    return rows(classic_protection=classic_protection, ref_rules=ref_rules, settings=settings, checks=checks)[0]


def answer(fact: Json) -> tuple[str, Json, Json]:
    """Status, value and what decided it."""
    assert isinstance(fact, dict)
    return str(fact["status"]), fact.get("value"), fact["because"]


def protected_by(*entries: Object) -> Json:
    return seen(list(entries))


def reviewed(**changed: Json) -> Json:
    return classic(seen(classic_rule(pull_request=classic_review(**changed))))  # type: ignore[arg-type]


def with_rules(**parts: Object) -> Json:
    return protected_by(ruleset(definition=seen(definition(**parts))))  # type: ignore[arg-type]


def demanding(kind: str, about: str) -> Json:
    whole = {**definition(other_rules=(kind,)), "patterns": seen([commit_pattern(about)])}
    return protected_by(ruleset(definition=seen(whole)))


OF_RULESET: dict[str, Json] = {
    "protected": with_rules(other_rules=("commit_message_pattern",)),  # type: ignore[arg-type]
    "force_push_blocked": with_rules(forbids={"force_push": True}),
    "deletion_blocked": with_rules(forbids={"deletion": True}),
    "creation_restricted": with_rules(forbids={"creation": True}),
    "update_restricted": with_rules(forbids={"update": True}),
    "pull_request_required": with_rules(requires={"pull_request": review()}),
    "stale_reviews_dismissed": with_rules(requires={"pull_request": review(dismiss_stale=True)}),
    "code_owner_review": with_rules(requires={"pull_request": review(code_owner=True)}),
    "last_push_approval": with_rules(requires={"pull_request": review(last_push=True)}),
    "reviews_bind_everyone": with_rules(requires={"pull_request": review()}),
    "conversation_resolution": with_rules(requires={"pull_request": review(conversation_resolution=True)}),
    "signatures_required": with_rules(requires={"signatures": True}),
    "linear_history": with_rules(requires={"linear_history": True}),
    "checks_required": with_rules(requires={"checks": {"required": True, "strict": False, "list": [check("Test")]}}),
    "checks_strict": with_rules(requires={"checks": {"required": True, "strict": True, "list": [check("Test")]}}),
    "force_push_binds_everyone": with_rules(forbids={"force_push": True}),
    "scans_required": with_rules(other_rules=("code_scanning",)),  # type: ignore[arg-type]
    "queue_checks_each": protected_by(
        ruleset(definition=seen(definition(other_rules=("merge_queue",), details={"queue_checks_each": True})))
    ),
    "message_pattern": demanding("commit_message_pattern", "message"),
    "author_pattern": demanding("commit_author_email_pattern", "author"),
    "committer_pattern": demanding("committer_email_pattern", "committer"),
}
"""The facts that a ruleset alone can prove."""

OF_RULESETS_ONLY = ("scans_required", "queue_checks_each", "message_pattern", "author_pattern", "committer_pattern")
CLASSIC_FACTS = tuple(fact for fact in FACTS if fact not in OF_RULESETS_ONLY)
"""The facts that a classic rule alone can prove."""


def approvals(found: Object) -> list[Json]:
    listed = found["approvals_at_least"]
    assert isinstance(listed, list)
    assert [entry["count"] for entry in listed] == [1, 2, 3, 4, 5, 6]  # type: ignore[index,call-overload]
    return [entry["met"].get("value") for entry in listed]  # type: ignore[index,call-overload,union-attr]
