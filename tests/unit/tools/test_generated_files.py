"""What differs is written, or with `--check` named and left as it is."""

from pathlib import Path

import pytest

from tools import generated_files
from tools.generated_files import settle


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(generated_files, "ROOT", tmp_path)
    return tmp_path


def called_with(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr("sys.argv", ["generator", *arguments])


def test_what_differs_is_written_and_named(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    called_with(monkeypatch)
    (root / "same").write_bytes(b"1")
    (root / "old").write_bytes(b"1")

    code = settle([(root / "same", b"1"), (root / "old", b"2"), (root / "folder" / "new", b"3")])

    assert code == 0
    assert [(root / "old").read_bytes(), (root / "folder" / "new").read_bytes()] == [b"2", b"3"]
    assert capsys.readouterr().err == "old: written\nfolder/new: written\n"


def test_a_check_names_what_differs_fails_and_writes_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    called_with(monkeypatch, "--check")
    (root / "old").write_bytes(b"1")

    code = settle([(root / "old", b"2"), (root / "new", b"3"), (root / "old", b"1")])

    assert code == 1
    assert (root / "old").read_bytes() == b"1"
    assert not (root / "new").exists()
    assert capsys.readouterr().err == "old: differs\nnew: differs\n"


def test_a_check_of_what_is_as_it_should_be_passes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called_with(monkeypatch, "--check")
    (root / "same").write_bytes(b"1")

    assert settle([(root / "same", b"1")]) == 0


def test_a_file_is_settled_before_the_next_one_is_made(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called_with(monkeypatch)

    def made_of_the_first() -> bytes:
        return (root / "first").read_bytes() + b"!"

    files = ((root / name, made_of_the_first() if name == "second" else b"1") for name in ("first", "second"))

    assert settle(files) == 0
    assert (root / "second").read_bytes() == b"1!"
