"""The hooks: pre-commit itself runs them in a clone, and a commit that may not pass is stopped."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT
from tests.git_repositories import commit, git
from tests.integration.conftest import EXAMPLES

ANCHORED = ["--anchor", "anchor.yaml"]
HOOKS = ".pre-commit-hooks.yaml"
pytestmark = [pytest.mark.engine, pytest.mark.unmeasured]


@pytest.fixture
def hooked(tmp_path: Path) -> Path:
    """A clone of the complete example in which the hooks of this repository are to be run."""
    hooks, tree = tmp_path / "hooks", tmp_path / "widget"
    shutil.copytree(EXAMPLES / "complete", tree, ignore=shutil.ignore_patterns(".clean-release"))
    hooks.mkdir()
    shutil.copy(ROOT / HOOKS, hooks)
    for folder in (hooks, tree):
        git(folder, "init", "--quiet")
    revision = commit(hooks)
    arguments = {"check": [*ANCHORED, "--evaluated-at", "2026-03-02T12:00:00Z"], "lock": ANCHORED}
    chosen = "\n".join(f"      - {{id: clean-release-{name}, args: {args}}}" for name, args in arguments.items())
    (tree / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {hooks}\n    rev: {revision}\n    hooks:\n{chosen}\n", encoding="utf-8"
    )
    (tree / ".gitignore").write_text("/.clean-release/\n", encoding="utf-8")
    commit(tree)
    return tree


def run(tree: Path) -> "subprocess.CompletedProcess[str]":
    programs = Path(sys.executable).parent
    environment = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tree.parent),
        "PRE_COMMIT_HOME": str(tree.parent / "cache"),
        "LC_ALL": "C.UTF-8",
    }
    command = [str(programs / "pre-commit"), "run", "--all-files", "--color=never", "--verbose"]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)


def outcomes(ended: "subprocess.CompletedProcess[str]") -> list[str]:
    return [line.rpartition(".")[2] for line in ended.stdout.splitlines() if line.endswith(("Passed", "Failed"))]


def test_a_project_that_passes_lets_the_commit_through(hooked: Path) -> None:
    ended = run(hooked)

    assert outcomes(ended) == ["Passed", "Passed"], ended.stdout + ended.stderr
    assert "verdict" in ended.stdout or "passed" in ended.stdout


def test_a_violation_stops_the_commit(hooked: Path) -> None:
    audit = hooked / "audits" / "example-org-widget.repository.json"
    weaker = audit.read_text(encoding="utf-8").replace('"default":"read"', '"default":"write"')
    assert weaker != audit.read_text(encoding="utf-8")
    audit.write_text(weaker, encoding="utf-8")

    ended = run(hooked)

    assert outcomes(ended) == ["Failed", "Passed"], ended.stdout + ended.stderr
    assert "actions.token_read_only" in ended.stdout


def test_a_project_file_that_the_lock_does_not_name_stops_the_commit(hooked: Path) -> None:
    project = hooked / "clean-release.yaml"
    project.write_text(project.read_text(encoding="utf-8").replace("[main]", "[main, next]"), encoding="utf-8")

    ended = run(hooked)

    assert outcomes(ended) == ["Failed", "Failed"], ended.stdout + ended.stderr


def test_every_hook_is_offline_and_takes_no_file_names() -> None:
    text = (ROOT / HOOKS).read_text(encoding="utf-8")
    assert (
        text.count("\n- id: ") == text.count("\n  language: system\n") == text.count("\n  pass_filenames: false\n") == 2
    )
