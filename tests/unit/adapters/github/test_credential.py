"""Credentials: where they are found, and that nobody sees them."""

import stat
from pathlib import Path

import pytest

from checker.adapters.github.credential import Credential, find_credential, local_credential, token_of_gh
from checker.errors import ProviderError

NOTHING = {"GH_TOKEN": ""}


def asked(host: str, _environment: object) -> str:
    return f"gho_for-{host}"


def test_the_environment_comes_before_gh_and_gh_token_first() -> None:
    both = {"GH_TOKEN": "ghp_1\n", "GITHUB_TOKEN": "ghs_2"}
    assert find_credential(both, host="github.com", asked=asked).text == "ghp_1"
    assert find_credential({"GITHUB_TOKEN": "ghs_2"}, host="acme.ghe.com", asked=asked).text == "ghs_2"
    assert find_credential({}, host="github.com", asked=asked).text == "gho_for-github.com"


def test_a_token_for_github_is_never_sent_to_a_server_of_one_s_own() -> None:
    found = find_credential({"GH_TOKEN": "ghp_1", "GH_ENTERPRISE_TOKEN": "ghp_2"}, host="git.example.org", asked=asked)
    assert found.text == "ghp_2"
    found = find_credential({"GH_TOKEN": "ghp_1"}, host="git.example.org", asked=asked)
    assert found.text == "gho_for-git.example.org"


def test_without_any_the_refusal_says_what_to_do() -> None:
    with pytest.raises(ProviderError, match=r"there is no credential for github\.com") as refused:
        find_credential(NOTHING, host="github.com", asked=lambda _host, _environment: "")
    assert refused.value.hint == "run `gh auth login --hostname github.com`, or set GH_TOKEN"
    with pytest.raises(ProviderError, match="there is no credential"):
        local_credential({})


@pytest.mark.parametrize("text", ["two words", "tab\tbed", "line\nbreak", "ümlaut", "x" * 1025])
def test_a_token_that_could_change_a_request_is_refused_unseen(text: str) -> None:
    with pytest.raises(ProviderError, match="GH_TOKEN holds characters that no token has") as refused:
        find_credential({"GH_TOKEN": text}, host="github.com")
    assert text not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("github_pat_x", "fine-grained token"),
        ("ghp_x", "classic token"),
        ("gho_x", "token of an OAuth app"),
        ("ghu_x", "token of an app, for a person"),
        ("ghs_x", "token of an installation"),
        ("0123abc", "unknown"),
    ],
)
def test_the_kind_is_told_by_the_prefix(text: str, kind: str) -> None:
    assert Credential(text).kind == kind


def test_neither_its_representation_nor_its_fingerprint_shows_it() -> None:
    credential = Credential("ghp_secret")
    assert "ghp_secret" not in repr(credential)
    assert credential.fingerprint != Credential("ghp_other").fingerprint
    assert credential.derived("a") != credential.derived("b")
    assert len(credential.fingerprint) == 32


def program(folder: Path, body: str) -> dict[str, str]:
    path = folder / "gh"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{folder}:/usr/bin:/bin", "HOME": "/nowhere", "LD_PRELOAD": "x", "GH_TOKEN": "ghp_x"}


def test_gh_is_asked_with_as_little_environment_as_it_needs(tmp_path: Path) -> None:
    environment = program(tmp_path, 'echo "$*" "$HOME" "$GH_TOKEN$LD_PRELOAD"')
    assert token_of_gh("github.com", environment) == "auth token --hostname github.com /nowhere"


@pytest.mark.parametrize("body", ["exit 1", "echo ghp_x; exit 4", r"printf '\377\376'"])
def test_a_gh_that_fails_has_no_token(tmp_path: Path, body: str) -> None:
    assert token_of_gh("github.com", program(tmp_path, body)) == ""


def test_where_there_is_no_gh_there_is_no_token(tmp_path: Path) -> None:
    assert token_of_gh("github.com", {"PATH": str(tmp_path)}) == ""
