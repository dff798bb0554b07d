"""Attacks on a trail: it is alarmed of, or refused in one sentence, and nothing is left of what was refused."""

import base64
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.run_cases import cases_of
from tests.attacks.trail_case import TrailCase, an_anchor, lay_out

CODES = {"pass": {0}, "fail": {1}, "refuse": {2, 3}}
CASES = cases_of("L", how="trail")


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folders that every case begins with, and where a user's configuration lies; made once."""
    place = tmp_path_factory.mktemp("trails")
    configured = tmp_path_factory.mktemp("configured") / "clean-release"
    configured.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(configured.parent))
        an_anchor(configured)
        lay_out(place)
    return place, configured.parent


@pytest.mark.parametrize(("folder", "name", "fields"), CASES, ids=[f"{folder}: {name}" for folder, name, _ in CASES])
def test_a_trail_is_attacked(
    folder: str,
    name: str,
    fields: Mapping[str, Any],
    beginning: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, configuration = beginning
    monkeypatch.setenv("XDG_CONFIG_HOME", str(configuration))
    place = shutil.copytree(made, tmp_path / "place")
    case = TrailCase(fields=fields, place=place)
    expect = fields["expect"]

    ending = case.run()

    said = ending.out + ending.err
    assert ending.code in CODES[folder.rpartition("__")[2]], f"{name}: {said}"
    assert not [words for words in expect["says"] if words not in said], said
    assert not [words for words in expect.get("never_said", ()) if words in said]
    assert not [words for words in expect.get("never", ()) if words in said + _all_of(place)]
    assert [(place / file).read_bytes() for file in expect.get("kept", ())] == (
        case.documents("there") if "kept" in expect else []
    )
    if folder.endswith("__refuse"):
        assert (ending.out, ending.err.count("error[")) == ("", 1)
        assert len(case.documents(fields["in"])) == sum("import" in step.get("run", ()) for step in fields["steps"])


def _all_of(place: Path) -> str:
    """Every byte of every file at the place, and what a record holds in base64: a secret could have been left there."""
    files = [Path(folder, file).read_bytes() for folder, _, files in os.walk(place) for file in files]
    carried = [base64.b64decode(text) for data in files for text in re.findall(rb'"base64":"([^"]*)"', data)]
    return b"".join([*files, *carried]).decode("latin-1")
