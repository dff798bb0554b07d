"""Bad input of `audit github`: one sentence, exit 3, or 2 where the command line is wrong."""

import json
from pathlib import Path

import pytest

from tests.github_simulator import made
from tests.github_simulator.server import TOKEN, GitHubSimulator, Made
from tests.integration.collecting import BASE, SLUG, Collecting
from tests.integration.conftest import CommandLine


def test_bad_input_is_one_sentence(
    collect: Collecting, github: GitHubSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*arguments: str) -> tuple[int, str]:
        done = collect.command("audit", "github", *arguments, "--output", collect.folder)
        assert done.out == ""
        *progress, sentence, hint = done.err.splitlines()
        assert all(line.startswith((SLUG, "octo/none", "127.0.0.1: ")) for line in progress)
        assert hint.startswith("  hint: ")
        return done.code, sentence

    assert ended("octo/none")[0] == 3
    assert "there is no repository octo/none" in ended("octo/none")[1]
    assert ended("not a name") == (2, "error[usage]: 'not a name' is no repository, expected OWNER/REPO")
    assert ended()[0] == 2
    assert ended(SLUG, "--profile", "some")[0] == 2
    github.put(BASE, made.HTML)
    assert "HTML was answered instead of JSON" in ended(SLUG)[1]
    monkeypatch.setenv("GH_TOKEN", "expired")
    github.answers.pop(BASE)
    assert "does not accept the credential (401 Bad credentials)" in ended(SLUG)[1]
    monkeypatch.setenv("GH_TOKEN", "two words")
    assert ended(SLUG) == (
        3,
        "error[provider-unreadable]: GH_TOKEN holds characters that no token has, expected one word",
    )
    monkeypatch.delenv("GH_TOKEN")
    assert "there is no credential for github.com" in ended(SLUG)[1]
    monkeypatch.setenv("CLEAN_RELEASE_GITHUB_API", "http://github.example/api")
    assert ended(SLUG)[0] == 2
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    monkeypatch.setenv("CLEAN_RELEASE_GITHUB_API", "http://127.0.0.1:9")
    monkeypatch.setattr("checker.adapters.clock.time.sleep", lambda _seconds: None)
    code, sentence = ended(SLUG)
    assert code == 3
    assert sentence.endswith("could not be read from 127.0.0.1: no connection could be made")
    assert "check the network" in collect.command("audit", "github", SLUG, "--output", collect.folder).err
    assert not collect.folder.exists()


@pytest.mark.parametrize(
    "words",
    [("https://github.com/octo/x",), (SLUG, "git@github.com:octo/x.git"), (SLUG, "--pace=nan"), (SLUG, "--pace=0x")],
)
def test_an_address_and_a_pace_that_are_none_are_wrong_usage(
    collect: Collecting, github: GitHubSimulator, words: tuple[str, ...]
) -> None:
    assert collect.command.refused("audit", "github", *words, "--output", collect.folder).code == 2
    assert github.seen == []


def test_check_names_a_repository_as_audit_github_does(collect: Collecting, github: GitHubSimulator) -> None:
    for address in ("https://github.com/octo/widget/tree/main", "octo/widget.git"):
        ended = collect.command.refused("check", address)
        assert (ended.code, ended.err.splitlines()[1]) == (2, "  hint: type octo/widget")
    assert github.seen == []


def test_an_audit_that_an_earlier_run_left_is_not_taken_for_one_of_this(collect: Collecting) -> None:
    collect()
    options = ("audit", "github", SLUG, "--output", collect.folder, "--pace", "0")
    ended = collect.command(*options, "--json")
    older = [collect.folder / f"octo-widget.{kind}.json" for kind in ("history", "workspace")]
    assert ended.err.splitlines()[-2:] == [
        f"warning: {path} is of an earlier run: this one read nothing of it, and replaced nothing of it"
        for path in older
    ]
    assert json.loads(ended.out)["older"] == [str(path) for path in older]
    assert f"warning: {older[0]} is of" in collect.command(*options, "--judge").err


@pytest.mark.parametrize(
    ("content", "code", "why"),
    [
        (b"\xff\xfe\x00octo/widget", 3, "this is not UTF-8 text, expected it"),
        (b"\x89PNG\r\n\x1a\n", 3, "this is not UTF-8 text, expected it"),
        (b"octo/widget\nhttps://github.com/octo/other\n", 2, "type octo/other"),
        (b"<!DOCTYPE html>\n", 2, "is no repository, expected OWNER/REPO"),
        (b'{"repositories": []}', 2, "is no repository, expected OWNER/REPO"),
        (None, 3, ""),
    ],
)
def test_a_list_of_repositories_that_is_none_is_refused_before_anything_is_asked(
    collect: Collecting, github: GitHubSimulator, empty: Path, content: bytes | None, code: int, why: str
) -> None:
    if content is not None:
        (empty / "list.txt").write_bytes(content)
    ended = collect.command.refused("audit", "github", "--repos", empty / "list.txt", "--output", collect.folder)
    assert ended.code == code
    assert why in ended.err
    assert github.seen == []
    assert not collect.folder.exists()


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("not a host", "is no host, expected one like github.com"),
        ("https://github.com", "is no host, expected one like github.com"),
        ("-x.example", "is no host, expected one like github.com"),
    ],
)
def test_a_host_that_is_none_is_wrong_usage(
    collect: Collecting, monkeypatch: pytest.MonkeyPatch, host: str, why: str
) -> None:
    monkeypatch.delenv("CLEAN_RELEASE_GITHUB_API")
    ended = collect.command.refused("audit", "github", SLUG, f"--host={host}", "--output", collect.folder)
    assert ended.code == 2
    assert why in ended.err


def test_a_host_that_is_no_github_says_so(collect: Collecting, github: GitHubSimulator) -> None:
    github.put(BASE, {"hello": "world"})
    ended = collect.run()
    assert ended.code == 3
    assert "error[provider-unreadable]: what 127.0.0.1 answers for octo/widget is no repository" in ended.err
    assert not collect.folder.exists()


def test_a_proxy_s_page_in_the_middle_keeps_what_was_collected_and_passes_nothing(
    collect: Collecting, github: GitHubSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checker.adapters.clock.time.sleep", lambda _seconds: None)
    for path in ("rulesets", "environments"):
        github.put(f"{BASE}/{path}", made.HTML)
    document = collect("--no-cache", expect=3)
    statuses = {name: section["status"] for name, section in document["sections"].items()}
    assert (statuses["ref_rules"], statuses["environments"]) == ("error", "error")
    assert statuses["repository"] == statuses["secret_names"] == "collected"
    judged = collect.command("check", SLUG, "--json")
    assert judged.code in (1, 3)


def test_a_token_that_expires_on_the_way_leaves_the_rest_denied(collect: Collecting, github: GitHubSimulator) -> None:
    expired = Made(status=401, body={"message": "Bad credentials"})
    for path in list(github.answers):
        if path != BASE:
            github.put(path, expired)
    ended = collect.run()
    assert ended.code == 3
    (warning,) = [line for line in ended.err.splitlines() if line.startswith("warning: ")]
    assert warning.startswith("warning: the credential ended on the way: ")
    statuses = {name: section["status"] for name, section in collect.document()["sections"].items()}
    assert statuses["repository"] == "collected"
    assert "collected" not in {statuses[name] for name in ("ref_rules", "environments", "deploy_keys", "webhooks")}


def test_a_network_that_goes_away_on_the_way_leaves_the_rest_unread(
    collect: Collecting, github: GitHubSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checker.adapters.clock.time.sleep", lambda _seconds: None)
    github.put(f"{BASE}/keys", made.CUT)
    document = collect("--no-cache", expect=3)
    assert document["sections"]["deploy_keys"]["status"] == "error"
    assert "value" not in document["sections"]["deploy_keys"]
    assert document["sections"]["environments"]["status"] == "collected"


def test_the_own_repository_is_never_looked_for_at_another_host(
    command: CommandLine, complete: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another one of the same name may be there."""
    file = complete / "clean-release.yaml"
    file.write_text(file.read_text().replace("github.com/example-org", "git.example.org/example-org"))
    monkeypatch.chdir(complete)
    monkeypatch.delenv("CLEAN_RELEASE_GITHUB_API", raising=False)

    refused = command.refused("audit", "github", "--output", "new")

    assert refused.code == 2
    assert "example-org/widget of the project file is on git.example.org, and github.com would be asked" in refused.err
    assert "give --host git.example.org" in refused.err
