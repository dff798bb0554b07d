"""What is checked out is named by its commit and by every byte of its workflow files."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from checker.application.read_present import read_present
from checker.domain.digest import digest_of
from checker.domain.observation import Observation, Status, collected, incomplete, unread
from checker.errors import InputRefusedError, NotFoundError
from checker.formats.release_entry_v1 import digest_of_files
from checker.ports.workspace import CheckoutRelease, WorkflowFile, WorkspaceFacts
from tests.release_builders import COMMIT

CLEAN = collected({"branch": "main", "changes": 0, "first_changes": []})


@dataclass(frozen=True)
class ToldGit:
    """The port `CheckoutGit` of which only the commit and the work tree are asked."""

    tree: Observation = field(default=CLEAN)
    version = "git version 2"

    def head(self) -> str:
        return COMMIT

    def work_tree(self) -> Observation:
        return self.tree

    upstream = work_tree

    def release_tag(self, name: str) -> Observation:
        return unread(Status.NOT_REQUESTED, why=name)

    base_tag = release_tag


@dataclass(frozen=True)
class ToldFiles:
    """The port `Workspace` with these workflow files; without any, there is no folder of them."""

    files: tuple[WorkflowFile, ...] = ()

    def workflows(self) -> Iterator[WorkflowFile]:
        if not self.files:
            raise NotFoundError("there is no folder of workflows")
        yield from self.files

    def facts(self) -> WorkspaceFacts:
        return WorkspaceFacts()

    def release(self) -> CheckoutRelease:
        return CheckoutRelease()

    def away_from(self, ref: str) -> str:
        return ref


def test_commit_and_workflow_files_are_what_is_present() -> None:
    present = read_present(ToldGit(), workspace=ToldFiles((WorkflowFile(path="a.yml", data=b"1"),)))

    assert (present.commit, present.workflows) == (COMMIT, digest_of_files([("a.yml", digest_of(b"1"))]))
    assert read_present(ToldGit(), workspace=ToldFiles()).workflows == digest_of_files([])


def test_a_workflow_file_that_cannot_be_read_is_refused() -> None:
    unreadable = ToldFiles((WorkflowFile(path="a.yml", data=b"1"), WorkflowFile(path="b.yml", problem="it is a link")))

    with pytest.raises(InputRefusedError, match=r"b\.yml: it is a link"):
        read_present(ToldGit(), workspace=unreadable)


@pytest.mark.parametrize(
    ("tree", "why"),
    [
        (CLEAN, ""),
        (
            collected({"changes": 2, "first_changes": [{"path": "a.txt", "state": "changed"}]}),
            "2 changed files are in no commit, such as a.txt (changed)",
        ),
        (
            incomplete({"changes": 0, "first_changes": []}, why="1 submodules were not looked into"),
            "nobody knows whether the files are those of the commit: 1 submodules were not looked into",
        ),
        (
            unread(Status.ERROR, why="git status ended with 128"),
            "nobody knows whether the files are those of the commit: git status ended with 128",
        ),
    ],
)
def test_files_that_are_not_known_to_be_those_of_the_commit_are_said(tree: Observation, why: str) -> None:
    assert read_present(ToldGit(tree=tree), workspace=ToldFiles()).unclean == why
