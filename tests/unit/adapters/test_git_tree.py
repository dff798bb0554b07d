"""What a commit holds is what git says, whatever the checkout's own settings would have it do."""

import subprocess
from hashlib import sha1
from pathlib import Path

import pytest

from checker.adapters.workspace.checkout import Checkout
from checker.adapters.workspace.git_tree import committed_workflows
from checker.ports.workspace import CommittedFiles

DATA = b"on: push\n"


def git(tree: Path, *arguments: str) -> str:
    line = ["git", "-C", str(tree), "-c", "user.name=a", "-c", "user.email=a@b.invalid", *arguments]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    for name in ("a.yml", "b.yaml", "notes.md"):
        (folder / name).write_bytes(DATA)
    (folder / "link.yml").symlink_to("a.yml")
    (folder / "deeper").mkdir()
    (folder / "deeper" / "c.yml").write_bytes(DATA)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "all")
    return tmp_path


def test_the_workflow_files_of_the_commit_have_their_names(tree: Path) -> None:
    name = sha1(b"blob 9\0" + DATA, usedforsecurity=False).hexdigest()

    found = Checkout(tree, tree=tree).committed()

    assert found.commit == git(tree, "rev-parse", "HEAD")
    assert dict(found.blobs) == {".github/workflows/a.yml": name, ".github/workflows/b.yaml": name}


def test_a_program_that_the_checkout_names_is_not_run(tree: Path) -> None:
    ran = tree / "ran"
    git(tree, "config", "core.fsmonitor", f"touch {ran}")

    assert Checkout(tree, tree=tree).committed().commit
    assert not ran.exists()


def test_where_git_cannot_say_nothing_is_committed(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert committed_workflows(tree, commit="0" * 40) is None
    assert committed_workflows(tree, commit="HEAD") is None
    assert committed_workflows(tree / "none", commit="0" * 40) is None
    monkeypatch.setenv("PATH", "")
    assert Checkout(tree, tree=tree).committed() == CommittedFiles()


def test_a_folder_without_git_has_no_commit(tmp_path: Path) -> None:
    assert Checkout(tmp_path, tree=tmp_path).committed() == CommittedFiles()
