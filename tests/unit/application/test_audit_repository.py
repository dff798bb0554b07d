"""Auditing a repository: the repository first, then what is wanted, then what follows from the answers."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.audit_repository import (
    AskedRepository,
    audit_repository,
    readings_of_rules,
)
from checker.domain.json_value import Json
from checker.domain.response import Response
from checker.errors import InputRefusedError, ProviderError, UsageError
from checker.formats.github.wanted import everything, wanted_of
from tests.builders import a_rule
from tests.captures import ROOT, at
from tests.fakes.scripted_provider import HeardProgress, ScriptedProvider, answered
from tests.fakes.told_scanner import ToldScanner
from tests.github_simulator.made_lists import checked_commit
from tests.github_simulator.made_workflows import Entry, workflow_source
from tests.unit.application.auditing import BASE, LISTS, NO_RULE, SLUG, below, collect, provider, section


def test_the_document_says_who_asked_how_and_whom() -> None:
    (audit,) = collect(provider()).audits
    document: Any = audit.document
    assert audit.name == "o-r.repository.json"
    assert document["collector"] == {"name": "clean-release", "version": "0", "mode": "api", "profile": "rules"}
    assert document["provider"] == {"kind": "github", "host": "github.com", "api_version": "2022-11-28"}
    assert document["collected_at"] == "2026-02-26T12:00:00Z"
    assert document["subject"]["id"]["value"] == 7
    assert document["credential"] == {
        "kind": "unknown",
        "permissions": ["Metadata: read"],
        "is_admin": {"status": "collected", "value": True, "evidence": ["e1"]},
    }


def test_only_what_is_wanted_is_asked_for() -> None:
    asked = provider()
    collect(asked)
    assert asked.asked == [BASE]
    asked = provider()
    collect(asked, "repository.ci_permissions.token", "repository.deploy_keys")
    assert below(asked) == ["actions/permissions/workflow", "keys?per_page=100"]


def test_a_derived_fact_asks_for_what_it_is_derived_from() -> None:
    asked = provider(LISTS)
    collect(asked, "repository.effective_protection[].approvals_at_least[].met")
    assert below(asked) == [
        "branches/main/protection",
        "rulesets?includes_parents=true&per_page=100",
        "rules/branches/main?per_page=100",
        "branches/main",
    ]


def test_release_branches_replace_the_default_branch_and_patterns_have_no_page() -> None:
    asked = provider(LISTS)
    wanted = wanted_of(["repository.classic_protection"], branches=("release/1.0", "hot*", "release/1.0", ".."))
    collect(asked, wanted=wanted)
    assert below(asked) == ["branches/release%2F1.0/protection", "branches/release%2F1.0"]


def test_each_ruleset_and_each_wanted_part_of_an_environment_is_followed() -> None:
    custom = {"protected_branches": False, "custom_branch_policies": True}
    names = [
        {"name": "a b/c", "deployment_branch_policy": custom},
        {"name": "any", "deployment_branch_policy": None},
        {"name": ".."},
        {"name": 5},
    ]
    answers = {
        "rulesets": [{"id": 5}, {"id": "x"}],
        "environments": {"total_count": 4, "environments": names},
    }
    asked = provider(answers)
    collect(asked, "repository.ref_rules", "repository.environments[].deploy_refs")
    assert below(asked)[-2:] == [
        "rulesets/5?includes_parents=true",
        "environments/a%20b%2Fc/deployment-branch-policies?per_page=100",
    ]
    asked = provider(answers)
    collect(asked, "repository.environments[].secret_names")
    assert below(asked)[1:] == [f"environments/{name}/secrets?per_page=100" for name in ("a%20b%2Fc", "any")]


def test_a_list_of_another_form_is_followed_nowhere_and_is_a_failure() -> None:
    found = collect(provider({"environments": {"total_count": 1, "environments": [3]}}), "repository.environments")
    assert section(found, "environments")["status"] == "error"
    assert found.failures[-1].startswith("environments: ")


def test_runs_are_asked_for_where_the_release_workflow_is_known() -> None:
    asked = provider()
    collect(asked, "history.release_runs")
    assert below(asked) == []
    asked = provider({"actions/workflows/release.yml/runs": {"total_count": 0, "workflow_runs": []}})
    found = collect(asked, wanted=wanted_of(["history.release_runs"], workflow="release.yml"))
    assert [audit.name for audit in found.audits] == ["o-r.history.json", "o-r.repository.json"]
    assert section(found, "release_runs")["value"] == []


def test_everything_asks_for_every_part() -> None:
    asked = provider({**LISTS, "branches": []})
    asked.answers = {**asked.answers, "graphql": {"data": None}}
    collect(asked, wanted=everything(workflow="release.yml"))
    assert len(below(asked)) == 56
    parts = "applied branches checks dependencies files owners ownership released reviews tags workflows"
    assert f"graphql {SLUG} refs/heads/main {parts}" in asked.asked
    assert below(asked)[-1] == "actions/permissions/access"
    assert len(set(asked.asked)) == len(asked.asked)
    assert "branches/main" not in below(asked)


def test_an_organization_is_asked_about_itself_and_a_person_is_not() -> None:
    asked = ScriptedProvider({BASE: ROOT, "orgs/o": {"id": 3, "login": "o"}})
    found = collect(asked, "repository.organization")
    assert asked.asked == [BASE, "orgs/o"]
    assert section(found, "organization")["value"]["two_factor_required"]["status"] == "denied"
    for owner in ({"id": 3, "login": "o", "type": "User"}, {"id": 3, "login": "o/../x", "type": "Organization"}, {}):
        asked = provider(root={**ROOT, "owner": owner})
        collect(asked, "repository.organization")
        assert asked.asked == [BASE]


@pytest.mark.parametrize(
    ("switch", "is_asked"),
    [({"allowed_actions": "selected"}, True), ({"allowed_actions": "all"}, False), (None, True)],
)
def test_an_organization_is_asked_which_actions_it_chose_only_where_it_chose(switch: Json, *, is_asked: bool) -> None:
    answers: dict[str, Json] = {BASE: ROOT} if switch is None else {BASE: ROOT, "orgs/o/actions/permissions": switch}
    asked = ScriptedProvider(answers)
    collect(asked, "repository.organization_settings.actions", "repository.organization_settings.selected_actions")
    assert ("orgs/o/actions/permissions/selected-actions" in asked.asked) is is_asked


def test_an_organization_is_asked_for_its_people_and_apps_only_where_they_are_wanted() -> None:
    asked = ScriptedProvider({BASE: ROOT, "orgs/o/members": [{"id": 1, "login": "x"}]})
    found = collect(asked, "repository.members.owners")
    assert asked.asked[1:] == ["orgs/o/members?role=admin&per_page=100"]
    people = section(found, "members")["value"]
    assert people["owners"]["value"] == [{"id": 1, "login": "x"}]
    assert (people["others"]["status"], people["others"]["detail"]["needs"]) == (
        "not_requested",
        "Organization members: read (GET …/orgs/{org}/members)",
    )


TOLD = {**ROOT, "security_and_analysis": {"dependabot_security_updates": {"status": "disabled"}}}
FIXES = {"automated-security-fixes": {"enabled": True, "paused": False}}


@pytest.mark.parametrize(
    ("root", "requests", "value"),
    [
        (TOLD, [], False),
        (ROOT, ["automated-security-fixes"], True),
        ({**ROOT, "security_and_analysis": {"dependabot_security_updates": {"status": "odd"}}}, [*FIXES], True),
        ({**ROOT, "security_and_analysis": None}, [*FIXES], True),
    ],
)
def test_what_the_repository_tells_administrators_is_not_asked_again(
    root: Any,  # noqa: ANN401
    requests: list[str],
    value: bool,  # noqa: FBT001
) -> None:
    found = collect(asked := provider(FIXES, root=root), "repository.security_features.automated_fixes")
    assert below(asked) == requests
    assert section(found, "security_features")["value"]["automated_fixes"]["value"] is value


def test_what_is_asked_about_a_commit_is_asked_about_the_head_of_the_default_branch() -> None:
    asked = provider({"code-scanning/analyses": []})
    asked.answers = {**asked.answers, "graphql": {"data": {"repository": {**NO_RULE, **checked_commit()}}}}
    found = collect(asked, "repository.check_runs", "repository.analyses")
    assert section(found, "check_runs")["value"][0]["commit"] == "a" * 40
    assert below(asked)[0] == "code-scanning/analyses?ref=refs/heads/main&per_page=100"
    assert asked.asked[-1] == f"graphql {SLUG} refs/heads/main checks"
    collect(asked := provider(root={**ROOT, "default_branch": ".."}), "repository.analyses")
    assert below(asked) == []


def test_a_hidden_protection_is_contradicted_by_the_branch_itself() -> None:
    asked = provider({"branches/main": {"name": "main", "protected": True}})
    found = collect(asked, "repository.classic_protection")
    assert at(section(found, "classic_protection"), 0, "protection", "status") == "denied"


def test_a_proven_permission_does_not_spare_the_question_whether_the_branch_is_protected() -> None:
    asked = provider({"branches/main": {"name": "main", "protected": True}, "keys": []})
    found = collect(asked, "repository.classic_protection", "repository.deploy_keys")
    assert at(section(found, "classic_protection"), 0, "protection", "status") == "denied"


def test_a_branch_that_says_it_is_not_protected_is_not_asked_about_again() -> None:
    message = answered(f"{BASE}/branches/main/protection", {"message": "Branch not protected"}, status=404)
    asked = provider({"branches/main/protection": message})
    found = collect(asked, "repository.classic_protection")
    assert below(asked) == ["branches/main/protection"]
    assert at(section(found, "classic_protection"), 0, "protection", "enabled") is False


def test_a_rename_is_recorded_and_the_new_name_is_asked() -> None:
    root = answered(BASE, {**ROOT, "full_name": "o/new"}, redirected=True)
    asked = ScriptedProvider({BASE: root, "repos/o/new/keys": []})
    found = collect(asked, "repository.deploy_keys")
    (audit,) = found.audits
    subject: Any = audit.document["subject"]
    assert (subject["slug"], subject["requested_slug"], subject["renamed"]) == ("o/new", "o/r", True)
    assert section(found, "deploy_keys")["value"] == []
    assert audit.name == "o-new.repository.json"


def test_another_case_is_the_same_name() -> None:
    (audit,) = collect(provider(root={**ROOT, "full_name": "O/R"})).audits
    assert at(audit.document, "subject", "renamed") is False


def test_what_went_wrong_on_the_way_is_said_and_the_rest_is_kept() -> None:
    listed: Any = [{"name": "main", "protected": True}]
    branches = answered(f"{BASE}/branches", listed, failure="page 2 could not be read: x")
    keys = answered(f"{BASE}/keys", status=0, failure="there was no answer in time")
    found = collect(provider({"branches": branches, "keys": keys}), "repository.branches", "repository.deploy_keys")
    assert found.failures == (
        "/repos/o/r/branches: page 2 could not be read: x",
        "/repos/o/r/keys: there was no answer in time",
    )
    assert section(found, "deploy_keys")["status"] == "error"
    assert section(found, "deploy_keys")["detail"]["retryable"] is True
    assert (section(found, "branches")["status"], len(section(found, "branches")["partial"])) == ("incomplete", 1)


def test_an_answer_that_fits_no_schema_is_an_error_of_its_section_alone() -> None:
    branches = [{"name": "b" * 5000, "protected": True}]
    found = collect(provider({"branches": branches, "keys": []}), "repository.branches", "repository.deploy_keys")
    assert section(found, "branches")["status"] == "error"
    assert "the answers fit no schema" in section(found, "branches")["detail"]["why"]
    assert section(found, "deploy_keys")["value"] == []
    assert found.failures[-1].startswith("branches: ")


def test_a_document_that_fits_no_schema_elsewhere_is_refused() -> None:
    with pytest.raises(InputRefusedError, match=r"o-r\.repository\.json at /subject"):
        collect(provider(root={**ROOT, "owner": {"id": 3, "login": "x" * 5000, "type": "User"}}))


def test_what_may_not_be_read_is_no_failure() -> None:
    denied = answered(f"{BASE}/keys", {"message": "Resource not accessible by integration"}, status=403)
    found = collect(provider({"keys": denied}), "repository.deploy_keys")
    assert found.failures == ()
    assert section(found, "deploy_keys")["detail"]["needs"] == "Administration: read"


@pytest.mark.parametrize(
    ("root", "says"),
    [
        (answered(BASE, {"message": "Bad credentials"}, status=401), "does not accept the credential"),
        (answered(BASE, None, status=401), "401 Unauthorized"),
        (answered(BASE, {"message": "Not Found"}, status=404), "there is no repository o/r on github.com"),
        (answered(BASE, {"message": "Resource not accessible by x"}, status=403), "the credential may not read it"),
        (answered(BASE, None, status=0, failure="no connection could be made"), "no connection could be made"),
        (answered(BASE, {"message": "x"}), "is no repository: the field full_name is missing"),
        (answered(BASE, {**ROOT, "full_name": "../x"}), "full_name is '../x'"),
        (answered(BASE, {"message": "API rate limit exceeded"}, status=429), "the rate limit was reached"),
    ],
)
def test_a_repository_that_cannot_be_read_is_one_sentence_and_nothing_else_is_asked(root: Response, says: str) -> None:
    asked = provider(root=root)
    with pytest.raises(ProviderError, match=says.replace(".", r"\.")):
        collect(asked, "repository.deploy_keys")
    assert asked.asked == [BASE]


def test_a_provider_that_answers_something_else_gave_no_answer() -> None:
    asked = provider(root=answered("repos/o/r/keys", []))
    with pytest.raises(ProviderError, match="gave no answer"):
        collect(asked)


@pytest.mark.parametrize("slug", ["o", "o/r/x", "o/..", "../r", "o/r?x", "-o/r", "o/r#", ""])
def test_a_name_that_is_none_is_never_part_of_an_address(slug: str) -> None:
    asked = provider()
    with pytest.raises(UsageError, match="expected OWNER/REPO"):
        audit_repository(
            AskedRepository(slug=slug, wanted=wanted_of([]), profile="rules"),
            provider=asked,
            progress=HeardProgress(),
            version="0",
        )
    assert asked.asked == []


def test_what_rules_read_is_all_they_read() -> None:
    rule = a_rule(reads=("repository.tags",), handles=("repository.environments[].reviewers",))
    assert readings_of_rules([rule]) == {"repository.tags", "repository.environments[].reviewers"}


LEFT_OUT: dict[str, Any] = {"required_pull_request_reviews": {"required_approving_review_count": 1}}


def test_the_query_is_asked_for_what_rest_left_out_and_only_if_it_is_wanted() -> None:
    answers = {**LISTS, "branches/main/protection": LEFT_OUT}
    asked = provider(answers)
    asked.answers = {**asked.answers, "graphql": {"data": {"repository": NO_RULE}}}
    found = collect(asked, "repository.effective_protection[].reviews_bind_everyone")
    assert asked.asked[-1] == f"graphql {SLUG} refs/heads/main rules"
    assert [(one.url, str(one.status)) for one in found.readings][-1] == ("/graphql", "denied")
    for path in ("repository.effective_protection[].protected", "repository.classic_protection"):
        asked = provider(answers)
        collect(asked, path)
        assert not [one for one in asked.asked if one.startswith("graphql")]


def files_of(entries: dict[bytes, Entry]) -> dict[str, Any]:
    return {"nameWithOwner": SLUG, "viewerCanAdminister": False, **workflow_source(entries)}


@pytest.mark.parametrize(
    ("path", "is_scanned"),
    [
        ("workspace.workflows", True),
        ("workspace.workflows.files[].findings[].found", True),
        ("workspace.workflows.scanner", True),
        ("workspace.workflows.files[].facts", False),
    ],
)
def test_workflow_files_are_scanned_only_where_somebody_looks_at_what_is_found(path: str, *, is_scanned: bool) -> None:
    asked = provider()
    asked.answers = {**asked.answers, "graphql": {"data": {"repository": files_of({b"a.yml": Entry()})}}}
    scanner = ToldScanner()
    repository = AskedRepository(slug=SLUG, wanted=wanted_of([path]), profile="rules", ref="refs/tags/v1")
    found = audit_repository(repository, provider=asked, progress=HeardProgress(), version="0", scanner=scanner)
    assert asked.asked[-1] == f"graphql {SLUG} refs/tags/v1 workflows"
    assert section(found, "workflows")["status"] == "collected"
    assert scanner.given == ([".github/workflows/a.yml"] if is_scanned else [])
    assert found.failures == ()


def test_a_scan_that_goes_wrong_is_a_failure_and_no_scanner_is_none() -> None:
    asked = provider()
    asked.answers = {**asked.answers, "graphql": {"data": {"repository": files_of({b"a.yml": Entry()})}}}
    repository = AskedRepository(slug=SLUG, wanted=wanted_of(["workspace.workflows"]), profile="full")
    told = []
    for scanner in (None, ToldScanner(problem="it went wrong")):
        found = audit_repository(repository, provider=asked, progress=HeardProgress(), version="0", scanner=scanner)
        told.append(found.failures)
    assert told == [(), ("the workflow files were not scanned: it went wrong",)]


def test_workflow_files_without_a_time_have_none_in_the_audit() -> None:
    asked = provider()
    undated = replace(answered("graphql", {"data": {"repository": files_of({})}}, method="POST"), at="")
    asked.answers = {**asked.answers, "graphql": undated}
    found = collect(asked, "workspace.workflows")
    (audit,) = [audit for audit in found.audits if audit.document["kind"] == "workspace"]
    assert "collected_at" not in audit.document
    assert section(found, "workflows")["status"] == "error"
    assert found.failures == ("the workflow files: nothing says when the answer was given",)
