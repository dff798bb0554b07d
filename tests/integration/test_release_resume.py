"""`clean-release release evidence resume`: checkout, provider and record are looked at again and compared."""

import json
from pathlib import Path

import pytest

from tests.git_repositories import clone_with_upstream, commit, git, write
from tests.github_simulator import made
from tests.github_simulator.server import GitHubSimulator
from tests.integration.conftest import CommandLine
from tests.integration.test_release_record import PROJECT, STATED

RESUME = ("release", "evidence", "resume")


@pytest.fixture
def tree(command: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    tree = clone_with_upstream(tmp_path / "repositories")
    write(tree / "clean-release.yaml", PROJECT)
    write(tree / ".gitignore", "/.clean-release/\n")
    commit(tree, "Release")
    monkeypatch.chdir(tree)
    command("release", "evidence", "start", *STATED)
    return tree


def test_without_a_provider_its_part_is_unknown_and_the_rest_is_said(command: CommandLine, tree: Path) -> None:
    first = command(*RESUME, "--offline")
    assert first.code == 3
    assert "  remote: unknown: nobody was asked (--offline)\n" in first.out
    assert "  upstream: 1 ahead, 0 behind\n" in first.out
    assert first.out.endswith("next: build\n")
    assert "changed: " not in first.out

    git(tree, "tag", "--annotate", "v2.0.0", "-m", "Release")
    command("release", "blockers", "file", "--class", "flaky", "--title", "Flaky")
    second = json.loads(command(*RESUME, "--offline", "--json").out)
    assert second["changes"] == [
        "tag: there: no, annotated: no, here: no -> there: yes, annotated: yes, here: yes",
        "open blockers: none -> flaky",
    ]
    assert command.refused(*RESUME, "--format", "yaml").code == 2
    assert command.refused(*RESUME, "--target", "v9").code == 3


def test_the_provider_is_asked_and_a_run_that_failed_contradicts_the_record(
    command: CommandLine, tree: Path, github: GitHubSimulator
) -> None:
    github.load(made.repository("octo/widget"))
    command("release", "step", "build", "--outcome", "succeeded", "--run-id", 999)
    found = command(*RESUME, "--workflow", "release.yml")

    assert "  remote tag: " in found.out
    assert "  remote: unknown" not in found.out
    assert "  run 999: unknown: it is no run of this workflow\n" in found.out
    assert "  newest run: " in found.out
    assert found.code == 3
    newest = found.out.partition("  newest run: ")[2].partition(",")[0]
    state = found.out.partition(f"  newest run: {newest}, ")[2].partition("\n")[0]
    command("release", "step", "build", "--outcome", "succeeded", "--run-id", newest)
    again = command(*RESUME, "--workflow", "release.yml")
    assert f"  run {newest}: {state}\n" in again.out
    assert ("contradicts the record: build" in again.out) is (state != "completed: success")
    assert git(tree, "status", "--porcelain") == ""
