"""A capture folder is read whole, within bounds, and never beyond itself."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from checker.adapters.capture import CaptureLimits, read_capture
from checker.application.import_audit import import_audits
from checker.errors import InputRefusedError, NotFoundError
from tests.recorded_answers import DATA

_NOBODY = 65534


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "capture"
    (root / "repos" / "o" / "r").mkdir(parents=True)
    (root / "repos" / "o" / "r" / "keys.json").write_bytes(b"[]")
    (root / "a.txt").write_bytes(b"hello")
    return root


def test_a_folder_gives_its_files_by_their_paths(folder: Path) -> None:
    assert read_capture(folder) == {"a.txt": b"hello", "repos/o/r/keys.json": b"[]"}


def test_a_single_file_is_given_by_its_name(folder: Path) -> None:
    assert read_capture(folder / "a.txt") == {"a.txt": b"hello"}


def test_hidden_files_are_no_part_of_a_capture(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_bytes(b"x")
    (folder / ".DS_Store").write_bytes(b"x")
    assert read_capture(folder).keys() == {"a.txt", "repos/o/r/keys.json"}


def test_the_folder_of_seed_audits_is_imported_and_what_is_no_audit_is_named() -> None:
    found = import_audits(read_capture(DATA / "seed-audits"), version="0")
    assert [audit.name for audit in found.audits] == ["yeemio-owlclaw.history.json", "yeemio-owlclaw.repository.json"]
    assert [warning.partition(":")[0] for warning in found.warnings] == ["README.md", "trusted-publisher-claims.json"]


@pytest.mark.parametrize("target", ["a.txt", "/etc/hostname", "nowhere", "repos", ".."])
def test_a_link_is_refused_wherever_it_leads(folder: Path, target: str) -> None:
    (folder / "link").symlink_to(target)
    with pytest.raises(InputRefusedError, match="it is a link"):
        read_capture(folder)


def test_a_link_given_itself_is_refused(folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder / "a.txt")
    with pytest.raises(InputRefusedError, match="it cannot be read"):
        read_capture(link)


def test_a_pipe_is_refused_without_waiting_for_it(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with pytest.raises(InputRefusedError, match="not a plain file"):
        read_capture(folder)


@pytest.mark.parametrize("name", ["nowhere", "a.txt/below"])
def test_what_is_not_there_is_said_to_be_missing(folder: Path, name: str) -> None:
    with pytest.raises(NotFoundError, match="there is no such file or folder"):
        read_capture(folder / name)


def test_a_name_no_file_can_have_is_refused(folder: Path) -> None:
    with pytest.raises(InputRefusedError, match="it cannot be read"):
        read_capture(folder / ("x" * 300))


@pytest.fixture
def guest() -> Iterator[None]:
    """Somebody who may not read everything: whoever runs the tests, or `nobody` in root's place."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(_NOBODY)
    yield
    os.seteuid(was)


@pytest.mark.usefixtures("guest")
def test_a_folder_nobody_may_read_is_refused() -> None:
    with TemporaryDirectory() as folder:
        closed = Path(folder) / "repos"
        closed.mkdir(mode=0)
        with pytest.raises(InputRefusedError, match="the folder cannot be read"):
            read_capture(Path(folder))


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (CaptureLimits(files=1), "holds more than 1 files"),
        (CaptureLimits(folders=3), "folders are more than 3"),
        (CaptureLimits(depth=3), "nested more than 3 deep"),
        (CaptureLimits(file=4), "more than 4 bytes"),
        (CaptureLimits(total=6), "more than 1 bytes"),
    ],
)
def test_one_unit_more_than_a_limit_is_refused(folder: Path, limits: CaptureLimits, message: str) -> None:
    with pytest.raises(InputRefusedError, match=message):
        read_capture(folder, limits=limits)


def test_exactly_a_limit_is_read(folder: Path) -> None:
    exact = CaptureLimits(files=2, folders=4, depth=4, file=5, total=7)
    assert len(read_capture(folder, limits=exact)) == 2
