"""The sections of `audit/v1` and of the rules' input: every fact Clean Release knows how to observe.

`derived=True` adds what the host computes before rules run (`matches`, …); an audit never carries it.
Fields and their meaning at the provider: reference/github, sections 1.1 and 1.3.
"""

from checker.domain.setting_words import MEMBER_ROLES
from tools.schemas.blocks import (
    MOMENT,
    REF,
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
from tools.schemas.commit_sections import commit_sections
from tools.schemas.derived_publishing import publishing_sections
from tools.schemas.governance import governance_sections, named_values, scoped_names, webhook
from tools.schemas.people_and_files import people_and_file_sections
from tools.schemas.release_sections import release_sections
from tools.schemas.ruleset_rules import commit_patterns, merge_queue, ruleset_details

SHA256 = "^[0-9a-f]{64}$"


def principal() -> Schema:
    """Who may do something: a user, a team, an app, a role."""
    return closed({"kind": text(), "id": text()})


def check() -> Schema:
    """A required status check; `bound` says whether only one app may report it."""
    return closed({"name": text(shortest=1), "app": closed({"bound": flag(), "id": whole()})})


def classic_rule() -> Schema:
    """Classic branch protection of one branch; what older responses leave out is an observation of its own."""
    return closed(
        {
            "enabled": flag(),
            "pull_request": closed(
                {
                    "required": flag(),
                    "approvals": whole(),
                    "dismiss_stale": observation(flag()),
                    "code_owner": observation(flag()),
                    "last_push": observation(flag()),
                    "bypass_allowances": observation(listed(principal())),
                    "dismissal_restricted": observation(flag()),
                },
                optional=("dismissal_restricted",),
            ),
            "checks": closed({"required": flag(), "strict": flag(), "list": listed(check())}),
            "push_restricted": flag(),
            "push_principals": listed(principal()),
            "admins_included": observation(flag()),
            "force_push_allowed": observation(flag()),
            "deletion_allowed": observation(flag()),
            "creation_blocked": observation(flag()),
            "signatures": observation(flag()),
            "linear_history": observation(flag()),
            "conversation_resolution": observation(flag()),
            "locked": observation(flag()),
            "fork_syncing": observation(flag()),
            "force_push_allowances": observation(listed(principal())),
        },
        optional=("fork_syncing", "force_push_allowances"),
    )


def ruleset_definition(*, derived: bool) -> Schema:
    """Which refs a ruleset names and what it demands of them."""
    properties = {
        "include": words(),
        "exclude": words(),
        "requires": closed(
            {
                "pull_request": closed(
                    {
                        "required": flag(),
                        "approvals": whole(),
                        "dismiss_stale": flag(),
                        "code_owner": flag(),
                        "last_push": flag(),
                        "conversation_resolution": flag(),
                    }
                ),
                "checks": closed({"required": flag(), "strict": flag(), "list": listed(check())}),
                "signatures": flag(),
                "linear_history": flag(),
                "deployments": words(),
                "workflows": words(),
            }
        ),
        "forbids": closed({"force_push": flag(), "deletion": flag(), "creation": flag(), "update": flag()}),
        "other_rules": words(),
        "details": ruleset_details(),
        "queue": merge_queue(),
        "patterns": commit_patterns(),
    }
    if derived:
        properties["matches"] = words()
        properties["partly"] = words()
        properties["punctured"] = words()
    return closed(properties, optional=() if derived else ("details", "queue", "patterns"))


def ref_rule(*, derived: bool) -> Schema:
    """One ruleset; its definition and its bypass list can each be withheld."""
    return closed(
        {
            "id": text(shortest=1),
            "name": text(),
            "source": one_of("ruleset"),
            "level": one_of("repository", "organization", "enterprise"),
            "target": one_of("branch", "tag") if derived else one_of("branch", "tag", "push", "repository"),
            "enforcement": one_of("active", "evaluate", "disabled"),
            "definition": observation(ruleset_definition(derived=derived)),
            "bypass": observation(
                listed(
                    closed(
                        {
                            "kind": text(),
                            "id": text(),
                            "mode": one_of("always", "pull_request", "exempt"),
                        }
                    )
                )
            ),
        }
    )


def environment(*, derived: bool) -> Schema:
    """A deployment environment; each protection can be withheld or not asked for."""
    pattern = {"kind": one_of("branch", "tag", "unknown"), "pattern": text(shortest=1)}
    if derived:
        pattern["only_release_refs"] = flag()
    return closed(
        {
            "name": text(shortest=1),
            "reviewers": observation(closed({"principals": listed(principal()), "prevent_self_review": flag()})),
            "admins_bypass": observation(flag()),
            "wait_minutes": observation(whole()),
            "custom_rules": observation(words()),
            "deploy_refs": observation(
                closed({"mode": one_of("any", "protected", "custom"), "patterns": listed(closed(pattern))})
            ),
            "secret_names": observation(named_values()),
            "variable_names": observation(named_values()),
        }
    )


def repository_sections(*, derived: bool) -> dict[str, Schema]:
    """Sections of an audit of kind `repository`."""
    return {
        **_identity_sections(),
        "ref_rules": observation(listed(ref_rule(derived=derived), key="id")),
        "environments": observation(listed(environment(derived=derived), key="name")),
        **_ci_sections(),
        **_principal_sections(),
        **release_sections(derived=derived),
        **_care_sections(),
        **commit_sections(derived=derived),
        **governance_sections(),
        **people_and_file_sections(),
    }


def _identity_sections() -> dict[str, Schema]:
    """What the repository is, its branches, and the classic rules on them."""
    repository = {
        "default_branch": text(shortest=1),
        "visibility": one_of("public", "private", "internal", "unknown"),
        "archived": flag(),
        "secret_scanning": observation(flag()),
        "push_protection": observation(flag()),
        "validity_checks": observation(flag()),
        "forking_allowed": observation(flag()),
    }
    classic = closed({"ref": text(pattern=REF), "protection": observation(classic_rule())})
    return {
        "repository": observation(closed(repository)),
        "branches": observation(listed(closed({"name": text(shortest=1), "protected": flag()}), key="name")),
        "classic_protection": observation(listed(classic, key="ref")),
    }


def _ci_sections() -> dict[str, Schema]:
    """What workflows may do, which there are, and what they left behind."""
    actions = {
        "enabled": flag(),
        "allowed_actions": one_of("all", "local_only", "selected"),
        "sha_pinning_required": observation(flag()),
    }
    token = {"default": one_of("read", "write"), "can_approve_reviews": flag()}
    permissions = {"actions": observation(closed(actions)), "token": observation(closed(token))}
    workflow = {"path": text(shortest=1), "name": text(), "state": text()}
    artifact = {"id": whole(), "name": text(), "expired": flag(), "size": whole()}
    return {
        "ci_permissions": observation(closed(permissions)),
        "ci_oidc": observation(closed({"use_default": flag(), "claim_keys": words()})),
        "ci_workflows": observation(listed(closed(workflow), key="path")),
        "ci_artifacts": observation(listed(closed(artifact), key="id")),
    }


def _principal_sections() -> dict[str, Schema]:
    """What lets somebody in: names of secrets and variables, keys, hooks, people and teams."""
    key = {"id": whole(), "title": text(), "fingerprint": text(), "read_only": flag()}
    person = {"id": whole(), "login": text(), "kind": text(), "role": text()}
    access = {
        "collaborators": observation(listed(closed(person), key="id")),
        "teams": observation(listed(closed({"slug": text(), "role": text()}), key="slug")),
    }
    return {
        "secret_names": observation(scoped_names("repository", "organization", "dependabot")),
        "variable_names": observation(scoped_names("repository", "organization")),
        "deploy_keys": observation(listed(closed(key), key="id")),
        "webhooks": observation(listed(webhook(), key="id")),
        "access": observation(closed(access)),
    }


def _care_sections() -> dict[str, Schema]:
    """Who owns the code, and what the provider watches over."""
    mistake = {"line": whole(), "kind": text(), "path": text()}
    features = {
        "vulnerability_alerts": observation(flag()),
        "automated_fixes": observation(flag()),
        "private_reporting": observation(flag()),
        "code_scanning_setup": observation(closed({"configured": flag(), "languages": words()})),
    }
    return {
        "codeowners": observation(closed({"errors": listed(closed(mistake))})),
        "security_features": observation(closed(features)),
        **_surrounding_sections(),
    }


def _surrounding_sections() -> dict[str, Schema]:
    """What stands around the repository: machines that run its workflows, its organization."""
    runner = {"id": whole(), "name": text(), "os": text(), "labels": words()}
    organization = {
        "id": whole(),
        "login": text(shortest=1),
        "default_role": observation(one_of(*MEMBER_ROLES)),
        "two_factor_required": observation(flag()),
        "members_create_public": observation(flag()),
        "members_fork_private": observation(flag()),
        "members_change_visibility": observation(flag()),
        "members_delete_repositories": observation(flag()),
        "signoff_required": observation(flag()),
    }
    return {
        "runners": observation(listed(closed(runner), key="id")),
        "organization": observation(closed(organization)),
        **_people_sections(),
    }


def _people_sections() -> dict[str, Schema]:
    """Who belongs to the organization, and which apps it let in."""
    people = observation(listed(closed({"id": whole(), "login": text(shortest=1)}), key="id"))
    installation = {
        "id": whole(),
        "app_id": whole(),
        "app": text(shortest=1),
        "all_repositories": flag(),
        "suspended": flag(),
        "permissions": words(),
    }
    return {
        "members": observation(closed({"owners": people, "others": people})),
        "installations": observation(listed(closed(installation), key="id")),
    }


def history_sections() -> dict[str, Schema]:
    """Sections of an audit of kind `history`: what really happened."""
    run = {
        "id": whole(),
        "name": text(),
        "status": text(),
        "conclusion": text(),
        "branch": text(),
        "commit": observation(text(pattern=SHA1)),
        "event": observation(text()),
        "created_at": text(pattern=MOMENT),
        "updated_at": text(pattern=MOMENT),
    }
    suite = {
        "id": whole(),
        "actor_id": whole(),
        "ref": text(),
        "commit": text(pattern=SHA1),
        "pushed_at": text(pattern=MOMENT),
        "result": text(),
    }
    return {
        "release_runs": observation(listed(closed(run), key="id")),
        "rule_suites": observation(listed(closed(suite), key="id")),
    }


def registry_sections(*, derived: bool) -> dict[str, Schema]:
    """Sections of an audit of kind `registry`: what is already published."""
    project = {
        "registry": text(shortest=1),
        "project": text(shortest=1),
        "versions": observation(words()),
    }
    if derived:
        project["id"] = text(shortest=1)
        project["candidate"] = observation(closed({"already_published": flag(), "newer_than_all": flag()}))
    sections = {
        "published": observation(listed(closed(project))),
        "attested_releases": observation(listed(_attested_releases(derived=derived))),
        "publication": observation(listed(publication(derived=derived))),
        "taps": observation(listed(closed(_formula(derived=derived)), key="formula")),
    }
    return {**sections, **publishing_sections()} if derived else sections


def _attested_releases(*, derived: bool) -> Schema:
    """The newest releases of a project beside the one that is looked for, and what attests to each of their files."""
    file = {"name": text(shortest=1), "provenance": observation(listed(closed(_attested())))}
    if derived:
        file["own"] = observation(flag())
    release = {
        "version": text(shortest=1),
        "published_at": text(pattern=MOMENT),
        "files": listed(closed(file), key="name"),
    }
    project = {"registry": text(shortest=1), "project": text(shortest=1)}
    if derived:
        release["newer"] = whole()
        project["id"] = text(shortest=1)
    return closed({**project, "releases": observation(listed(closed(release), key="version"))})


def _attested() -> dict[str, Schema]:
    return {
        "predicate": text(),
        "holds": flag(),
        "why": text(),
        "kind": text(),
        "repository": text(),
        "workflow": text(),
        "environment": text(),
    }


def _formula(*, derived: bool) -> dict[str, Schema]:
    """What a formula of a Homebrew tap installs."""
    archives = listed(closed({"name": text(shortest=1), "sha256": text(pattern=SHA256)}))
    formula = {
        "formula": text(shortest=1),
        "commit": text(),
        "stated": observation(closed({"version": text(shortest=1), "archives": archives})),
    }
    if derived:
        formula["state"] = observation(one_of("aligned", "behind", "different"))
    return formula


def publication(*, derived: bool) -> Schema:
    """One version on one registry: whose name it is, which files there are, and who attested to them."""
    file = {
        "name": text(shortest=1),
        "sha256": observation(text(pattern=SHA256)),
        "yanked": flag(),
        "provenance": observation(listed(closed(_attested()))),
    }
    if derived:
        file["declared"] = observation(flag())
    properties = {
        "registry": text(shortest=1),
        "project": text(shortest=1),
        "version": text(shortest=1),
        "address": text(),
        "name": observation(one_of("free", "pending", "owned", "taken")),
        "files": observation(listed(closed(file), key="name")),
    }
    if derived:
        properties["id"] = text(shortest=1)
        properties["state"] = observation(one_of("none", "partial", "complete", "different"))
        properties["pending"] = flag()
    return closed(properties)
