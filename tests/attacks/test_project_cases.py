"""Attacks on the verdict (V), by policy (P), input (I), evidence (E) and waivers (W): each ends as its case says.

V: nothing is counted as passed that was not decided. P: a rule cannot reach out, and cannot pass by breaking.
I: what two readers could understand differently is read by nobody. E: what is said about the artifacts counts only as
far as it is proven, about these very artifacts, and free of contradiction. W: what is accepted is one violation, for a
time, by two persons. T: what was judged is what is let go, at the moment it is let go.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.run_cases import HERE, cases_of, folders_of, run_case, share_of_negatives

EXPECTED = {
    "V": {f"V{number:02}" for number in (*range(1, 6), 7, 9, 10, 11, *range(13, 20), *range(21, 33))},
    "P": {f"P{number:02}" for number in (*range(1, 7), 8, 9, 10, 11, 13, 15)},
    "E": {f"E{number:02}" for number in range(1, 12)},
    "W": {f"W{number:02}" for number in range(1, 11)},
    "T": {f"T{number:02}" for number in (*range(1, 9), 10)},
    "I": {f"I{number:02}" for number in (1, 2, 4, 5, 6, 8, 9, 11, 12, 13, 14)},
}
HOW = {"", "comparison", "generated-fields", "generated-holes", "layout", "no-builtins", "no-network", "optimised"}
HOW |= {"project", "provider", "release", "traced", "upload"}
"""Every way in which a case is run (see `README.md`)."""

CASES = [*(case for family in EXPECTED for case in cases_of(family)), *cases_of("A", how="project")]


@pytest.mark.parametrize(("folder", "name", "fields"), CASES, ids=[f"{folder}-{name}" for folder, name, _ in CASES])
def test_an_attack_ends_as_its_case_says(
    folder: str, name: str, fields: Mapping[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert name == fields["name"]
    run_case(folder, fields, tmp_path, monkeypatch)


@pytest.mark.parametrize("family", EXPECTED)
def test_every_attack_of_a_family_has_a_case_and_most_are_negative(family: str) -> None:
    assert folders_of(family) == EXPECTED[family]
    cases = [case for how in HOW for case in cases_of(family, how=how)]
    assert {folder for folder, _, _ in cases} == {path.name for path in HERE.glob(f"{family}[0-9][0-9]__*")}
    assert share_of_negatives(cases) >= 0.7


def test_every_way_to_run_a_case_is_described() -> None:
    described = (HERE / "README.md").read_text(encoding="utf-8")
    assert [how for how in sorted(HOW) if f"`{how}`" not in described and how] == []
