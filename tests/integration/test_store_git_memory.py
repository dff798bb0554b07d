"""That git tracks nothing of a store is remembered only as long as everything looks as it did when git said so."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.adapters.store import SqliteStore, git_index, store_path
from checker.domain.namespace import Namespace
from checker.errors import StoreError
from tests.fakes.fixed_clock import FixedClock

Asked = Callable[[], int]


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """How often git was started; what changed just now counts as settled, unless a test says otherwise."""
    real, log = shutil.which("git"), tmp_path / "log"
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho asked >> "{log}"\nexec "{real}" "$@"\n', encoding="utf-8")
    program.chmod(0o700)
    log.touch()
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(git_index, "_SETTLED_SECONDS", 0.0)
    monkeypatch.setattr(git_index, "_untracked", {})
    return lambda: len(log.read_text(encoding="utf-8").splitlines())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in a repository, with a store."""
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--allow-empty", "-m", "first")
    use(folder)
    return folder


def git(folder: Path, *words: str) -> None:
    subprocess.run(["/usr/bin/env", "git", "-C", str(folder), *words], check=True, capture_output=True)


def use(folder: Path) -> None:
    SqliteStore.open(store_path(folder, Namespace.REAL), namespace=Namespace.REAL, clock=FixedClock()).close()


def use_until_remembered(folder: Path, asked: Asked) -> None:
    use(folder)
    use(folder)
    before = asked()
    use(folder)
    assert asked() == before


def test_git_is_asked_once_as_long_as_nothing_changes(project: Path, asked: Asked) -> None:
    use(project)
    before = asked()
    for _ in range(3):
        use(project)

    assert asked() == before


def test_a_store_that_git_begins_to_track_is_refused_from_the_next_time_on(project: Path, asked: Asked) -> None:
    use(project)
    use(project)
    git(project, "add", "--force", ".clean-release/store.db")
    before = asked()

    for _ in range(2):
        with pytest.raises(StoreError, match=r"git tracks store\.db in \.clean-release"):
            use(project)

    assert asked() == before + 2
    git(project, "rm", "--cached", ".clean-release/store.db")
    use(project)


def test_a_repository_that_comes_to_lie_around_or_within_is_asked(project: Path, asked: Asked) -> None:
    use(project)
    for repository in (project.parent, project / ".clean-release"):
        use(project)
        before = asked()
        git(repository, "init")
        use(project)
        assert asked() > before + 1

    git(project / ".clean-release", "add", "--force", "store.db")
    with pytest.raises(StoreError, match=r"git tracks store\.db"):
        use(project)


def test_the_index_of_a_work_tree_of_its_own_is_looked_at(tmp_path: Path, project: Path, asked: Asked) -> None:
    tree = tmp_path / "tree"
    git(project, "worktree", "add", str(tree))
    use_until_remembered(tree, asked)

    git(tree, "add", "--force", ".clean-release/store.db")
    with pytest.raises(StoreError, match=r"git tracks store\.db"):
        use(tree)


def test_an_index_that_lies_behind_a_link_is_looked_at_where_it_is(tmp_path: Path, project: Path, asked: Asked) -> None:
    git(project, "read-tree", "HEAD")
    elsewhere = (project / ".git" / "index").rename(tmp_path / "index")
    (project / ".git" / "index").symlink_to(elsewhere)
    store = project / ".clean-release" / "store.db"
    git(project, "hash-object", "-w", str(store))  # so that to track it makes no folder of objects
    use_until_remembered(project, asked)

    git(project, "add", "--force", ".clean-release/store.db")
    with pytest.raises(StoreError, match=r"git tracks store\.db"):
        use(project)


@pytest.mark.parametrize("name", ["index", "config", "HEAD"])
def test_whatever_an_answer_rests_on_is_asked_for_again_when_it_was_written(
    project: Path, asked: Asked, name: str
) -> None:
    use(project)
    path = project / ".git" / name
    if not path.exists():
        git(project, "update-index", "--refresh")
    use(project)
    before = asked()
    path.write_bytes(path.read_bytes() if path.exists() else b"")
    if name == "index":
        git(project, "read-tree", "HEAD")
        before += 1
    use(project)

    assert asked() == before + 1


def test_what_changed_just_now_is_not_believed_to_be_the_last_change(
    project: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_index, "_SETTLED_SECONDS", 3600.0)
    before = asked()
    for _ in range(2):
        use(project)

    assert asked() == before + 2


def test_a_repository_that_cannot_be_looked_at_is_asked_each_time(project: Path, asked: Asked) -> None:
    for number in range(300):
        (project / ".git" / f"more-{number}").touch()
    before = asked()
    for _ in range(2):
        use(project)

    assert asked() == before + 2
