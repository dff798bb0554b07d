"""A plain file is read whole, as one state and within its bound, or not at all."""

import os
from pathlib import Path

import pytest

from checker.adapters.plain_file import Flaw, FlawedFileError, open_file, read_file


def read(path: Path, *, most_bytes: int = 9, follow_links: bool = False) -> bytes:
    opened = open_file(path, follow_links=follow_links)
    try:
        return read_file(opened, most_bytes=most_bytes)
    finally:
        os.close(opened)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(b"123456789")
    return path


def test_a_file_is_read_up_to_its_bound_and_no_further(file: Path) -> None:
    assert read(file) == b"123456789"
    with pytest.raises(FlawedFileError) as refused:
        read(file, most_bytes=8)
    assert refused.value.flaw is Flaw.TOO_LARGE


def test_a_link_is_followed_only_where_it_may_be(file: Path) -> None:
    link = file.with_name("link")
    link.symlink_to(file)
    assert read(link, follow_links=True) == b"123456789"
    with pytest.raises(OSError, match="symbolic link"):
        read(link)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_plain_file_is_never_waited_for(tmp_path: Path, make: object) -> None:
    path = tmp_path / "odd"
    assert callable(make)
    make(path)
    with pytest.raises(FlawedFileError) as refused:
        read(path)
    assert refused.value.flaw is Flaw.NOT_PLAIN


def test_a_file_that_is_written_while_it_is_read_is_not_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_dup = os.dup

    def write_and_dup(descriptor: int) -> int:
        file.write_bytes(b"987654321")
        return real_dup(descriptor)

    monkeypatch.setattr(os, "dup", write_and_dup)
    with pytest.raises(FlawedFileError) as refused:
        read(file)
    assert refused.value.flaw is Flaw.CHANGED
