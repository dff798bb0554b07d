"""Seed audits say what they hold; everything else was not requested and names the permission that would settle it."""

import json
from typing import Any, TypeAlias, cast

import pytest

from checker.domain.json_value import Json
from checker.errors import InputRefusedError
from checker.formats.audit_v1 import audit_of
from checker.formats.seed_audits import is_seed_audit, read_seed_audits
from tests.recorded_answers import DATA

Part: TypeAlias = Any  # a part of a document; tests index into it
POLICY, CHAIN = "release-policy-audit.json", "release-supply-chain-audit.json"


def seed(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / "seed-audits" / name).read_bytes())
    return loaded


def sections(*documents: tuple[str, dict[str, Json]], kind: str = "repository") -> dict[str, Any]:
    found = {str(audit["kind"]): audit for audit in read_seed_audits(documents, version="0")}
    return cast("dict[str, Any]", found[kind]["sections"])


def status(section: Part) -> str:
    return str(section["status"])


def value(section: Part) -> Part:
    return section["value"]


def both() -> tuple[tuple[str, dict[str, Json]], ...]:
    return (POLICY, seed(POLICY)), (CHAIN, seed(CHAIN))


def test_both_documents_together_give_one_repository_audit_and_one_history_audit() -> None:
    audits = read_seed_audits(both(), version="0")
    read = [audit_of(audit, source="it") for audit in audits]
    assert [(str(one.kind), one.subject.slug, one.collected_at) for one in read] == [
        ("repository", "yeemio/owlclaw", "2026-02-26T16:09:14.418792Z"),
        ("history", "yeemio/owlclaw", "2026-02-26T16:09:26.475246Z"),
    ]
    assert [(one.subject.repository_id, one.subject.owner_id) for one in read] == [(0, 0), (0, 0)]


def test_what_the_documents_hold_is_collected_and_the_rest_names_its_permission() -> None:
    found = sections(*both())
    told = {"classic_protection": "collected", "environments": "collected", "secret_names": "collected"}
    part = {"branches": "incomplete", "ci_workflows": "incomplete"}
    assert {name: status(section) for name, section in found.items()} == {
        **dict.fromkeys(found, "not_requested"),
        **told,
        **part,
    }
    for section in found.values():
        assert status(section) == "collected" or section["detail"]["needs"]


def test_protection_is_taken_whole() -> None:
    (entry,) = value(sections(*both())["classic_protection"])
    assert entry["ref"] == "refs/heads/main"
    rule = value(entry["protection"])
    unbound = {"bound": False, "id": 0}
    assert rule["checks"] == {
        "required": True,
        "strict": True,
        "list": [{"name": name, "app": unbound} for name in ("Build", "Lint", "Test")],
    }
    assert rule["pull_request"]["approvals"] == 1
    assert value(rule["admins_included"]) is True
    assert value(rule["force_push_allowed"]) is False
    assert status(rule["pull_request"]["bypass_allowances"]) == "unsupported"


def test_sections_rest_on_every_document_that_holds_them() -> None:
    found = sections(*both())
    assert found["classic_protection"]["evidence"] == ["e1", "e2"]
    assert found["environments"]["evidence"] == ["e2"]


def test_gates_of_environments_the_document_leaves_out_are_not_requested_and_never_empty() -> None:
    staging, release = value(sections(*both())["environments"])
    for entry in (staging, release):
        for part in ("reviewers", "admins_bypass", "wait_minutes", "custom_rules", "secret_names", "variable_names"):
            assert status(entry[part]) == "not_requested"
            assert entry[part]["detail"]["needs"]
    assert value(staging["deploy_refs"]) == {"mode": "any", "patterns": []}
    custom = release["deploy_refs"]
    assert status(custom) == "incomplete"
    assert custom["partial"] == {"mode": "custom", "patterns": []}
    assert "deployment-branch-policies" in custom["detail"]["needs"]


def test_secret_names_are_those_of_the_repository_only() -> None:
    scopes = value(sections(*both())["secret_names"])
    assert [(one["scope"], status(one["names"])) for one in scopes] == [
        ("repository", "collected"),
        ("organization", "not_requested"),
        ("dependabot", "not_requested"),
    ]


def test_runs_are_history_without_the_commits_the_document_does_not_hold() -> None:
    runs = value(sections(*both(), kind="history")["release_runs"])
    assert len(runs) == 8
    last = runs[0]
    assert (last["id"], last["conclusion"], last["branch"]) == (22450293930, "failure", "codex-gpt-work")
    assert status(last["commit"]) == status(last["event"]) == "not_requested"


def test_a_policy_audit_alone_has_no_history() -> None:
    (audit,) = read_seed_audits([(POLICY, seed(POLICY))], version="0")
    assert audit["kind"] == "repository"


def test_two_documents_that_contradict_each_other_are_refused_by_name() -> None:
    other = seed(CHAIN)
    other["branch_protection"]["response"]["enforce_admins"]["enabled"] = False
    with pytest.raises(InputRefusedError, match=f"{CHAIN} and {POLICY} contradict each other about classic_protection"):
        read_seed_audits([(POLICY, seed(POLICY)), (CHAIN, other)], version="0")


def test_one_document_that_contradicts_itself_is_refused() -> None:
    document = seed(POLICY)
    document["branch_protection"] = {"protected": False, "response": {"message": "Branch not protected"}}
    with pytest.raises(InputRefusedError, match="contradict each other about branches"):
        read_seed_audits([(POLICY, document)], version="0")


def test_documents_of_several_repositories_stay_apart() -> None:
    other = {**seed(POLICY), "repo": "other/repo"}
    audits: Part = read_seed_audits([("a.json", other), (POLICY, seed(POLICY))], version="0")
    assert [audit["subject"]["slug"] for audit in audits] == ["other/repo", "yeemio/owlclaw"]


def unprotected(message: str) -> Part:
    document = seed(POLICY)
    document["protection"] = {"protected": False, "api_response": {"message": message}}
    (entry,) = value(sections((POLICY, document))["classic_protection"])
    return entry["protection"]


def test_only_the_providers_own_words_make_a_branch_unprotected() -> None:
    assert value(unprotected("Branch not protected"))["enabled"] is False
    assert status(unprotected("Not Found")) == "not_found"


def test_counts_that_do_not_add_up_are_a_part() -> None:
    document = seed(CHAIN)
    document["secrets"] = {"count": 2, "names": ["PYPI_TOKEN"]}
    document["environments"]["total_count"] = 3
    found = sections((CHAIN, document))
    assert status(found["environments"]) == "incomplete"
    names = value(found["secret_names"])[0]["names"]
    assert status(names) == "incomplete"
    assert names["partial"] == [{"name": "PYPI_TOKEN", "updated_at": ""}]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"generated_at": "yesterday"}, "is not a moment"),
        ({"branch": None}, "branch is null, expected a string"),
        ({"protection": []}, "protection is a list, expected an object"),
        ({"workflows": {}}, "the field workflows is missing"),
    ],
)
def test_a_document_of_another_form_is_refused_by_its_file(change: dict[str, Json], message: str) -> None:
    with pytest.raises(InputRefusedError, match=message) as refused:
        read_seed_audits([(POLICY, {**seed(POLICY), **change})], version="0")
    assert str(refused.value.where) == POLICY


def test_an_address_in_a_runs_title_is_not_kept() -> None:
    document = seed(CHAIN)
    document["release_runs"]["runs"][0]["displayTitle"] = "Release for someone@example.com"
    runs = value(sections((CHAIN, document), kind="history")["release_runs"])
    assert runs[0]["name"] == "Release for [e-mail]"


def test_other_documents_are_no_seed_audits() -> None:
    assert is_seed_audit(seed(POLICY))
    assert is_seed_audit(seed(CHAIN))
    assert not is_seed_audit(seed("trusted-publisher-claims.json"))
    assert not is_seed_audit([])
