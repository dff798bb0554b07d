"""What a checkout says of the release in it, held to git itself; nothing of it is run, and nothing guessed."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from checker.adapters.workspace.checkout import Checkout
from checker.domain.manifest import Artifact
from checker.ports.workspace import CheckoutRelease

PACKAGE = '[project]\nname = "widget"\nversion = "2.0.0"\n'


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "tag.gpgSign=false")
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.strip()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with one commit on main, version 2.0.0 and one built file of it."""
    folder = tmp_path / "widget"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(PACKAGE, encoding="utf-8")
    (folder / "dist").mkdir()
    (folder / "dist" / "widget-2.0.0.tar.gz").write_bytes(b"built")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "pyproject.toml")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def release_of(tree: Path) -> CheckoutRelease:
    return Checkout(tree, tree=tree).release()


def test_version_commit_branch_and_files_are_found(tree: Path) -> None:
    sdist = Artifact(
        name="widget-2.0.0.tar.gz", kind="sdist", sha256=hashlib.sha256(b"built").hexdigest(), size=len(b"built")
    )

    assert release_of(tree) == CheckoutRelease(
        version="2.0.0", commit=git(tree, "rev-parse", "HEAD"), ref="refs/heads/main", artifacts=(sdist,)
    )


@pytest.mark.parametrize("name", ["v2.0.0", "2.0.0"])
@pytest.mark.parametrize("how", [(), ("-a", "-m", "release")], ids=["plain", "annotated"])
@pytest.mark.parametrize("packed", [False, True], ids=["loose", "packed"])
@pytest.mark.parametrize("detached", [False, True], ids=["on-a-branch", "detached"])
def test_the_tag_of_the_version_is_the_ref(
    tree: Path, name: str, how: tuple[str, ...], *, packed: bool, detached: bool
) -> None:
    git(tree, "tag", *how, name)
    if packed:
        git(tree, "pack-refs", "--all")
    if detached:
        git(tree, "checkout", "-q", "--detach")

    found = release_of(tree)

    assert (found.commit, found.ref) == (git(tree, "rev-parse", "HEAD"), f"refs/tags/{name}")


def test_a_tag_of_another_commit_or_version_is_not_the_ref(tree: Path) -> None:
    git(tree, "tag", "v2.0.0")
    git(tree, "commit", "-q", "--allow-empty", "-m", "second")
    git(tree, "tag", "v1.9.0")

    assert release_of(tree).ref == "refs/heads/main"
    git(tree, "checkout", "-q", "--detach")
    assert release_of(tree).ref == ""


def test_a_linked_work_tree_says_what_is_checked_out_in_it(tree: Path) -> None:
    linked = tree.with_name("linked")
    git(tree, "worktree", "add", "-q", "-b", "next", str(linked))
    git(linked, "commit", "-q", "--allow-empty", "-m", "second")

    found = release_of(linked)

    assert (found.commit, found.ref) == (git(linked, "rev-parse", "HEAD"), "refs/heads/next")


def test_before_the_first_commit_nothing_is_known(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")

    assert release_of(tmp_path) == CheckoutRelease()


def test_a_version_made_at_build_time_is_not_known_and_no_file_is_taken(tree: Path) -> None:
    (tree / "pyproject.toml").write_text('[project]\nname = "widget"\ndynamic = ["version"]\n', encoding="utf-8")

    found = release_of(tree)

    assert (found.version, found.artifacts) == ("", ())


@pytest.mark.parametrize(
    "name", ["widget-1.9.0.tar.gz", "widget-2.0.0.1.tar.gz", "widget-12.0.0.tar.gz", "widget-2.0.0rc1-py3-none-any.whl"]
)
def test_what_another_version_left_behind_is_left_out_and_named(tree: Path, name: str) -> None:
    (tree / "dist" / name).write_bytes(b"old")

    found = release_of(tree)

    assert [item.name for item in found.artifacts] == ["widget-2.0.0.tar.gz"]
    assert found.notes == (f"left out dist/{name}: it is not named after version 2.0.0",)


def test_links_folders_and_files_of_no_known_kind_are_left_out_and_named(tree: Path) -> None:
    (tree / "dist" / "widget-2.0.0.zip").symlink_to(tree / "pyproject.toml")
    (tree / "dist" / "widget-2.0.0.tgz").mkdir()
    (tree / "dist" / "README").write_bytes(b"")
    (tree / "dist" / ".gitignore").write_bytes(b"*")

    found = release_of(tree)

    assert [item.name for item in found.artifacts] == ["widget-2.0.0.tar.gz"]
    assert [note.split(": ")[0] for note in found.notes] == [
        "left out dist/README",
        "left out dist/widget-2.0.0.tgz",
        "left out dist/widget-2.0.0.zip",
    ]
