"""Sections about what surrounds the settings: Actions in detail, reviews, what the organization lays down."""

from checker.domain.setting_words import ENABLED_REPOSITORIES, FORK_APPROVALS, OUTSIDE_ACCESS
from tools.schemas.blocks import (
    MAX_ITEMS,
    MOMENT,
    SHA1,
    Schema,
    closed,
    flag,
    listed,
    observation,
    one_of,
    text,
    whole,
    words,
)


def governance_sections() -> dict[str, Schema]:
    """Sections of an audit of kind `repository`, beside those of its own settings."""
    forks = {"run": flag(), "write_token": flag(), "secrets": flag(), "approval": flag()}
    access = {
        "selected_actions": observation(_selected_actions()),
        "fork_approval": observation(one_of(*FORK_APPROVALS)),
        "fork_workflows": observation(closed(forks)),
        "outside_access": observation(one_of(*OUTSIDE_ACCESS)),
    }
    configuration = {"attached": flag(), "status": text(), "name": text(), "enforcement": text()}
    return {
        "ci_access": observation(closed(access)),
        "ci_retention": observation(closed({"days": whole()})),
        "reviews": observation(_reviews()),
        "agent_secret_names": observation(scoped_names("repository", "organization")),
        "properties": observation(words()),
        "code_security": observation(closed(configuration)),
        "organization_settings": observation(_organization_settings()),
    }


def named_values() -> Schema:
    """Names of secrets or variables and when they last changed; never a value."""
    return listed(closed({"name": text(shortest=1), "updated_at": text()}), key="name")


def scoped_names(*scopes: str) -> Schema:
    """Names by the scope they live in, every scope once; each is read with its own permission."""
    scope = closed({"scope": one_of(*scopes), "names": observation(named_values())})
    return listed(scope, key="scope", least=len(scopes), most=len(scopes))


def webhook() -> Schema:
    """A webhook without what could be secret."""
    return closed(
        {
            "id": whole(),
            "active": flag(),
            "events": words(),
            "address": text(),
            "tls_verified": observation(flag()),
            "has_secret": observation(flag()),
        }
    )


def _selected_actions() -> Schema:
    return closed({"applies": flag(), "github_owned": flag(), "verified": flag(), "patterns": words()})


def _reviews() -> Schema:
    """The commits since a release, each with the pull requests that brought it and the last word of each reviewer."""
    review = {
        "reviewer_id": whole(least=1),
        "state": one_of("APPROVED", "CHANGES_REQUESTED", "DISMISSED"),
        "is_final": flag(),
        "is_in_time": flag(),
        "may_push": flag(),
    }
    pull = {
        "number": whole(),
        "author_id": whole(),
        "merged_by_id": whole(),
        "merged_at": text(pattern=MOMENT),
        "reviews": listed(closed(review), key="reviewer_id"),
    }
    commit = {
        "commit": text(pattern=SHA1),
        "author_ids": {"type": "array", "items": whole(least=1), "maxItems": MAX_ITEMS, "uniqueItems": True},
        "has_unknown_author": flag(),
        "pulls": listed(closed(pull), key="number"),
    }
    return closed(
        {
            "base": text(shortest=1),
            "commit": text(pattern=SHA1),
            "commits": listed(closed(commit), key="commit"),
        }
    )


def _organization_settings() -> Schema:
    actions = {
        "repositories": one_of(*ENABLED_REPOSITORIES),
        "allowed_actions": one_of("all", "local_only", "selected"),
        "sha_pinning_required": observation(flag()),
    }
    group = {
        "id": whole(),
        "name": text(),
        "visibility": text(),
        "public_repositories": flag(),
        "only_chosen_workflows": flag(),
    }
    ruleset = {
        "id": text(shortest=1),
        "name": text(),
        "target": text(),
        "enforcement": text(),
        "level": one_of("repository", "organization", "enterprise"),
    }
    secret = {"name": text(shortest=1), "visibility": text()}
    token = {"default": one_of("read", "write"), "can_approve_reviews": flag()}
    return closed(
        {
            "selected_actions": observation(_selected_actions()),
            "actions": observation(closed(actions)),
            "token": observation(closed(token)),
            "claim_keys": observation(words()),
            "runner_groups": observation(listed(closed(group), key="id")),
            "secrets": observation(listed(closed(secret), key="name")),
            "rulesets": observation(listed(closed(ruleset), key="id")),
            "webhooks": observation(listed(webhook(), key="id")),
            "immutable_releases": observation(text()),
        }
    )
