"""What each rule needs follows from what it reads."""

from checker.application.list_permissions import NeededPermissions, list_permissions, query_shown
from checker.formats.github.classic_rules_query import CLASSIC_RULES
from checker.formats.github.ruleset import NEEDS_BYPASS
from checker.formats.github.workflow_files_query import WORKFLOW_FILES
from tests.builders import a_rule


def needed(*reads: str) -> NeededPermissions:
    (found,) = list_permissions([a_rule(reads=reads)])
    return found


def test_a_derived_fact_needs_what_its_sources_need() -> None:
    found = needed("repository.effective_protection")
    assert found.permissions == ("Administration: read", "Contents: read", "Metadata: read")
    assert found.requests == (
        "/repos/{owner}/{repo}",
        "/repos/{owner}/{repo}/branches/{branch}",
        "/repos/{owner}/{repo}/branches/{branch}/protection",
        "/repos/{owner}/{repo}/rules/branches/{branch}",
        "/repos/{owner}/{repo}/rulesets",
        "/repos/{owner}/{repo}/rulesets/{ruleset}",
    )


def test_the_one_query_is_named_where_it_may_be_asked() -> None:
    classic, files = query_shown(CLASSIC_RULES), query_shown(WORKFLOW_FILES)
    assert classic in needed("repository.effective_protection[].reviews_bind_everyone").requests
    assert not {classic, files} & {*needed("repository.effective_protection[].protected").requests}
    found = needed("workspace.workflows.files[].facts")
    assert (found.permissions, found.requests) == (
        ("Contents: read", "Metadata: read"),
        (files, "/repos/{owner}/{repo}"),
    )


def test_who_may_bypass_is_told_only_to_who_may_write() -> None:
    assert NEEDS_BYPASS in needed("repository.ref_rules", "repository.ref_rules[].bypass").permissions
    assert NEEDS_BYPASS not in needed("repository.ref_rules").permissions


def test_only_the_part_that_is_read_counts() -> None:
    assert needed("repository.environments[].deploy_refs").permissions == ("Actions: read", "Metadata: read")
    assert "Environments: read" in needed("repository.environments[].secret_names").permissions
    assert needed("history.release_runs").permissions == ("Actions: read", "Metadata: read")


def test_an_organization_is_no_part_of_a_repository() -> None:
    found = needed("repository.organization")
    assert found.requests == ("/orgs/{org}", "/repos/{owner}/{repo}")
    assert found.permissions == ("Metadata: read", "Organization administration: read, by an owner")


def test_a_rule_about_documents_needs_no_permission() -> None:
    found = needed("manifest", "registry.published", "evidence.imported_artifacts")
    assert (found.permissions, found.requests) == ((), ())
