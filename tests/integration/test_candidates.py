"""`clean-release candidate` and `clean-release manifest`: from the first word about a release to its manifest."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from checker.adapters.clock import SystemClock
from tests.git_repositories import clone_with_upstream, commit, git, write
from tests.integration.conftest import CommandLine

NAME = "2026.03.09-rc1"
PROJECT = """\
schema: clean-release/project/v1
project: widget
repository: github.com/octo/widget
release: {targets: [{registry: pypi, project: widget}]}
policy: {bundles: ["builtin:release-policy"]}
"""
WHEEL = "widget-1.2.0-py3-none-any.whl"
BY = ("--candidate-id", NAME, "--actor", "release-bot")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    tree = clone_with_upstream(tmp_path / "repositories")
    write(tree / "clean-release.yaml", PROJECT)
    write(tree / "pyproject.toml", '[project]\nname = "widget"\nversion = "1.2.0"\n')
    write(tree / ".gitignore", "/.clean-release/\n/dist/\n")
    commit(tree, "Release")
    git(tree, "remote", "set-url", "origin", "https://github.com/octo/widget")
    git(tree, "tag", "v1.2.0-rc1")
    write(tree / "dist" / WHEEL, "wheel")
    one = {"name": WHEEL, "kind": "wheel", "sha256": hashlib.sha256(b"wheel").hexdigest(), "size": 5}
    document = {"schema": "clean-release/artifacts/v1", "project": "widget", "version": "1.2.0", "artifacts": [one]}
    write(tree / "artifacts.json", json.dumps(document))
    monkeypatch.chdir(tree)
    return tree


def register(command: CommandLine, *more: str) -> Any:  # noqa: ANN401 - what a command printed
    return command("candidate", "register", *BY, "--version", "1.2.0", "--source-snapshot", "v1.2.0-rc1", *more)


def imported(command: CommandLine, *more: str) -> Any:  # noqa: ANN401 - what a command printed
    return command("candidate", "import-artifacts", *BY, "--input", "artifacts.json", *more)


def test_the_way_from_a_candidate_to_its_manifest(command: CommandLine, tree: Path) -> None:
    assert register(command).code == 0
    early = command.refused("manifest", "build", *BY)
    assert (early.code, "no artifacts were imported" in early.err) == (3, True)
    assert imported(command).code == 0
    assert command("manifest", "list").out == ""

    built = json.loads(command("manifest", "build", *BY, "--json").out)
    assert (built["manifest_id"], built["candidate_id"]) == ("man-001", NAME)
    shown = command("manifest", "show", "man-001", "--json").out
    assert shown == command("manifest", "show", built["digest"], "--json").out
    assert json.loads(shown)["source"] == {
        "commit": git(tree, "rev-parse", "HEAD").strip(),
        "host": "github.com",
        "ref": "refs/tags/v1.2.0-rc1",
        "repository": "octo/widget",
    }
    state = json.loads(command("candidate", "show", "--candidate-id", NAME, "--json").out)
    assert (state["state"], state["namespace"]) == ("MANIFEST_BUILT", "real")
    assert state["next"].startswith(f"clean-release compliance run --candidate-id {NAME}")
    assert "release-bot (asserted): built man-001" in command("candidate", "show", "--candidate-id", NAME).out


def test_a_manifest_that_says_the_same_is_another_one_and_says_so(command: CommandLine, tree: Path) -> None:
    """Building is what voids an approval, so a second build is never taken for the first (ADR 60)."""
    register(command)
    imported(command)
    first = command("manifest", "build", *BY, "--json")
    second = command("manifest", "build", *BY, "--json")
    assert json.loads(first.out)["digest"] == json.loads(second.out)["digest"]
    assert json.loads(second.out)["manifest_id"] == "man-002"
    assert "says the same" not in first.err
    assert "man-002 says the same as man-001; no run and no approval of that one counts for it" in second.err
    assert (tree / ".clean-release").is_dir()


def test_the_commit_is_the_one_the_ref_led_to_when_it_was_registered(command: CommandLine, tree: Path) -> None:
    before = json.loads(register(command, "--json").out)["source"]["commit"]
    commit(tree, "Later")
    git(tree, "tag", "--force", "v1.2.0-rc1")

    assert json.loads(command("candidate", "list", "--json").out)["candidates"][0]["source"]["commit"] == before


def test_files_at_hand_need_no_candidate_and_none_of_them_is_left_out(command: CommandLine, tree: Path) -> None:
    git(tree, "tag", "v1.2.0")
    build = ("manifest", "build", "--dist", "dist/*", "--actor", "me")
    assert "man-001" in command(*build).out
    assert "(no candidate)" in command("manifest", "list").out
    assert f"file {WHEEL} (wheel, 5 bytes)" in command("manifest", "show", "man-001").out

    write(tree / "dist" / "widget-1.1.0-py3-none-any.whl", "old")
    refused = command.refused(*build)
    assert (refused.code, "not named after version 1.2.0" in refused.err) == (3, True)
    assert len(json.loads(command("manifest", "list", "--json").out)["manifests"]) == 1


def test_manifests_are_compared(command: CommandLine, tree: Path) -> None:
    register(command)
    imported(command)
    command("manifest", "build", *BY)
    command("manifest", "build", *BY)
    same = command("manifest", "diff", "man-001", "man-002")
    assert (same.code, same.out) == (0, "")

    text = (tree / "artifacts.json").read_text().replace('"size": 5', '"size": 6')
    write(tree / "artifacts.json", text)
    imported(command)
    command("manifest", "build", *BY)
    other = command("manifest", "diff", "man-001", "man-003")
    assert (other.code, "5 bytes" in other.out, "6 bytes" in other.out) == (1, True, True)


@pytest.mark.usefixtures("tree")
def test_demo_and_real_do_not_see_each_other(command: CommandLine) -> None:
    register(command, "--namespace", "demo")

    assert "in the namespace real" in command("candidate", "list").err
    assert command("candidate", "list", "--namespace", "demo").out.startswith(f"namespace demo\n{NAME} ")
    assert command.refused("candidate", "show", "--candidate-id", NAME).code == 3
    assert register(command).code == 0


def test_wrong_input_is_refused_in_one_sentence_and_nothing_is_kept(command: CommandLine, tree: Path) -> None:
    assert command.refused("candidate", "list", "--namespace", "test").code == 2
    assert command.refused("candidate", "list", "--format", "yaml").code == 2
    assert command.refused("manifest", "build", *BY).code == 3
    assert command.refused("manifest", "build", "--actor", "me").code == 2
    assert command.refused("manifest", "build", *BY, "--dist", "dist/*").code == 2
    assert command.refused("manifest", "show", "man-001").code == 3
    assert command.refused("candidate", "import-artifacts", *BY, "--input", "nothing.json").code == 3
    register(command)
    again = command.refused("candidate", "register", *BY, "--version", "1.2.0", "--source-snapshot", "v1.2.0-rc1")
    assert (again.code, "is registered already" in again.err) == (2, True)
    write(tree / "artifacts.json", "{")
    assert command.refused("candidate", "import-artifacts", *BY, "--input", "artifacts.json").code == 3
    assert json.loads(command("candidate", "list", "--json").out)["candidates"][0]["state"] == "DRAFT"


def test_a_clock_that_was_ahead_once_is_recovered_from_by_waiting_or_by_a_copy_from_before(
    command: CommandLine, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner's days: the clock is a day ahead at one event, and right before and after it."""
    today = datetime(2026, 3, 9, 12, tzinfo=UTC)
    tomorrow, told = today + timedelta(days=1), [today]
    monkeypatch.setattr(SystemClock, "now", lambda _: told[0])
    register(command)
    copy = tree.parent / "copy.db"
    assert command("store", "backup", copy).code == 0
    told[0] = tomorrow
    imported(command)
    told[0] = today

    refused = command.refused("manifest", "build", *BY)
    assert (refused.code, "the latest event of the store was at 2026-03-10T12:00:00Z" in refused.err) == (3, True)
    assert "set the clock right; if it was ahead at that event, wait until then" in refused.err
    assert command.refused("manifest", "build", "--dist", "dist/*", "--actor", "me").code == 3
    assert command("manifest", "list").out == ""
    assert (command("store", "check").code, command("candidate", "show", "--candidate-id", NAME).code) == (0, 0)

    told[0] = tomorrow
    assert command("manifest", "build", *BY).code == 0

    told[0] = today
    assert imported(command).code == 3
    assert "put back a copy from before it: clean-release store restore FILE --replace" in refused.err
    assert command("store", "restore", copy, "--replace").code == 0
    assert imported(command).code == 0
    assert command("manifest", "build", *BY).code == 0
