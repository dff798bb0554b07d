"""Each workflow file of a folder is read by itself; what is no plain file is a problem with a name, never left out."""

import os
from pathlib import Path

import pytest

from checker.adapters.workspace.workflow_files import workflow_files
from checker.domain.limits import HAND_WRITTEN
from checker.errors import InputRefusedError, NotFoundError


def test_files_come_by_name_and_others_are_no_workflows(tmp_path: Path) -> None:
    for name in ("b.yml", "a.yaml", "notes.md", "sub"):
        (tmp_path / name).mkdir() if name == "sub" else (tmp_path / name).write_bytes(name.encode())

    found = list(workflow_files(tmp_path))

    assert [(file.path, file.data) for file in found] == [
        (".github/workflows/a.yaml", b"a.yaml"),
        (".github/workflows/b.yml", b"b.yml"),
    ]


def test_a_link_a_folder_a_pipe_and_a_giant_are_problems(tmp_path: Path) -> None:
    (tmp_path / "link.yml").symlink_to("/etc/hostname")
    (tmp_path / "folder.yml").mkdir()
    os.mkfifo(tmp_path / "pipe.yml")
    (tmp_path / "giant.yml").write_bytes(b" " * (HAND_WRITTEN.bytes + 1))

    problems = {file.path.rpartition("/")[2]: file.problem for file in workflow_files(tmp_path, shown="here")}

    assert set(problems) == {"link.yml", "folder.yml", "pipe.yml", "giant.yml"}
    assert problems["folder.yml"] == problems["pipe.yml"] == "the file is not a plain file"
    assert problems["giant.yml"] == "the file is larger than what is read"
    assert problems["link.yml"].startswith("the file cannot be read")


def test_a_folder_that_is_not_there_or_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path)

    with pytest.raises(NotFoundError):
        next(workflow_files(tmp_path / "nowhere"))
    for name in ("file", "link"):
        with pytest.raises(InputRefusedError):
            next(workflow_files(tmp_path / name))
