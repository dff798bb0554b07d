"""What the files of a project promise, held by a folder and the fake alike."""

from pathlib import Path

import pytest

from checker.adapters.project_files import FolderFiles
from checker.errors import InputRefusedError, NotFoundError
from checker.ports.project_files import ProjectFiles
from tests.fakes.memory_files import MemoryFiles


@pytest.fixture(params=["folder", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> ProjectFiles:
    if request.param == "memory":
        return MemoryFiles({"audits/a.json": b"{}"})
    (tmp_path / "audits").mkdir()
    (tmp_path / "audits" / "a.json").write_bytes(b"{}")
    return FolderFiles(tmp_path)


def test_a_file_is_read_byte_by_byte(files: ProjectFiles) -> None:
    assert files.read("audits/a.json", most_bytes=2) == b"{}"
    assert files.read_if_there("audits/a.json", most_bytes=2) == b"{}"


def test_a_missing_file_is_not_found_or_none(files: ProjectFiles) -> None:
    with pytest.raises(NotFoundError) as refusal:
        files.read("audits/b.json", most_bytes=2)
    assert str(refusal.value) == f"{files.place}/audits/b.json: there is no such file"
    assert files.read_if_there("audits/b.json", most_bytes=2) is None


@pytest.mark.parametrize(("name", "most"), [("audits/a.json", 1), ("../a.json", 100), ("audits/../../a.json", 100)])
def test_what_is_too_large_or_outside_is_refused_either_way(files: ProjectFiles, name: str, most: int) -> None:
    for read in (files.read, files.read_if_there):
        with pytest.raises(InputRefusedError):
            read(name, most_bytes=most)
