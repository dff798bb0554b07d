"""A revision of the shipped bundle that was published names the same policies for ever."""

import subprocess

import pytest

from tests.architecture.source_tree import ROOT
from tools.bundle_revisions import REVISIONS, Revision, complaints, current_revision, read_revisions, rewritten

FIRST = Revision(revision=1, tree_digest="sha256:" + "1" * 64)
SECOND = Revision(revision=2, tree_digest="sha256:" + "2" * 64)
OTHER = Revision(revision=2, tree_digest="sha256:" + "3" * 64)


def git(*arguments: str) -> str:
    return subprocess.run(("git", *arguments), cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_policies_of_this_moment_carry_no_number_that_was_published_for_others() -> None:
    assert complaints(read_revisions(REVISIONS.read_text(encoding="utf-8")), current_revision()) == []


def test_no_version_of_the_file_changed_a_revision_that_an_earlier_one_published() -> None:
    now = read_revisions(REVISIONS.read_text(encoding="utf-8"))
    name = REVISIONS.relative_to(ROOT).as_posix()
    earlier = [
        read_revisions(git("show", f"{commit}:{name}")) for commit in git("rev-list", "HEAD", "--", name).split()
    ]
    assert [rewritten(before, now) for before in earlier] == [[] for _ in earlier]


@pytest.mark.parametrize("current", [SECOND, FIRST])
def test_the_next_number_and_the_published_one_are_fine(current: Revision) -> None:
    assert complaints([FIRST], current) == []


def test_other_policies_under_a_published_number_are_named() -> None:
    (found,) = complaints([FIRST, SECOND], OTHER)
    assert found.endswith("raise REVISION to 3")


@pytest.mark.parametrize("published", [[SECOND], [FIRST, FIRST], [SECOND, FIRST]])
def test_published_numbers_count_from_one(published: list[Revision]) -> None:
    assert "expected 1, 2, 3" in complaints(published, FIRST)[0]


@pytest.mark.parametrize(("published", "current"), [([], SECOND), ([FIRST, SECOND], FIRST)])
def test_a_number_that_is_neither_the_published_nor_the_next_is_named(
    published: list[Revision], current: Revision
) -> None:
    assert complaints(published, current) == [
        f"REVISION is {current.revision}, expected {len(published)} as published or {len(published) + 1}"
    ]


@pytest.mark.parametrize("after", [[FIRST], [FIRST, OTHER], []])
def test_a_published_revision_that_is_gone_or_other_is_named(after: list[Revision]) -> None:
    assert f"revision 2 was {SECOND.tree_digest}" in rewritten([FIRST, SECOND], after)


def test_a_file_that_only_grew_rewrites_nothing() -> None:
    assert rewritten([FIRST], [FIRST, SECOND]) == []
