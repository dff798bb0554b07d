"""Bad input of `audit github`: one sentence, exit 3, or 2 where the command line is wrong."""

import pytest

from tests.github_simulator import made
from tests.github_simulator.server import TOKEN, GitHubSimulator
from tests.integration.collecting import BASE, SLUG, Collecting


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
    assert not collect.folder.exists()
