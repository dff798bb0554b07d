"""Each kind of credential: what the provider refuses to it, and how the document names what is missing."""

from pathlib import Path

import pytest

from tests.github_simulator import made
from tests.github_simulator.server import GitHubSimulator, Made
from tests.integration.collecting import BASE, Collecting, observed

PERMISSION = {"X-Accepted-GitHub-Permissions": "administration=read"}
TOKENS = {
    "token of an installation": (
        "ghs_SECRET-MARKER",
        Made(status=403, body=made.FORBIDDEN_APP.body, headers=PERMISSION),
        "denied",
        "administration=read",
    ),
    "fine-grained token": (
        "github_pat_SECRET-MARKER",
        Made(status=403, body=made.DENIED.body, headers=PERMISSION),
        "denied",
        "administration=read",
    ),
    "classic token": (
        "ghp_SECRET-MARKER",
        Made(
            status=404,
            body=made.ABSENT,
            headers={"X-OAuth-Scopes": "public_repo, read:org", "X-Accepted-OAuth-Scopes": "repo"},
        ),
        "not_found",
        "Administration: read (scope repo)",
    ),
    "token of an OAuth app": (  # what `gh auth token` prints
        "gho_SECRET-MARKER",
        Made(
            status=403,
            body={"message": "Must have admin rights to Repository."},
            headers={"X-OAuth-Scopes": "", "X-Accepted-OAuth-Scopes": "admin:repo_hook, repo"},
        ),
        "denied",
        "Administration: read (scope admin:repo_hook or repo)",
    ),
    "token of an app, for a person": ("ghu_SECRET-MARKER", made.FORBIDDEN_APP, "denied", "Administration: read"),
}


@pytest.mark.parametrize("kind", TOKENS)
def test_what_a_credential_may_not_read_names_the_permission_it_lacks(
    collect: Collecting, github: GitHubSimulator, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    token, refusal, status, needs = TOKENS[kind]
    monkeypatch.setenv("GH_TOKEN", token)
    github.token = token
    for path in ("keys", "actions/permissions", "actions/permissions/workflow"):
        github.put(f"{BASE}/{path}", refusal)

    document = collect()

    assert document["credential"]["kind"] == kind
    for place in ("deploy_keys", "ci_permissions.actions", "ci_permissions.token"):
        seen = observed(document, place)
        assert (seen["status"], seen["detail"]["needs"]) == (status, needs)
        assert "value" not in seen
    assert token not in str(document)


def test_a_classic_token_that_has_the_scope_lacks_the_role_and_not_the_scope(
    collect: Collecting, github: GitHubSimulator
) -> None:
    headers = {"X-OAuth-Scopes": "repo", "X-Accepted-OAuth-Scopes": "repo"}
    github.put(f"{BASE}/keys", Made(status=404, body=made.ABSENT, headers=headers))
    assert observed(collect(), "deploy_keys")["detail"]["needs"] == "Administration: read"


def test_the_token_of_a_workflow_is_refused_administration_and_everything_else_is_kept(
    collect: Collecting, github: GitHubSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GH_TOKEN")
    monkeypatch.setenv("GITHUB_TOKEN", "ghs_SECRET-MARKER")
    github.token = "ghs_SECRET-MARKER"  # noqa: S105 - opens this simulator only
    for path in ("keys", "teams", "actions/runners", "branches/main/protection"):
        github.put(f"{BASE}/{path}", made.FORBIDDEN_APP)
    sections = collect()["sections"]
    assert sections["deploy_keys"]["status"] == sections["runners"]["status"] == "denied"
    assert sections["environments"]["status"] == sections["ref_rules"]["status"] == "collected"


def test_a_credential_of_gh_is_not_sent_to_another_api(
    collect: Collecting, github: GitHubSimulator, monkeypatch: pytest.MonkeyPatch, empty: Path
) -> None:
    gh = empty.parent / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text("#!/bin/sh\necho gho_SECRET-MARKER\n", encoding="utf-8")
    gh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{gh.parent}:/usr/bin:/bin")
    monkeypatch.delenv("GH_TOKEN")
    ended = collect.run()
    assert ended.code == 3
    assert "there is no credential" in ended.err
    assert github.seen == []
