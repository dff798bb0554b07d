"""`clean-release release drill`: begun, gone on with in other commands, and ended, with the time of each step."""

import json
from pathlib import Path

import pytest

from tests.git_repositories import clone_with_upstream, commit, write
from tests.integration.conftest import CommandLine
from tests.integration.test_release_record import PROJECT, STATED


@pytest.fixture
def tree(command: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    tree = clone_with_upstream(tmp_path / "repositories")
    write(tree / "clean-release.yaml", PROJECT)
    commit(tree, "Release")
    monkeypatch.chdir(tree)
    command("release", "evidence", "start", *STATED)
    return tree


def drill(command: CommandLine) -> dict[str, object]:
    report = json.loads(command("release", "evidence", "report", "--json").out)
    return dict(next(one for one in report["requirements"] if one["name"] == "drill"))


def test_a_drill_is_begun_gone_on_with_and_finished(command: CommandLine, tree: Path) -> None:
    assert "no drill was begun" in command("release", "drill", "status").out
    assert command.refused("release", "drill", "done").code == 3
    begun = command("release", "drill", "start")
    assert (begun.code, "next, by T+2:00: stop\n" in begun.out) == (0, True)
    assert command.refused("release", "drill", "start").code == 2
    assert command.refused("release", "drill", "status", "--format", "yaml").code == 2
    assert tree.is_dir()

    for _ in range(6):
        assert command("release", "drill", "done", "--note", "learnt \x1b[31m").code == 0
    assert drill(command)["answer"] == "unknown"
    assert command("release", "drill", "done").out.endswith("finished in time\n")
    state = json.loads(command("release", "drill", "status", "--json").out)
    assert (state["finished"], state["attempt"], state["late"], state["next"]) == (True, 1, [], "")
    assert drill(command)["answer"] == "met"


def test_a_drill_with_a_step_that_failed_is_not_met_until_one_goes_well(command: CommandLine, tree: Path) -> None:
    command("release", "drill", "start")
    command("release", "drill", "start", "--again")
    assert "failed: stop" in command("release", "drill", "done", "--failed").out
    for _ in range(6):
        command("release", "drill", "done")
    assert "finished\n" in command("release", "drill", "status").out
    assert drill(command)["answer"] == "not met"
    assert tree.is_dir()
