"""Exactly the permitted files are copied, or nothing appears."""

import hashlib
import os
from pathlib import Path

import pytest

from checker.adapters.permitted_files import copy_permitted
from checker.domain.permit_terms import PermittedFile
from checker.errors import ConflictError, InputRefusedError, TrustError

CONTENT = {"a.whl": b"wheel", "b.tar.gz": b"sdist"}
FILES = tuple(
    PermittedFile(name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data)) for name, data in CONTENT.items()
)


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    folder.mkdir()
    for name, data in CONTENT.items():
        (folder / name).write_bytes(data)
    return folder


def test_what_is_permitted_is_copied_whole(dist: Path, tmp_path: Path) -> None:
    copy_permitted(dist, tmp_path / "upload", FILES)

    assert {path.name: path.read_bytes() for path in (tmp_path / "upload").iterdir()} == CONTENT


def _more(dist: Path) -> None:
    (dist / "c.whl").write_bytes(b"")


def _fewer(dist: Path) -> None:
    (dist / "a.whl").unlink()


def _other(dist: Path) -> None:
    (dist / "a.whl").write_bytes(b"whell")


def _longer(dist: Path) -> None:
    (dist / "a.whl").write_bytes(b"wheel and more")


def _link(dist: Path) -> None:
    (dist / "a.whl").rename(dist.parent / "a.whl")
    (dist / "a.whl").symlink_to(dist.parent / "a.whl")


def _folder(dist: Path) -> None:
    (dist / "a.whl").unlink()
    (dist / "a.whl").mkdir()


def _pipe(dist: Path) -> None:
    (dist / "a.whl").unlink()
    os.mkfifo(dist / "a.whl")


def _hidden(dist: Path) -> None:
    (dist / ".gitignore").write_bytes(b"*")


@pytest.mark.parametrize("change", [_more, _fewer, _other, _longer, _link, _folder, _pipe, _hidden])
def test_anything_else_copies_nothing(dist: Path, tmp_path: Path, change: object) -> None:
    assert callable(change)
    change(dist)

    with pytest.raises(TrustError):
        copy_permitted(dist, tmp_path / "upload", FILES)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "a.whl") == ["dist"]


def test_nothing_that_is_there_is_replaced(dist: Path, tmp_path: Path) -> None:
    (tmp_path / "upload").mkdir()
    (tmp_path / "link").symlink_to("nowhere")

    for name in ("upload", "link"):
        with pytest.raises(ConflictError):
            copy_permitted(dist, tmp_path / name, FILES)


def test_a_folder_that_is_not_there_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="the files cannot be copied") as refusal:
        copy_permitted(tmp_path / "nowhere", tmp_path / "upload", FILES)

    assert refusal.value.hint == "name the folder that the built files lie in"
