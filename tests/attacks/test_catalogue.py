"""Every attack of the families A, W, T and L has its data here, or a test that is named with the reason why."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.attacks.run_cases import HERE, folders_of

ROOT = Path(__file__).parents[2]
CATALOGUE: Mapping[str, Mapping[str, str]] = tomllib.loads((HERE / "catalogue.toml").read_text(encoding="utf-8"))
NOT_HERE = {"A07", "T09", "L05", "L12"}
"""What nothing of this program could be attacked by; whoever adds what could, takes it out of here."""
FOLDERS = set().union(*map(folders_of, "AWTL"))


def is_answered(number: str, row: Mapping[str, str], *, folders: set[str], root: Path = ROOT) -> bool:
    """Whether an attack has a folder, or else a test that is there and says why, or is none here."""
    if number in folders:
        return row.keys() == {"attack"}
    if number in NOT_HERE:
        return row.keys() == {"attack", "not_here"}
    path, _, name = row.get("test", "").partition("::")
    is_there = (root / path).is_file() and f"def {name}(" in (root / path).read_text(encoding="utf-8")
    return row.keys() == {"attack", "test", "why"} and bool(name) and is_there and len(row["why"]) > 20


@pytest.mark.parametrize("number", CATALOGUE)
def test_an_attack_is_answered(number: str) -> None:
    assert is_answered(number, CATALOGUE[number], folders=FOLDERS)


def test_every_folder_is_in_the_catalogue() -> None:
    assert FOLDERS - CATALOGUE.keys() == set()


@pytest.mark.parametrize(
    "row",
    [
        {"attack": "One that nobody answers."},
        {"attack": "One without a reason.", "test": "tests/attacks/test_catalogue.py::test_an_attack_is_answered"},
        {"attack": "One whose test is gone.", "test": "tests/attacks/test_catalogue.py::test_gone", "why": "w" * 30},
        {"attack": "One whose file is gone.", "test": "tests/attacks/gone.py::test_gone", "why": "w" * 30},
        {"attack": "One that is none, they say.", "not_here": "w" * 30},
    ],
    ids=lambda row: row["attack"],
)
def test_one_without_folder_and_test_is_seen(row: Mapping[str, str]) -> None:
    assert not is_answered("A99", row, folders=FOLDERS)
    assert is_answered("A99", {"attack": row["attack"]}, folders={"A99"})
