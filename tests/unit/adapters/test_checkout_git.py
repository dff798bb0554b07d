"""Git's view of a checkout: by content, as of the last fetch, and nothing the checkout brings along is run."""

import os
from pathlib import Path

import pytest

from checker.adapters.workspace.checkout_git import checkout_git
from checker.domain.json_value import Json
from checker.domain.observation import Status
from tests.git_repositories import clone_with_upstream, commit, git, write
from tests.git_views import asked, changes, value


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return clone_with_upstream(tmp_path / "repositories")


def test_a_fresh_clone_is_clean_pushed_and_tagged(tree: Path) -> None:
    with checkout_git(tree, environment=os.environ) as view:
        assert view.head() == git(tree, "rev-parse", "HEAD")
        assert view.version.startswith("git version ")
    assert value(tree, "work_tree") == {"branch": "main", "changes": 0, "first_changes": []}
    assert value(tree, "upstream") == {"branch": "main", "ref": "refs/remotes/origin/main", "ahead": 0, "behind": 0}
    tag = {"ref": "refs/tags/v1.1.0", "exists": True, "annotated": True, "at_head": True, "signature": "none"}
    assert value(tree, "release_tag", "v1.1.0") == tag
    assert value(tree, "base_tag", "v1.0.0") == {"ref": "refs/tags/v1.0.0", "exists": True, "is_ancestor": True}


def test_nothing_is_left_behind_and_nothing_of_the_checkout_is_touched(tree: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(tree.rglob("*"))}

    before = state()
    with checkout_git(tree, environment=os.environ) as view:
        view.work_tree()
        made = view._view.folder
        assert made.is_dir()
    assert not made.exists()
    assert state() == before


def test_every_kind_of_change_is_seen(tree: Path) -> None:
    write(tree / "a.txt", "changed\n")
    (tree / "b.txt").unlink()
    write(tree / "new file.txt", "")
    write(tree / "staged.txt", "s")
    git(tree, "add", "staged.txt")

    assert changes(tree) == [
        {"path": "a.txt", "state": "changed"},
        {"path": "b.txt", "state": "removed"},
        {"path": "new file.txt", "state": "untracked"},
        {"path": "staged.txt", "state": "staged"},
        {"path": "staged.txt", "state": "untracked"},
    ]


def test_a_change_that_keeps_size_and_time_is_seen(tree: Path) -> None:
    before = (tree / "a.txt").stat()
    write(tree / "a.txt", "TWO\n")
    os.utime(tree / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))

    assert changes(tree) == [{"path": "a.txt", "state": "changed"}]


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_change_that_the_index_was_told_to_hide_is_seen(tree: Path, flag: str) -> None:
    git(tree, "update-index", flag, "a.txt")
    write(tree / "a.txt", "hidden\n")
    assert git(tree, "status", "--porcelain") == ""

    assert changes(tree) == [{"path": "a.txt", "state": "changed"}]


def test_only_a_committed_list_hides_files_that_are_in_no_commit(tree: Path) -> None:
    commit(tree, "Ignore", __gitignore="*.log\n")
    write(tree / ".git" / "info" / "exclude", "secret.py\n")
    write(tree / "secret.py", "")
    write(tree / "build.log", "")
    assert git(tree, "status", "--porcelain") == ""

    assert changes(tree) == [{"path": "secret.py", "state": "untracked"}]


def test_a_change_that_was_staged_and_taken_back_is_seen(tree: Path) -> None:
    write(tree / "a.txt", "staged\n")
    git(tree, "add", "a.txt")
    write(tree / "a.txt", "two\n")

    assert changes(tree) == [{"path": "a.txt", "state": "staged"}]


def test_a_name_that_is_no_text_is_shown_escaped(tree: Path) -> None:
    (tree / os.fsdecode(b"\xff\n.txt")).write_bytes(b"")

    assert changes(tree) == [{"path": "\\xff\n.txt", "state": "untracked"}]


def test_many_changes_are_counted_and_the_first_hundred_named(tree: Path) -> None:
    for number in range(150):
        write(tree / f"{number:03}.txt", "")
    found = value(tree, "work_tree")

    assert found["changes"] == 150
    assert isinstance(found["first_changes"], list)
    assert len(found["first_changes"]) == 100


def test_a_file_behind_a_filter_leaves_a_clean_tree_open_and_a_changed_one_decided(tree: Path) -> None:
    commit(tree, "Filter", __gitattributes="a.txt filter=lfs\n")
    write(tree / "a.txt", "what the filter made of it\n")
    found = asked(tree, "work_tree")
    assert (found.status, found.detail.why[:7]) == (Status.INCOMPLETE, "1 files")

    write(tree / "b.txt", "changed\n")
    assert changes(tree) == [{"path": "b.txt", "state": "changed"}]


def test_submodules_leave_a_clean_tree_open(tree: Path) -> None:
    inner = tree.parent / "there.git"
    git(tree, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "inner")
    commit(tree, "Add a submodule")
    found = asked(tree, "work_tree")

    assert (found.status, found.detail.why) == (Status.INCOMPLETE, "1 submodules were not looked into")


def test_commits_that_only_one_side_has_are_counted(tree: Path) -> None:
    commit(tree, "Not pushed")
    assert (value(tree, "upstream")["ahead"], value(tree, "upstream")["behind"]) == (1, 0)
    git(tree, "reset", "--quiet", "--hard", "HEAD~2")
    assert (value(tree, "upstream")["ahead"], value(tree, "upstream")["behind"]) == (0, 1)


def test_without_a_branch_the_commit_must_be_in_some_branch_of_a_remote(tree: Path) -> None:
    git(tree, "checkout", "--quiet", "v1.0.0")
    assert value(tree, "upstream") == {"branch": "", "ref": "", "ahead": 0, "behind": 0}
    commit(tree, "Not pushed")
    assert value(tree, "upstream")["ahead"] == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("branch", "--unset-upstream"), "the branch main has no upstream"),
        (("config", "branch.main.remote", "."), "the branch main has no upstream"),
        (("config", "remote.origin.fetch", "+refs/heads/*:refs/elsewhere/*"), "the branch main has no upstream"),
        (("update-ref", "-d", "refs/remotes/origin/main"), "the clone has no refs/remotes/origin/main"),
    ],
)
def test_an_upstream_that_is_not_plainly_known_is_not_read(tree: Path, arguments: tuple[str, ...], why: str) -> None:
    git(tree, *arguments)
    found = asked(tree, "upstream")

    assert (found.status, found.detail.why) == (Status.NOT_FOUND, why)


def test_without_branch_and_remote_nothing_was_proven_to_be_pushed(tree: Path) -> None:
    git(tree, "remote", "remove", "origin")
    git(tree, "checkout", "--quiet", "--detach")

    assert asked(tree, "upstream").status is Status.NOT_FOUND


def test_a_tag_that_is_lightweight_elsewhere_renamed_or_missing_is_told_apart(tree: Path) -> None:
    git(tree, "tag", "light")
    git(tree, "update-ref", "refs/tags/v9.9.9", git(tree, "rev-parse", "v1.1.0"))

    def parts(name: str) -> tuple[Json, ...]:
        found = value(tree, "release_tag", name)
        return found["exists"], found["annotated"], found["at_head"]

    assert parts("light") == (True, False, True)
    assert parts("v1.0.0") == (True, False, False)
    assert parts("v9.9.9") == (True, False, True)
    assert parts("v3.0.0") == (False, False, False)


@pytest.mark.parametrize(
    ("mark", "form"), [("PGP SIGNATURE", "openpgp"), ("SSH SIGNATURE", "ssh"), ("SIGNED MESSAGE", "x509")]
)
def test_the_kind_of_a_signature_is_named(tree: Path, mark: str, form: str) -> None:
    message = f"Release\n-----BEGIN {mark}-----\nx\n-----END {mark}-----\n"
    git(tree, "tag", "--annotate", "--cleanup=verbatim", "signed", "-m", message)

    assert value(tree, "release_tag", "signed")["signature"] == form


def test_a_base_that_leads_elsewhere_or_is_missing_is_no_ancestor(tree: Path) -> None:
    git(tree, "checkout", "--quiet", "--orphan", "other")
    commit(tree, "Elsewhere")
    git(tree, "tag", "elsewhere")
    git(tree, "checkout", "--quiet", "main")

    assert value(tree, "base_tag", "elsewhere") == {
        "ref": "refs/tags/elsewhere",
        "exists": True,
        "is_ancestor": False,
    }
    assert value(tree, "base_tag", "missing")["exists"] is False


def test_a_shallow_clone_proves_but_does_not_disprove(tree: Path) -> None:
    commit(tree, "Third")
    git(tree, "push", "--quiet")
    git(tree.parent, "clone", "--quiet", "--depth=1", f"file://{tree.parent / 'there.git'}", "shallow")
    shallow = tree.parent / "shallow"
    assert value(shallow, "upstream")["ahead"] == 0
    assert value(shallow, "work_tree")["changes"] == 0
    assert asked(shallow, "release_tag", "v1.1.0").status is Status.INCOMPLETE
    assert asked(shallow, "base_tag", "v1.0.0").status is Status.INCOMPLETE
    git(shallow, "fetch", "--quiet", "--depth=1", "origin", "tag", "v1.0.0")
    assert asked(shallow, "base_tag", "v1.0.0").status is Status.INCOMPLETE
    commit(shallow, "Not pushed")
    assert asked(shallow, "upstream").status is Status.INCOMPLETE
    git(shallow, "checkout", "--quiet", "--detach")
    assert asked(shallow, "upstream").status is Status.INCOMPLETE


def test_made_up_ancestors_are_not_believed(tree: Path) -> None:
    """Replacements and grafts: ordinary git takes them for history."""
    git(tree, "checkout", "--quiet", "--orphan", "other")
    elsewhere = commit(tree, "Elsewhere")
    git(tree, "tag", "elsewhere")
    git(tree, "checkout", "--quiet", "main")
    git(tree, "replace", "--graft", "HEAD", elsewhere)
    assert git(tree, "merge-base", "elsewhere", "HEAD") == elsewhere

    assert value(tree, "base_tag", "elsewhere")["is_ancestor"] is False


def test_a_linked_work_tree_is_read(tree: Path) -> None:
    git(tree, "worktree", "add", "--quiet", "-b", "side", str(tree.parent / "linked"))
    linked = tree.parent / "linked"
    write(linked / "a.txt", "changed\n")

    assert changes(linked) == [{"path": "a.txt", "state": "changed"}]
    assert changes(tree) == []
