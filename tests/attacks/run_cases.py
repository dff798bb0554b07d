"""What the runners of the families V, P and I share: find the cases, run one, hold it to its expectation."""

import json
import tracemalloc
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from checker.bootstrap.services import ProjectServices
from tests.attacks.broken_engine import engine_of
from tests.attacks.command import run_command
from tests.attacks.ending import assert_ended, look
from tests.attacks.project_case import ProjectCase, set_up

HERE = Path(__file__).parent
Named = tuple[str, str, Mapping[str, Any]]


def cases_of(family: str, *, how: str = "") -> list[Named]:
    """Every case of a family that is run in one way: folder, name of the case, its fields.

    A case that says `how` is run in another way than the rest of its folder.
    """
    found = []
    for folder in sorted(HERE.glob(f"{family}[0-9][0-9]__*")):
        document = json.loads((folder / "case.json").read_text(encoding="utf-8"))
        assert document["attack"] == folder.name.partition("__")[0]
        found += [
            (folder.name, str(fields["name"]), fields)
            for fields in document["cases"]
            if fields.get("how", document.get("how", "")) == how
        ]
    return found


def run_case(folder: str, fields: Mapping[str, Any], place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set a case up, run it, and hold its ending to what the case and the name of its folder say."""
    assert_says_what_its_folder_says(folder, fields["expect"])
    monkeypatch.delenv("CLEAN_RELEASE_TRACEBACK", raising=False)
    for variable, value in fields.get("environment", {}).items():
        monkeypatch.setenv(variable, value)
    case = set_up(fields, place, lock=lock, judge=judge)
    if "engine" in fields:
        how = fields["engine"]
        monkeypatch.setattr(ProjectServices, "engine", lambda _, *, isolated=False: engine_of(how, isolated=isolated))
    before = look(case)
    monkeypatch.chdir(case.project)
    most = fields["expect"].get("most_megabytes", 0)
    if most:
        tracemalloc.start()
    try:
        ending = run_command(case.arguments())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak <= most * 1024 * 1024, f"{peak} bytes were in use at once"
    assert_ended(case, ending, before)


def assert_says_what_its_folder_says(folder: str, expect: Mapping[str, Any]) -> None:
    """`pass` opens the gate, `fail` is a durable verdict that does not, `refuse` is none at all."""
    kind = folder.rpartition("__")[2]
    if kind == "refuse":
        assert expect["exit"] in (2, 3)
        assert expect["says"]
        assert "error" in expect
    else:
        assert "verdict" in expect
        assert (expect["exit"] == 0) == (kind == "pass")


def lock(case: ProjectCase) -> None:
    """Lock the project, which is no part of the attack and must work."""
    ending = run_command(["lock", "--project", str(case.project), "--anchor", str(case.anchor)])
    assert ending.code == 0, ending.err


def judge(case: ProjectCase) -> None:
    """Judge the project before the attack, which must work, or end as the case says."""
    judged = case.fields["judged"]
    assert run_command(case.usual()).code == (0 if judged is True else judged)


def folders_of(family: str) -> set[str]:
    """The attacks of a family that have a folder, however it is run."""
    return {folder.name.partition("__")[0] for folder in HERE.glob(f"{family}[0-9][0-9]__*")}


def share_of_negatives(cases: list[Named]) -> float:
    """How many of the cases expect a refusal or a verdict that opens nothing."""
    negative = [folder for folder, _, _ in cases if not folder.endswith("__pass")]
    return len(negative) / len(cases)
