"""What a collection costs, and what it leaves behind: few requests, and nothing that was secret."""

import json
import logging
from pathlib import Path

import pytest

from tests.github_simulator import made
from tests.github_simulator.secret import SECRET
from tests.github_simulator.server import TOKEN, GitHubSimulator
from tests.integration.collecting import BASE, SLUG, Collecting
from tests.integration.conftest import CommandLine


@pytest.mark.parametrize(("profile", "most"), [("rules", 26), ("full", 44), ("all", 46)])
def test_a_collection_takes_few_requests_and_its_repetition_none_that_counts(
    collect: Collecting, github: GitHubSimulator, profile: str, most: int
) -> None:
    collect(profile=profile)
    of_repository = [seen for seen in github.seen if not seen.path.startswith("orgs/")]  # those of a run are asked once
    assert len(of_repository) <= most
    assert len({seen.target for seen in github.seen}) == len(github.seen), "something was asked twice"
    github.forget()

    collect(profile=profile)

    assert github.limited == 0


@pytest.mark.parametrize("profile", ["rules", "full"])
def test_of_many_repositories_the_organization_is_asked_once(
    collect: Collecting, github: GitHubSimulator, profile: str
) -> None:
    github.load(made.repository("octo/gadget"))
    options = ("--output", collect.folder, "--profile", profile, "--pace", "0", "--workflow", "release.yml")
    assert collect.command("audit", "github", SLUG, "octo/gadget", *options).code == 0
    asked = [seen.path for seen in github.seen if seen.path.startswith("orgs/")]
    listed = [path for path in asked if path == "orgs/octo/members"]
    assert len(asked) - len(listed) == len(set(asked) - set(listed))
    assert len(listed) in (0, 2)  # owners and others
    assert len([seen for seen in github.seen if seen.path.startswith("repos/octo/gadget")]) <= 44


def test_a_section_is_named_to_be_read_besides_and_any_other_name_is_refused(
    collect: Collecting, github: GitHubSimulator
) -> None:
    collect("--no-cache", profile="rules")
    whole = {seen.target for seen in github.seen}
    github.forget()
    collect("--no-cache", "--also", "rule_suites", "--also", "ci_artifacts", profile="rules")
    assert {seen.path for seen in github.seen if seen.target not in whole} == {
        f"{BASE}/actions/artifacts",
        f"{BASE}/rulesets/rule-suites",
    }
    assert "rule_suites" in collect.document("history")["sections"]
    refused = collect.run("--also", "weather")
    assert (refused.code, "no provider tells a section 'weather'" in refused.err) == (2, True)


def test_no_planted_secret_and_no_token_is_left_anywhere(
    collect: Collecting, github: GitHubSimulator, empty: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    judged = collect.command("check", SLUG, "--json", "--workflow", "release.yml")
    github.put(f"{BASE}/keys", made.HTML)
    ended = collect.run()
    wrong = collect.run("--format", "json")
    github.token = "another"  # noqa: S105 - no secret
    refused = collect.run()
    written = b"".join(path.read_bytes() for path in [*empty.rglob("*"), *Path.home().rglob("*")] if path.is_file())
    said = "".join(one.out + one.err for one in (judged, ended, wrong, refused)) + caplog.text
    assert b"clean-release/audit/v1" in written
    assert (empty / ".clean-release/store.db").read_bytes() in written  # the report is there, and what it was made of
    assert "GET " in caplog.text  # something was logged at all
    for marker in (SECRET, TOKEN):
        assert marker not in said
        assert marker.encode() not in written


def test_json_says_what_was_written_and_how_each_answer_was_understood(collect: Collecting) -> None:
    document = json.loads(collect.run("--json", profile="rules").out)
    assert document["schema"] == "clean-release/collection/v1"
    assert [Path(name).name for name in document["written"]] == [
        "octo-widget.history.json",
        "octo-widget.repository.json",
    ]
    assert {reading["status"] for reading in document["readings"]} == {"collected"}
    assert document["failures"] == []


def test_what_could_not_be_read_is_told_first_and_progress_goes_to_standard_error(
    collect: Collecting, github: GitHubSimulator
) -> None:
    github.put(f"{BASE}/keys", made.DENIED)
    ended = collect.run()
    status, section, rest = ended.out.splitlines()[0].split(maxsplit=2)
    assert (status, section) == ("denied", "deploy_keys")
    assert rest == f"/{BASE}/keys?per_page=100  needs Administration: read"
    assert ended.err.startswith(f"{SLUG}: reading from 127.0.0.1\n")


def test_without_a_name_the_project_s_own_repository_is_read(
    command: CommandLine, github: GitHubSimulator, complete: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(complete)
    github.load(made.repository("example-org/widget"))
    assert command("audit", "github", "--output", "new").code == 0
    assert (complete / "new" / "example-org-widget.repository.json").is_file()
    targets = [seen.target for seen in github.seen]
    assert "/repos/example-org/widget/branches/main/protection" in targets
