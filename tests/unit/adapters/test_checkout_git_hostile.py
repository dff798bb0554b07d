"""Git's view of a hostile checkout: nothing it names or brings along is run, and what is damaged is not clean."""

import os
import shutil
from pathlib import Path

import pytest

from checker.adapters.workspace.checkout_git import checkout_git
from checker.domain.observation import Status
from checker.errors import InputRefusedError
from tests.git_repositories import clone_with_upstream, commit, git, write
from tests.git_views import asked, changes


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return clone_with_upstream(tmp_path / "repositories")


PROGRAMS = (
    ("core.fsmonitor", "{mark}"),
    ("core.hooksPath", "{hooks}"),
    ("filter.evil.clean", "{mark}"),
    ("filter.evil.process", "{mark}"),
    ("filter.evil.required", "true"),
    ("diff.external", "{mark}"),
    ("diff.evil.textconv", "{mark}"),
    ("core.pager", "{mark}"),
    ("core.sshCommand", "{mark}"),
    ("core.alternateRefsCommand", "{mark}"),
    ("gpg.program", "{mark}"),
    ("credential.helper", "!{mark}"),
    ("alias.status", "!{mark}"),
    ("uploadpack.packObjectsHook", "{mark}"),
)
HOOKS = ("post-index-change", "fsmonitor-watchman", "pre-commit", "reference-transaction", "post-checkout")


@pytest.fixture
def hostile(tree: Path) -> Path:
    """A repository in which whatever git could run leaves a mark, by its own configuration and by one it includes."""
    commit(tree, "Attributes", __gitattributes="* filter=evil diff=evil\n")
    git(tree, "push", "--quiet")
    marker = tree.parent / "mark.sh"
    write(marker, f"#!/bin/sh\necho ran >> {tree.parent}/marked\ncat\n")
    marker.chmod(0o755)
    for hook in HOOKS:
        shutil.copy(marker, tree / ".git" / "hooks" / hook)
    included = "".join(
        f"[{key.rpartition('.')[0].replace('.', chr(32) + chr(34), 1)}{chr(34) if key.count('.') > 1 else ''}]\n"
        f"\t{key.rpartition('.')[2]} = {text.format(mark=marker, hooks=tree / '.git' / 'hooks')}\n"
        for key, text in PROGRAMS
    )
    write(tree.parent / "included", included)
    git(tree, "config", "include.path", str(tree.parent / "included"))
    for key, text in PROGRAMS:
        git(tree, "config", key, text.format(mark=marker, hooks=tree / ".git" / "hooks"))
    write(tree / "a.txt", "changed\n")
    return tree


def test_ordinary_git_does_run_what_the_repository_names(hostile: Path) -> None:
    git(hostile, "diff-files", "-p", may_fail=True)
    git(hostile, "update-index", "--refresh", may_fail=True)
    assert (hostile.parent / "marked").exists()


def test_nothing_the_repository_names_is_run(hostile: Path) -> None:
    with checkout_git(hostile, environment=os.environ) as view:
        assert view.work_tree().status is Status.INCOMPLETE  # every file has a filter
        assert view.upstream().status is Status.COLLECTED
        assert view.release_tag("v1.1.0").status is Status.COLLECTED
        assert view.base_tag("v1.0.0").status is Status.COLLECTED
    assert not (hostile.parent / "marked").exists()


def test_nothing_a_nested_repository_names_is_run(hostile: Path) -> None:
    outer = hostile.parent / "outer"
    git(hostile.parent, "init", "--quiet", "outer")
    shutil.copytree(hostile, outer / "nested")
    commit_outer = git(outer, "commit", "--quiet", "--allow-empty", "-m", "x", may_fail=True)
    assert commit_outer == ""

    assert changes(outer) == [{"path": "nested/", "state": "untracked"}]
    assert not (hostile.parent / "marked").exists()


def test_the_environment_of_this_process_does_not_reach_git(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "global", "[core]\n\tfsmonitor = touch marked\n")
    for name, text in (
        ("GIT_DIR", "/nowhere"),
        ("GIT_INDEX_FILE", "/nowhere"),
        ("GIT_CONFIG_GLOBAL", str(tmp_path / "global")),
        ("GIT_EXTERNAL_DIFF", "false"),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", "/nowhere"),
    ):
        monkeypatch.setenv(name, text)

    assert changes(tree) == []
    assert not (tree / "marked").exists()


def test_a_git_that_the_checkout_brings_along_is_not_used(tree: Path) -> None:
    fake = tree / "bin" / "git"
    write(fake, f"#!/bin/sh\ntouch {tree.parent}/marked\n")
    fake.chmod(0o755)
    path = os.pathsep.join((".", "bin", str(tree / "bin"), os.environ["PATH"]))

    assert asked(tree, "work_tree", environment={"PATH": path}).status is Status.COLLECTED
    assert not (tree.parent / "marked").exists()
    with pytest.raises(InputRefusedError, match="no git on PATH outside of the checkout"):
        asked(tree, "work_tree", environment={"PATH": str(tree / "bin")})


@pytest.mark.parametrize("name", ["HEAD", "config", "index", "packed-refs"])
def test_a_pipe_in_the_place_of_a_file_of_git_keeps_nobody_waiting(tree: Path, name: str) -> None:
    git(tree, "pack-refs", "--all")
    (tree / ".git" / name).unlink()
    os.mkfifo(tree / ".git" / name)

    with pytest.raises(InputRefusedError, match=f"{name} of the repository is not a plain file"):
        asked(tree, "work_tree")


def test_a_pipe_in_the_place_of_a_ref_ends_at_the_deadline(tree: Path) -> None:
    with checkout_git(tree, environment=os.environ) as view:
        view._view._seconds = 0.5
        ref = tree / ".git" / "refs" / "tags" / "slow"
        os.mkfifo(ref)
        found = view.release_tag("slow")
    assert found.status is Status.ERROR
    assert "did not end within 0.5 seconds" in found.detail.why


def test_more_output_than_is_read_is_an_error_and_not_a_clean_tree(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.adapters.workspace import git_view  # noqa: PLC0415 - its limit is changed

    monkeypatch.setattr(git_view, "_MOST_OUTPUT", 1000)
    for number in range(100):
        write(tree / f"a-long-name-of-a-file-{number:03}.txt", "")
    found = asked(tree, "work_tree")
    assert (found.status, found.detail.why) == (Status.ERROR, "git ls-files printed more than 1000 bytes")


def test_a_damaged_object_is_an_error_and_not_a_clean_tree(tree: Path) -> None:
    (tree_of_head,) = (git(tree, "rev-parse", "HEAD^{tree}"),)
    path = tree / ".git" / "objects" / tree_of_head[:2] / tree_of_head[2:]
    path.chmod(0o644)
    path.write_bytes(b"damaged")

    assert asked(tree, "work_tree").status is Status.ERROR


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [("extensions.objectFormat", "sha256", "SHA-256"), ("extensions.refStorage", "reftable", "another form")],
)
def test_a_repository_of_another_format_is_refused(tree: Path, key: str, text: str, why: str) -> None:
    write(tree / ".git" / "config", f"[{key.partition('.')[0]}]\n\t{key.partition('.')[2]} = {text}\n")
    with pytest.raises(InputRefusedError, match=why):
        asked(tree, "head")


def test_what_is_no_repository_and_one_without_a_commit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="there is no git repository"):
        asked(tmp_path, "head")
    git(tmp_path, "init", "--quiet", "empty")
    with pytest.raises(InputRefusedError, match="has no commit yet"):
        asked(tmp_path / "empty", "head")


def test_a_repository_whose_head_cannot_be_followed_is_refused(tree: Path) -> None:
    (tree / ".git" / "config").write_text("[core\n", encoding="utf-8")
    with pytest.raises(InputRefusedError, match="git config ended with"):
        asked(tree, "head")
