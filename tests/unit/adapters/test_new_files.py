"""A new folder appears whole or not at all, and nothing that is there is touched."""

from pathlib import Path

import pytest

from checker.adapters.new_files import write_new_folder
from checker.errors import ConflictError, InputRefusedError

FILES = {"signed.rego": "package a\n", "signed_test.rego": "package a_test\n"}
FOLDER = "rules/branch/signed"


def there(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


def test_all_files_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = write_new_folder(tmp_path, FOLDER, FILES)

    assert folder == tmp_path / FOLDER
    assert there(tmp_path) == {f"{FOLDER}/{name}": text for name, text in FILES.items()}
    assert [path.name for path in folder.parent.iterdir()] == ["signed"]
    assert folder.stat().st_mode & 0o777 == 0o755


def test_a_root_that_is_not_there_is_made(tmp_path: Path) -> None:
    assert write_new_folder(tmp_path / "new" / "policies", FOLDER, FILES).is_dir()


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)

    assert there(write_new_folder(tmp_path, FOLDER, FILES)) == FILES


@pytest.mark.parametrize("present", ["signed.rego", "notes.md"])
def test_a_folder_that_holds_anything_is_never_written_to(tmp_path: Path, present: str) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / present).write_text("mine")

    with pytest.raises(ConflictError, match="something here already"):
        write_new_folder(tmp_path, FOLDER, FILES)
    assert there(tmp_path) == {f"{FOLDER}/{present}": "mine"}


def test_a_file_in_the_place_of_the_folder_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "rules" / "branch").mkdir(parents=True)
    (tmp_path / FOLDER).write_text("mine")

    with pytest.raises(ConflictError):
        write_new_folder(tmp_path, FOLDER, FILES)
    assert (tmp_path / FOLDER).read_text() == "mine"


@pytest.mark.parametrize("link", ["rules", "rules/branch", FOLDER])
def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path, link: str) -> None:
    outside, root = tmp_path / "outside", tmp_path / "policies"
    outside.mkdir()
    (root / link).parent.mkdir(parents=True)
    (root / link).symlink_to(outside)

    with pytest.raises(InputRefusedError, match="a link leads out"):
        write_new_folder(root, FOLDER, FILES)
    assert list(outside.iterdir()) == []


def test_a_link_to_an_empty_folder_inside_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "rules" / "branch").mkdir(parents=True)
    (tmp_path / FOLDER).symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ConflictError):
        write_new_folder(tmp_path, FOLDER, FILES)


def test_a_place_that_cannot_be_written_to_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "rules").write_text("a file where a folder must be")

    with pytest.raises(InputRefusedError, match="cannot be written"):
        write_new_folder(tmp_path, FOLDER, FILES)


def test_nothing_is_left_when_a_file_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="cannot be written"):
        write_new_folder(tmp_path, FOLDER, {"good.rego": "x", "x" * 300 + ".rego": "the name is too long"})

    assert there(tmp_path) == {}
    assert list((tmp_path / "rules" / "branch").iterdir()) == []
