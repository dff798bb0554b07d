"""Every other setting of a repository is taken with what its answer says, and nothing it does not say."""

import json

import pytest

from checker.domain.json_value import Json
from tests.captures import AT, BARE, ROOT, Capture, at

KEY: dict[str, Json] = {"id": 1, "title": "t", "key": "ssh-ed25519 AAAA x@y.example", "read_only": True}


def status(value: Json) -> Json:
    assert isinstance(value, dict)
    return value["status"]


def test_the_repository_names_subject_owner_and_credential() -> None:
    (audit,) = Capture().add("", ROOT).read().audits
    document = audit.document
    assert at(document, "subject", "id", "value") == 7
    assert at(document, "subject", "owner", "value") == {"id": 3, "login": "o", "kind": "Organization"}
    assert at(document, "credential", "is_admin", "value") is True
    assert at(document, "credential", "permissions") == ["Metadata: read"]
    section = at(document, "sections", "repository")
    assert at(section, "secret_scanning", "value") is True
    assert at(section, "push_protection", "value") is False


@pytest.mark.parametrize(
    ("change", "visibility"),
    [({"visibility": "secret"}, "unknown"), ({"visibility": None}, ""), ({}, "public")],
)
def test_only_a_visibility_that_is_known_is_taken(change: dict[str, Json], visibility: str) -> None:
    section = Capture().add("", {**ROOT, **change}).section("repository")
    assert (at(section, "visibility") if visibility else section["status"]) == (visibility or "error")


@pytest.mark.parametrize(("private", "visibility"), [(True, "unknown"), (False, "public")])
def test_an_older_repository_says_only_whether_it_is_private(*, private: bool, visibility: str) -> None:
    body = {name: value for name, value in ROOT.items() if name != "visibility"}
    assert at(Capture().add("", {**body, "private": private}).section("repository"), "visibility") == visibility


def test_security_settings_a_weaker_credential_does_not_see_are_denied() -> None:
    body = {name: value for name, value in ROOT.items() if name != "security_and_analysis"}
    section = Capture().add("", body).section("repository")
    assert status(at(section, "secret_scanning")) == status(at(section, "push_protection")) == "denied"


def test_a_renamed_repository_is_recorded_as_such() -> None:
    (audit,) = Capture().add("", {**ROOT, "full_name": "o/new"}).read().audits
    subject = audit.document["subject"]
    assert (at(subject, "slug"), at(subject, "requested_slug"), at(subject, "renamed")) == ("o/new", "o/r", True)
    frames = (
        b"HTTP/2.0 301 Moved Permanently\r\nLocation: /x\r\n\r\n{}\nHTTP/2.0 200 OK\r\nA: b\r\n\r\n"
        + json.dumps(ROOT).encode()
    )
    capture = Capture().add("", ROOT)
    capture.files["0.json"] = frames
    assert at(capture.read().audits[0].document, "subject", "renamed") is True


def test_only_protected_branches_are_a_part_of_the_branches() -> None:
    capture = Capture().add("branches?protected=true", [{"name": "main", "protected": True}])
    assert capture.section("branches")["status"] == "incomplete"
    assert Capture().add("branches", BARE, status=404).section("branches")["status"] == "not_found"
    capture = Capture().add("branches?protected=true", BARE, status=403)
    assert capture.section("branches")["status"] == "denied"


def test_actions_settings_are_read_each_by_itself() -> None:
    capture = Capture().add("actions/permissions", {"enabled": True, "allowed_actions": "selected"})
    section = capture.section("ci_permissions")
    assert at(section, "actions", "allowed_actions") == "selected"
    assert status(at(section, "actions", "sha_pinning_required")) == "unsupported"
    assert status(at(section, "token")) == "not_requested"
    token: Json = {"default_workflow_permissions": "read", "can_approve_pull_request_reviews": False}
    section = Capture().add("actions/permissions/workflow", token).section("ci_permissions")
    assert at(section, "token", "value") == {"default": "read", "can_approve_reviews": False}
    section = (
        Capture().add("actions/permissions", {"enabled": True, "allowed_actions": "none"}).section("ci_permissions")
    )
    assert status(at(section, "actions")) == "error"


def test_the_subject_of_tokens_is_taken() -> None:
    body: Json = {"use_default": False, "include_claim_keys": ["repo", "context", "repo"]}
    section = Capture().add("actions/oidc/customization/sub", body).section("ci_oidc")
    assert section["value"] == {"use_default": False, "claim_keys": ["repo", "context"]}


def run(number: int, **changed: Json) -> Json:
    return {
        "id": number,
        "name": "Release",
        "status": "in_progress",
        "conclusion": None,
        "head_branch": "main",
        "head_sha": "a" * 40,
        "event": "push",
        "created_at": "2024-02-13T17:32:20Z",
        "updated_at": "2024-02-13T18:32:20+01:00",
        **changed,
    }


def runs(*found: Json) -> Json:
    return {"total_count": len(found), "workflow_runs": list(found)}


def test_runs_of_one_workflow_are_release_runs_and_history() -> None:
    found = Capture().add("actions/workflows/release.yml/runs", runs(run(1))).read()
    (audit,) = found.audits
    assert (audit.name, audit.document["kind"]) == ("o-r.history.json", "history")
    section = at(audit.document, "sections", "release_runs")
    assert at(section, 0, "conclusion") == ""
    assert at(section, 0, "updated_at") == "2024-02-13T17:32:20Z"


def test_runs_of_all_some_or_several_workflows_are_not_the_release_runs() -> None:
    assert Capture().add("actions/runs", runs(run(1))).section("release_runs")["status"] == "incomplete"
    some = Capture().add("actions/workflows/release.yml/runs?branch=main", runs(run(1)))
    assert some.section("release_runs")["status"] == "incomplete"
    several = Capture().add("actions/workflows/a.yml/runs", runs(run(1)))
    several.add("actions/workflows/b.yml/runs", runs(run(2)))
    assert several.section("release_runs")["status"] == "error"


def hook(config: dict[str, Json]) -> Json:
    return {"id": 1, "active": True, "events": ["push"], "config": config}


def test_a_webhook_is_kept_without_what_could_be_secret() -> None:
    url = "https://user:SECRET-MARKER@hooks.example:8443/SECRET-MARKER?token=SECRET-MARKER"
    capture = Capture().add(
        "hooks", [hook({"url": url, "insecure_ssl": "0", "secret": "********", "token": "SECRET-MARKER"})]
    )
    entry = at(capture.section("webhooks"), 0)
    assert at(entry, "address") == "https://hooks.example:8443"
    assert (at(entry, "tls_verified", "value"), at(entry, "has_secret", "value")) == (True, True)


@pytest.mark.parametrize("url", ["https://[", "nonsense", "https://x:99999/", 3])
def test_a_webhook_address_that_is_none_is_left_out(url: Json) -> None:
    entry = at(Capture().add("hooks/1", hook({"url": url})).section("webhooks")["partial"], 0)
    assert at(entry, "address") == ""
    assert status(at(entry, "tls_verified")) == "denied"
    assert at(entry, "has_secret", "value") is False


def test_an_insecure_webhook_is_one() -> None:
    assert (
        at(Capture().add("hooks", [hook({"insecure_ssl": "1"})]).section("webhooks"), 0, "tls_verified", "value")
        is False
    )


PERSON: dict[str, Json] = {"id": 5, "login": "x", "type": "User", "email": "x@y.example"}


@pytest.mark.parametrize(
    ("fields", "role"),
    [
        ({"role_name": "maintain"}, "maintain"),
        ({"permissions": {"admin": True, "push": True, "pull": True}}, "admin"),
        ({"permissions": {"push": True, "pull": True}}, "write"),
        ({"permissions": {}}, "none"),
    ],
)
def test_a_collaborator_has_the_strongest_role_the_answer_names(fields: dict[str, Json], role: str) -> None:
    section = Capture().add("collaborators", [{**PERSON, **fields}]).section("access")
    assert at(section, "collaborators", 0, "role") == role
    assert status(at(section, "teams")) == "not_requested"


def test_an_answer_without_a_body_is_an_error() -> None:
    assert status(at(Capture().add("collaborators/x/permission", None).section("access"), "collaborators")) == "error"


def test_some_collaborators_are_a_part_and_all_of_them_are_preferred() -> None:
    person = {**PERSON, "role_name": "admin"}
    capture = Capture().add("collaborators?affiliation=outside", [person])
    assert status(at(capture.section("access"), "collaborators")) == "incomplete"
    capture.add("collaborators", [person])
    assert status(at(capture.section("access"), "collaborators")) == "collected"
    single = Capture().add("collaborators/x/permission", {"permission": "admin", "user": PERSON})
    assert at(single.section("access"), "collaborators", "partial", 0, "role") == "admin"


def test_teams_are_taken_by_their_slug() -> None:
    section = Capture().add("teams", [{"slug": "release", "permission": "push"}]).section("access")
    assert at(section, "teams", "value") == [{"slug": "release", "role": "push"}]
    assert status(at(section, "collaborators")) == "not_requested"


def test_a_release_is_taken_with_its_assets_and_their_digests() -> None:
    assets: Json = [{"name": "a", "size": 1, "digest": "sha256:00"}, {"name": "b", "size": 2, "digest": None}]
    body: Json = {"id": 1, "tag_name": "v1", "draft": False, "prerelease": False, "immutable": True, "assets": assets}
    found = at(Capture().add("releases", [body]).section("releases"), 0)
    assert at(found, "immutable", "value") is True
    assert at(found, "assets", 0, "digest", "value") == "sha256:00"
    assert status(at(found, "assets", 1, "digest")) == "unsupported"
    assert Capture().add("releases/tags/v1", body).section("releases")["status"] == "incomplete"


def test_security_features_are_read_each_by_itself() -> None:
    capture = Capture().add("private-vulnerability-reporting", {"enabled": True})
    capture.add("code-scanning/default-setup", {"state": "off"})
    capture.add("vulnerability-alerts", {"unexpected": "body"})
    section = capture.section("security_features")
    assert at(section, "private_reporting", "value") is True
    assert status(at(section, "code_scanning_setup")) == status(at(section, "vulnerability_alerts")) == "error"
    assert status(at(section, "automated_fixes")) == "not_requested"
    capture = Capture().add("immutable-releases", {"enabled": True})
    assert at(capture.section("immutable_releases"), "enabled") is True


def test_names_of_secrets_and_variables_go_to_their_scopes() -> None:
    capture = Capture().add("actions/organization-secrets", {"total_count": 1, "secrets": [{"name": "S"}]})
    capture.add("//orgs/o/actions/secrets", {"total_count": 2, "secrets": [{"name": "S"}, {"name": "T"}]})
    capture.add("actions/variables/V", {"name": "V", "value": "SECRET-MARKER", "updated_at": AT})
    scopes = {at(one, "scope"): at(one, "names") for one in capture.section("secret_names")["value"]}  # type: ignore[union-attr]
    assert at(scopes["organization"], "value") == [{"name": "S", "updated_at": ""}]
    variables = at(capture.section("variable_names"), 0, "names")
    assert (status(variables), at(variables, "partial")) == ("incomplete", [{"name": "V", "updated_at": AT}])


@pytest.mark.parametrize("key", ["no-key", "ssh-rsa !!!"])
def test_a_key_that_is_none_has_a_fingerprint_all_the_same(key: str) -> None:
    entry = at(Capture().add("keys", [{**KEY, "key": key}]).section("deploy_keys"), 0)
    assert str(at(entry, "fingerprint")).startswith("SHA256:")


def test_check_runs_of_several_commits_are_an_error() -> None:
    runs: Json = {"total_count": 0, "check_runs": []}
    capture = Capture().add("commits/a/check-runs", runs)
    assert capture.section("check_runs")["value"] == []
    assert capture.add("commits/b/check-runs", runs).section("check_runs")["status"] == "error"


ALERT: dict[str, Json] = {
    "number": 4,
    "state": "open",
    "secret_type": "x",
    "created_at": "2026-01-01T00:00:00Z",
    "secret": "S",
}


def test_alerts_that_are_closed_are_none_and_alerts_that_were_left_out_make_a_part() -> None:
    closed: Json = {**ALERT, "number": 5, "state": "resolved"}
    whole = at(Capture().add("secret-scanning/alerts", [ALERT, closed]).section("alerts")["value"], "secret_scanning")
    assert at(whole, "value") == [{"id": 4, "name": "x", "severity": "", "created_at": "2026-01-01T00:00:00Z"}]
    narrowed = at(
        Capture().add("secret-scanning/alerts?secret_type=y", []).section("alerts")["value"], "secret_scanning"
    )
    assert (at(narrowed, "status"), at(at(narrowed, "detail"), "why")) == (
        "incomplete",
        "only some alerts were asked for (secret_type)",
    )


def test_alerts_and_analyses_asked_for_in_several_ways_are_an_error() -> None:
    capture = Capture().add("dependabot/alerts?state=open", []).add("dependabot/alerts", [])
    assert at(at(capture.section("alerts")["value"], "dependabot"), "status") == "error"
    refs = (
        Capture().add("code-scanning/analyses?ref=refs/heads/a", []).add("code-scanning/analyses?ref=refs/heads/b", [])
    )
    assert refs.section("analyses")["status"] == "error"
