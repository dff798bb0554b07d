"""A folder is read without following anything, within limits, and only while nobody changes it."""

import os
import socket
from pathlib import Path

import pytest

from checker.adapters.bundles.folder_reader import read_folder, read_plain_file
from checker.errors import BundleRefusedError, NotFoundError
from checker.formats.bundle_limits import BundleLimits


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b" / "rules").mkdir(parents=True)
    (tmp_path / "b" / "rules" / "a.rego").write_bytes(b"package a")
    (tmp_path / "b" / ".manifest").write_bytes(b"{}")
    (tmp_path / "outside.rego").write_bytes(b"secret")
    return tmp_path / "b"


def refusal_of(folder: Path, limits: BundleLimits | None = None) -> str:
    with pytest.raises(BundleRefusedError) as refusal:
        read_folder(folder, source="b", limits=limits or BundleLimits())
    assert "secret" not in str(refusal.value)
    return refusal.value.message


def test_every_file_is_read_sorted_by_path(folder: Path) -> None:
    (folder / "rules" / "empty").mkdir()

    files = read_folder(folder, source="b")

    assert [(file.path, file.data) for file in files] == [(".manifest", b"{}"), ("rules/a.rego", b"package a")]


@pytest.mark.parametrize("place", ["link.rego", "rules/link.rego"])
def test_a_link_is_refused_wherever_it_leads(folder: Path, place: str) -> None:
    (folder / place).symlink_to(folder.parent / "outside.rego")

    assert f"'{place}' is a symbolic link" in refusal_of(folder)


def test_a_link_to_a_folder_is_refused(folder: Path) -> None:
    (folder / "more").symlink_to(folder / "rules")

    assert "'more' is a symbolic link" in refusal_of(folder)


def test_the_folder_itself_may_not_be_a_link(folder: Path) -> None:
    (folder.parent / "link").symlink_to(folder)

    assert "cannot be read" in refusal_of(folder.parent / "link")


def test_a_fifo_is_refused_and_never_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")

    assert "'pipe' is a FIFO" in refusal_of(folder)


def test_a_socket_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("listener")

        assert "'listener' is a socket" in refusal_of(folder)


@pytest.mark.parametrize("name", [".git", ".github", ".env", "patch.json", "a\nb", "x.", "a:b"])
def test_a_name_that_no_archive_may_have_is_refused_here_too(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"")

    assert refusal_of(folder)


def test_a_name_that_is_not_utf_8_is_refused(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.rego")).write_bytes(b"")

    assert "is not UTF-8" in refusal_of(folder)


def test_names_that_differ_only_in_case_are_refused(folder: Path) -> None:
    (folder / "rules" / "A.rego").write_bytes(b"")

    assert "is the same name as" in refusal_of(folder)


def test_each_limit_lets_the_largest_through_and_no_more(folder: Path) -> None:
    exact = BundleLimits(unpacked=11, files=3, file=9, depth=2, path=12)
    assert len(read_folder(folder, source="b", limits=exact)) == 2

    assert "more than 10 bytes" in refusal_of(folder, BundleLimits(unpacked=10))
    assert "more than 2 entries" in refusal_of(folder, BundleLimits(files=2))
    assert "has 9 bytes, at most 8 are read" in refusal_of(folder, BundleLimits(file=8))
    assert "has 2 parts, at most 1" in refusal_of(folder, BundleLimits(depth=1))
    assert "has 12 bytes, a path has at most 11" in refusal_of(folder, BundleLimits(path=11))


def test_a_file_exchanged_for_another_between_looking_and_opening_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_stat = os.stat

    def looked_at_the_other(path: str, **options: object) -> os.stat_result:
        return real_stat("a.rego" if path == ".manifest" else path, **options)  # type: ignore[arg-type]  # as passed

    (folder / "a.rego").write_bytes(b"{}")
    monkeypatch.setattr(os, "stat", looked_at_the_other)

    assert "was exchanged while it was read" in refusal_of(folder)


def test_a_file_that_grows_while_it_is_read_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_dup = os.dup

    def grow_and_dup(descriptor: int) -> int:
        with (folder / ".manifest").open("ab") as file:
            file.write(b" ")
        return real_dup(descriptor)

    monkeypatch.setattr(os, "dup", grow_and_dup)

    assert "was changed while it was read" in refusal_of(folder)


def test_a_file_that_vanishes_between_looking_and_opening_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_stat = os.stat

    def look_and_remove(path: str, **options: object) -> os.stat_result:
        status = real_stat(path, **options)  # type: ignore[arg-type]  # as passed
        if path == ".manifest":
            (folder / path).unlink()
        return status

    monkeypatch.setattr(os, "stat", look_and_remove)

    assert "'.manifest' cannot be read: No such file" in refusal_of(folder)


def test_a_missing_folder_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_folder(tmp_path / "nothing", source="b")


def test_a_plain_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"1234")
    (tmp_path / "link").symlink_to(tmp_path / "f")
    os.mkfifo(tmp_path / "pipe")

    assert read_plain_file(tmp_path / "f", source="f", most=4) == b"1234"
    for name, most, why in (("f", 3, "has 4 bytes"), ("link", 4, "cannot be read"), ("pipe", 4, "not a plain file")):
        with pytest.raises(BundleRefusedError, match=why):
            read_plain_file(tmp_path / name, source="f", most=most)
    with pytest.raises(NotFoundError):
        read_plain_file(tmp_path / "nothing", source="f", most=4)
