"""The workflow files of the default branch: as they were committed and last fetched, whatever lies in the checkout."""

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from checker.adapters.workspace.checkout_git import checkout_git
from checker.domain.observation import Observation, Status
from tests.git_repositories import clone_with_upstream, commit, git, write

PATH = ".github/workflows/release.yml"
REVIEWED = "on: push\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A clone whose upstream has two workflow files on main, beside a file and a folder that are none."""
    tree = clone_with_upstream(tmp_path / "repositories")
    write(tree / PATH, REVIEWED)
    write(tree / ".github" / "workflows" / "test.yaml", "on: pull_request\n")
    write(tree / ".github" / "workflows" / "README.md", "none\n")
    write(tree / ".github" / "workflows" / "old.yml" / "file", "none\n")
    commit(tree, "Add workflows")
    git(tree, "push", "--quiet")
    return tree


def asked(tree: Path, branch: str = "") -> Observation:
    with checkout_git(tree, environment=os.environ) as view:
        return view.default_workflows(branch)


def files(found: Observation) -> dict[str, str]:
    value: Any = found.value
    return {one["path"]: one["sha256"] for one in value["files"]}


def test_every_workflow_file_of_the_branch_is_named_with_its_bytes(tree: Path) -> None:
    found = asked(tree, "main")

    value: Any = found.value
    assert (value["branch"], value["commit"]) == ("main", git(tree, "rev-parse", "HEAD"))
    assert files(found) == {
        PATH: hashlib.sha256(REVIEWED.encode()).hexdigest(),
        ".github/workflows/test.yaml": hashlib.sha256(b"on: pull_request\n").hexdigest(),
    }


def test_what_was_not_pushed_changes_nothing(tree: Path) -> None:
    before = files(asked(tree, "main"))
    commit(tree, "Publish from anywhere", **{PATH: "on: workflow_dispatch\n"})
    git(tree, "update-index", "--assume-unchanged", PATH)
    write(tree / PATH, "on: schedule\n")

    assert files(asked(tree, "main")) == before


def test_the_clone_is_asked_for_the_default_branch(tree: Path) -> None:
    assert asked(tree).status is Status.NOT_REQUESTED

    git(tree, "remote", "set-head", "origin", "main")
    assert files(asked(tree)) == files(asked(tree, "main"))


def test_a_head_that_leads_elsewhere_names_no_branch(tree: Path) -> None:
    git(tree, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/heads/main")

    assert asked(tree).status is Status.NOT_REQUESTED


def test_a_branch_that_was_not_fetched_is_not_guessed(tree: Path) -> None:
    found = asked(tree, "trunk")

    assert (found.status, found.detail.needs) == (Status.NOT_FOUND, "git fetch origin trunk")


def test_a_branch_without_workflows_has_none(tmp_path: Path) -> None:
    assert files(asked(clone_with_upstream(tmp_path), "main")) == {}


def test_a_file_whose_bytes_are_missing_is_an_error_and_not_left_out(tree: Path) -> None:
    blob = git(tree, "rev-parse", f"HEAD:{PATH}")
    (tree / ".git" / "objects" / blob[:2] / blob[2:]).unlink()

    assert asked(tree, "main").status is Status.ERROR
