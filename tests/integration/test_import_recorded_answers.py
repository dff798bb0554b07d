"""Every recorded answer imports to the status that the table "where absence lies" gives it.

The expectations are written by hand, each with its reason; the third column is where in the document the fact goes.
"""

import json
from typing import Any, TypeAlias

import pytest

from checker.application.import_audit import ImportedAudits, import_audits
from checker.formats.audit_v1 import parse_audit
from checker.formats.github.classic_rule import classic_rule
from tests.recorded_answers import GETS, PUTS, WITHOUT_REQUEST, Recorded, body, capture_of, moment

Part: TypeAlias = Any  # a part of a document; tests index into it
PROTECTION = "classic_protection[0].protection"

EXPECTED: dict[str, tuple[str, str, str, str]] = {
    # file: (status of the answer, place, status there, reason)
    "branch-protection.hub4j-testGetProtection-6.json": ("collected", PROTECTION, "collected", "200"),
    "branch-protection.hub4j-testEnableRequireReviewsOnly-5.json": ("collected", PROTECTION, "collected", "200"),
    "branch-protection.octokitrb-summary.json": ("collected", PROTECTION, "collected", "200 of an older API"),
    "branch-protection.404-branch-not-protected.octokit-fixtures.json": (
        "collected",
        PROTECTION,
        "collected",
        "404 whose message says it: authoritative absence",
    ),
    "branch-protection.404-branch-not-protected.octokitrb.json": (
        "collected",
        PROTECTION,
        "collected",
        "404 whose message says it: authoritative absence",
    ),
    "branches.list.hub4j.json": ("collected", "branches", "collected", "200, two items, no full page"),
    "rules-branches.hub4j-testGetRulesForBranch.json": (
        "collected",
        "ref_rules",
        "incomplete",
        "200, but the rules of one branch are a part of the rulesets",
    ),
    "environments.list.octokitrb-2023-can_admins_bypass.json": (
        "collected",
        "environments",
        "collected",
        "200, total_count reached",
    ),
    "environment.get.octokitrb-2023.json": ("collected", "environments", "incomplete", "200, one of a list not read"),
    "environment-secrets.list.octokitrb.json": (
        "collected",
        "environments~[0].secret_names",
        "collected",
        "200, total_count reached",
    ),
    "environment-secrets.list-empty.octokitrb.json": (
        "collected",
        "environments~[0].secret_names",
        "collected",
        "200, an empty list",
    ),
    "repo-secrets.list.octokitrb.json": (
        "collected",
        "secret_names[repository]",
        "collected",
        "200, total_count reached",
    ),
    "repo-secrets.list-page1of2.octokitrb.json": (
        "incomplete",
        "secret_names[repository]",
        "incomplete",
        "Link next not followed, and 1 of 2",
    ),
    "repo-secrets.list-empty.octokitrb.json": (
        "collected",
        "secret_names[repository]",
        "collected",
        "200, an empty list",
    ),
    "org-secrets.list.octokitrb.json": (
        "collected",
        "secret_names[organization]",
        "collected",
        "200, total_count reached",
    ),
    "dependabot-secrets.list.octokitrb.json": (
        "collected",
        "secret_names[dependabot]",
        "collected",
        "200, total_count reached",
    ),
    "repo-variable.404.hub4j.json": ("not_found", "variable_names[repository]", "not_found", "404 without proof"),
    "deploy-keys.list.hub4j-GHDeployKeyTest.json": ("collected", "deploy_keys", "collected", "200, two items"),
    "deploy-keys.list-empty.octokitrb.json": ("collected", "deploy_keys", "collected", "200 [] is the empty list"),
    "hooks.list.octokitrb.json": ("collected", "webhooks", "collected", "200 [] is the empty list"),
    "hook.404.hub4j.json": ("not_found", "webhooks", "not_found", "404 on hooks is never absence"),
    "releases.list.octokitrb.json": ("collected", "releases", "collected", "200, four items"),
    "releases.list.hub4j.json": ("collected", "releases", "collected", "200 [] is the empty list"),
    "release.latest-404.hub4j.json": ("not_found", "releases", "not_found", "404 without proof"),
    "tags.list.hub4j.json": ("incomplete", "tags", "incomplete", "Link next not followed: page 1 of 9"),
    "collaborators.list.hub4j.json": ("collected", "access.collaborators", "collected", "200, no full page"),
    "collaborator-permission.403.hub4j.json": (
        "denied",
        "access.collaborators",
        "denied",
        "403 Must have push access",
    ),
    "vulnerability-alerts.204.octokitrb.json": (
        "collected",
        "security_features.vulnerability_alerts",
        "collected",
        "204 is on",
    ),
    "vulnerability-alerts.404-disabled.octokitrb.json": (
        "collected",
        "security_features.vulnerability_alerts",
        "collected",
        "404 whose message says it: authoritative absence",
    ),
    "automated-security-fixes.enabled.octokitrb.json": (
        "collected",
        "security_features.automated_fixes",
        "collected",
        "200",
    ),
    "automated-security-fixes.disabled.octokitrb.json": (
        "collected",
        "security_features.automated_fixes",
        "collected",
        "200",
    ),
    "code-scanning-default-setup.octokitrb-2024.json": (
        "collected",
        "security_features.code_scanning_setup",
        "collected",
        "200",
    ),
    "codeowners-errors.hub4j.json": ("collected", "codeowners", "collected", "200"),
    "workflows.list.hub4j.json": ("collected", "ci_workflows", "collected", "200, total_count reached"),
    "workflow-runs.list.hub4j.json": (
        "incomplete",
        "release_runs",
        "incomplete",
        "Link next not followed, and 1 of 77",
    ),
    "artifacts.list.octokitrb.json": ("incomplete", "ci_artifacts", "incomplete", "Link next not followed, and 1 of 3"),
}


def imported(item: Recorded) -> ImportedAudits:
    return import_audits(capture_of(item), version="0")


def observed(found: ImportedAudits, place: str) -> Part:
    """The observation at a place: `[0]` is an item, `[name]` the item of that scope, `~` goes into what is partial."""
    (audit,) = found.audits
    value: Any = audit.document["sections"]
    for step in place.replace("~", ".~").replace("[", ".[").split("."):
        if isinstance(value, dict) and "status" in value and step != "~":
            value = value["value"]
        if step == "~":
            value = value["partial"]
        elif step == "[0]":
            value = value[0]
        elif step.startswith("["):
            value = next(one for one in value if one["scope"] == step[1:-1])["names"]
        else:
            value = value[step]
    return value


def value_of(file: str) -> Part:
    item = next(one for one in GETS if one["file"] == file)
    return observed(imported(item), EXPECTED[file][1])["value"]


def test_every_recorded_get_has_an_expectation() -> None:
    assert len(GETS) == 36
    assert {item["file"] for item in GETS} == EXPECTED.keys()


@pytest.mark.parametrize("item", GETS, ids=lambda item: item["file"])
def test_a_recorded_answer_imports_to_the_status_the_table_gives_it(item: Recorded) -> None:
    answer, place, there, reason = EXPECTED[item["file"]]
    found = imported(item)
    assert [reading.status for reading in found.readings] == [answer], reason
    assert observed(found, place)["status"] == there, reason
    assert found.warnings == ()


@pytest.mark.parametrize("item", GETS, ids=lambda item: item["file"])
def test_an_imported_audit_is_read_back_and_is_as_old_as_its_answer(item: Recorded) -> None:
    (audit,) = imported(item).audits
    read = parse_audit(audit.data, source="it")
    assert read.collected_at == moment(item)
    assert read.document == audit.document


@pytest.mark.parametrize("item", GETS, ids=lambda item: item["file"])
def test_without_a_time_the_document_has_none_and_a_warning_names_file_and_address(item: Recorded) -> None:
    found = import_audits(capture_of({**item, "link": None}, dated=False), version="0")
    assert "collected_at" not in found.audits[0].document
    (warning,) = found.warnings
    assert warning.startswith(f"{item['file']}: nothing says when /")


def test_absence_that_the_provider_states_is_a_value() -> None:
    unprotected = value_of("branch-protection.404-branch-not-protected.octokitrb.json")
    assert unprotected["enabled"] is False
    assert value_of("vulnerability-alerts.404-disabled.octokitrb.json") is False
    assert value_of("vulnerability-alerts.204.octokitrb.json") is True
    assert value_of("deploy-keys.list-empty.octokitrb.json") == []


def test_what_older_answers_leave_out_is_unread_by_itself() -> None:
    summary = value_of("branch-protection.octokitrb-summary.json")
    assert summary["admins_included"]["value"] is True
    assert summary["checks"] == {"required": True, "strict": True, "list": []}
    assert summary["force_push_allowed"]["status"] == "unsupported"


def test_a_deploy_key_is_kept_as_its_fingerprint() -> None:
    # ssh-keygen -lf on the recorded public key prints this fingerprint.
    keys = value_of("deploy-keys.list.hub4j-GHDeployKeyTest.json")
    assert keys[1] == {
        "id": 77542797,
        "title": "DeployKey - ed25519 - readonly",
        "fingerprint": "SHA256:wSy1ZGgZziTbhLHhFDfxaJYe4ph237tsc1/6yWctE+0",
        "read_only": True,
    }


def test_environments_keep_the_bypass_that_decides_whether_a_gate_is_real() -> None:
    first = value_of("environments.list.octokitrb-2023-can_admins_bypass.json")[0]
    assert first["name"] == "octokit-environment"
    assert first["admins_bypass"]["value"] is False
    assert first["reviewers"]["value"] == {"principals": [], "prevent_self_review": False}
    assert first["deploy_refs"]["value"] == {"mode": "any", "patterns": []}
    assert first["secret_names"]["status"] == "not_requested"


def test_rules_of_a_branch_are_a_part_of_a_definition() -> None:
    item = next(one for one in GETS if one["file"].startswith("rules-branches"))
    (entry,) = observed(imported(item), "ref_rules")["partial"]
    assert entry["id"] == "1170520"
    definition = entry["definition"]
    assert definition["status"] == "incomplete"
    part = definition["partial"]
    assert part["include"] == ["refs/heads/main"]
    assert part["forbids"] == {"force_push": True, "deletion": True, "creation": False, "update": False}
    assert part["requires"]["pull_request"]["dismiss_stale"] is True


@pytest.mark.parametrize("item", PUTS, ids=lambda item: item["file"])
def test_a_put_body_parses_as_a_protection_object(item: Recorded) -> None:
    assert classic_rule(json.loads(body(item["file"])))["enabled"] is True


def test_every_setting_of_a_full_put_body_is_taken() -> None:
    rule: dict[str, Any] = classic_rule(json.loads(body("branch-protection.hub4j-testEnableBranchProtections-4.json")))
    on = {"status": "collected", "evidence": [], "value": True}
    switches = ("admins_included", "force_push_allowed", "deletion_allowed", "creation_blocked", "linear_history")
    assert [rule[name] for name in (*switches, "conversation_resolution", "locked")] == [on] * 7
    assert rule["signatures"]["status"] == "unsupported"
    review = rule["pull_request"]
    assert review["approvals"] == 2
    assert [review[name] for name in ("dismiss_stale", "code_owner", "last_push")] == [on] * 3
    unbound = {"name": "test-status-check", "app": {"bound": False, "id": 0}}
    assert rule["checks"] == {"required": True, "strict": True, "list": [unbound]}


def test_a_put_in_a_capture_is_named_and_not_read() -> None:
    found = import_audits(capture_of(PUTS[0], GETS[0]), version="0")
    assert [warning.partition(":")[0] for warning in found.warnings] == [PUTS[0]["file"]]
    assert [reading.files for reading in found.readings] == [(GETS[0]["file"],)]


@pytest.mark.parametrize("item", WITHOUT_REQUEST, ids=lambda item: item["file"])
def test_an_export_or_fixture_normalises_as_incomplete(item: Recorded) -> None:
    found = import_audits({item["file"]: body(item["file"])}, version="0", repository="owner/repo")
    section = observed(found, "ref_rules")
    assert section["status"] == "incomplete"
    entries = section["partial"]
    assert entries
    for entry in entries:
        assert entry["definition"]["status"] in ("incomplete", "not_requested")
        assert entry["bypass"]["status"] != "collected"
    assert "collected_at" not in found.audits[0].document


def test_there_are_eleven_documents_without_a_request() -> None:
    assert (len(WITHOUT_REQUEST), len(PUTS)) == (11, 6)
