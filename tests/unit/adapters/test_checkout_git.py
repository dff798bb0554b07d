"""Git's view of a checkout: by content, as of the last fetch, and nothing the checkout brings along is run."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from checker.adapters.workspace.checkout_git import checkout_git
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status
from checker.errors import InputRefusedError
from tests.git_repositories import clone_with_upstream, commit, git, write


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return clone_with_upstream(tmp_path / "repositories")


def asked(tree: Path, what: str, *arguments: str, environment: Mapping[str, str] = os.environ) -> Observation:
    with checkout_git(tree, environment=environment) as view:
        found: Observation = getattr(view, what)(*arguments)
        return found


def value(tree: Path, what: str, *arguments: str) -> dict[str, Json]:
    found = asked(tree, what, *arguments)
    assert found.status is Status.COLLECTED, found
    assert isinstance(found.value, dict)
    return found.value


def changes(tree: Path) -> list[Json]:
    found = value(tree, "work_tree")
    first = found["first_changes"]
    assert isinstance(first, list)
    assert found["changes"] == len({str(one["path"]) for one in first if isinstance(one, dict)})
    return first


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
