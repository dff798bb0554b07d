"""Files of a project: exact bytes from below its folder, and whole files written or none."""

import os
import stat
from pathlib import Path

import pytest

from checker.adapters.project_files import FolderFiles, make_folder, read_plain_file, replace_file
from checker.errors import InputRefusedError, NotFoundError
from checker.ports.project_files import ProjectFiles


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "project" / "audits").mkdir(parents=True)
    (tmp_path / "project" / "audits" / "a.json").write_bytes(b"{}")
    (tmp_path / "outside.json").write_bytes(b"{}")
    return tmp_path / "project"


@pytest.fixture
def files(folder: Path) -> ProjectFiles:
    return FolderFiles(folder)


def open_handles() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_file_of_the_project_is_read_byte_by_byte(files: ProjectFiles, folder: Path) -> None:
    assert files.read("audits/a.json", most_bytes=2) == b"{}"
    assert files.place == str(folder)


def test_a_file_that_may_be_missing_is_none_when_it_is(files: ProjectFiles) -> None:
    assert files.read_if_there("audits/a.json", most_bytes=2) == b"{}"
    assert files.read_if_there("audits/b.json", most_bytes=2) is None
    assert files.read_if_there("audits/a.json/b", most_bytes=2) is None


def test_a_file_that_must_be_there_is_not_found_when_it_is_missing(files: ProjectFiles, folder: Path) -> None:
    with pytest.raises(NotFoundError) as refusal:
        files.read("audits/b.json", most_bytes=2)
    assert str(refusal.value) == f"{folder}/audits/b.json: there is no such file"


@pytest.mark.parametrize("name", ["../outside.json", "audits/../../outside.json", "link.json", "folder/outside.json"])
def test_a_file_outside_of_the_project_is_refused(files: ProjectFiles, folder: Path, name: str) -> None:
    (folder / "link.json").symlink_to("../outside.json")
    (folder / "folder").symlink_to("..")

    with pytest.raises(InputRefusedError, match="lies outside the project's folder"):
        files.read(name, most_bytes=100)


def test_a_link_within_the_project_is_followed(files: ProjectFiles, folder: Path) -> None:
    (folder / "link.json").symlink_to("audits/a.json")
    assert files.read("link.json", most_bytes=100) == b"{}"


@pytest.mark.parametrize("name", ["circle", "a\0b"])
def test_a_name_that_leads_nowhere_is_refused(files: ProjectFiles, folder: Path, name: str) -> None:
    (folder / "circle").symlink_to("circle")

    with pytest.raises(InputRefusedError):
        files.read(name, most_bytes=100)


def test_one_byte_too_many_is_refused(files: ProjectFiles) -> None:
    with pytest.raises(InputRefusedError, match="more than 1 bytes"):
        files.read("audits/a.json", most_bytes=1)


def test_a_file_that_grows_while_it_is_read_is_refused() -> None:
    with pytest.raises(InputRefusedError, match="more than 4 bytes"):
        read_plain_file(Path("/proc/self/status"), most_bytes=4)  # its size is said to be 0


@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_what_is_no_plain_file_is_refused_without_waiting_and_let_go(tmp_path: Path, kind: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    path = {"folder": tmp_path, "pipe": tmp_path / "pipe", "device": Path("/dev/null")}[kind]
    before = open_handles()

    with pytest.raises(InputRefusedError, match="not a plain file"):
        read_plain_file(path, most_bytes=10)

    assert open_handles() == before


def test_a_file_whose_name_is_too_long_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match=r"cannot be read \(File name too long\)"):
        read_plain_file(tmp_path / ("x" * 300), most_bytes=10)


def test_a_written_file_replaces_the_one_that_was_there(tmp_path: Path) -> None:
    replace_file(tmp_path / "lock", b"old")
    replace_file(tmp_path / "lock", b"new")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("lock", b"new")]


@pytest.mark.parametrize("target", ["missing/lock", "file/lock", "folder"])
def test_what_cannot_be_written_changes_nothing(tmp_path: Path, target: str) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    (tmp_path / "folder").mkdir()

    with pytest.raises(InputRefusedError, match="cannot be written") as refusal:
        replace_file(tmp_path / target, b"new")

    assert "nothing was changed" in refusal.value.hint
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]
    assert (tmp_path / "file").read_bytes() == b"kept"


def test_an_interrupted_write_leaves_what_was_there_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    (tmp_path / "lock").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", interrupted)

    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "lock", b"new")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("lock", b"old")]


def test_a_folder_is_made_with_those_above_it_and_may_be_there(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")

    assert stat.S_ISDIR((tmp_path / "a" / "b").stat().st_mode)


def test_a_folder_cannot_be_made_where_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")

    for name in ("a", "a/b"):
        with pytest.raises(InputRefusedError, match="the folder cannot be made"):
            make_folder(tmp_path / name)
