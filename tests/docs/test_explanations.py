"""The explanations are true: layers are the contract's, attacks are there, commands do what is shown."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT
from tests.docs.follow_page import follow
from tests.docs.test_how_tos import EXAMPLES, OWN_STORE

PAGES = ROOT / "docs" / "explanation"
ATTACKS = ROOT / "tests" / "attacks"


def page(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def contract() -> list[list[str]]:
    """The layers of the import contract, from the top, each with its parts."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = (one["layers"] for one in settings["tool"]["importlinter"]["contracts"] if one["id"] == "layers")
    return [re.findall("[a-z]+", layer) for layer in layers]


def test_the_layers_that_are_drawn_are_those_of_the_contract() -> None:
    text = page("architecture.md")

    rows = [re.findall(r"`([a-z]+)`", row) for row in re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)]
    assert rows == contract()
    drawn = dict(re.findall(r'([a-z]+)\["([a-z ·]+)"\]', text))
    boxes = list(
        dict.fromkeys(name for pair in re.findall(r"([a-z]+)(?:\[.*?\])? --> ([a-z]+)", text) for name in pair)
    )
    assert [drawn.get(box, box).split(" · ") for box in boxes] == contract()


def test_every_attack_that_a_promise_names_is_there_and_every_family_is_named() -> None:
    text = page("threat-model.md")
    promises = text.partition("## Promises")[2].partition("\n## ")[0]
    rows = [row for row in promises.splitlines() if row.startswith("| ") and not row.startswith("| Promise")]

    named = [
        re.findall(r"\[([A-Z]\d\d)\]\(\.\./\.\./tests/attacks/([A-Z]\d\d)__[a-z]+/case\.json\)", row) for row in rows
    ]
    assert all(len(row) >= 2 for row in named)
    assert all(shown == led for row in named for shown, led in row)
    families = {folder.name[0] for folder in ATTACKS.iterdir() if re.fullmatch(r"[A-Z]\d\d__[a-z]+", folder.name)}
    assert {shown[0] for row in named for shown, _ in row} == families


@pytest.fixture
def reader(tmp_path: Path) -> Path:
    """Where a reader stands: a clone with the examples, nothing judged yet."""
    shutil.copytree(EXAMPLES, tmp_path / "reader" / "docs" / "examples", ignore=OWN_STORE)
    return tmp_path / "reader"


@pytest.mark.engine
@pytest.mark.parametrize("name", ["determinism.md", "append-only-store.md"])
def test_what_a_page_shows_is_what_happens(reader: Path, name: str) -> None:
    assert follow(PAGES / name, reader)
