"""Attacks on the verdict (V): each fails closed, or is refused, as its case says."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.run_cases import cases_of, run_case, share_of_negatives

CASES = cases_of("V")
EXPECTED = {f"V{number:02}" for number in (1, 2, 3, 4, 5, 7, 9, 10, 11, 13, 14, 15, 16, 17, 21, 22, 24, 25)}


@pytest.mark.parametrize(("folder", "name", "fields"), CASES, ids=[f"{folder}-{name}" for folder, name, _ in CASES])
def test_an_attack_ends_as_its_case_says(
    folder: str, name: str, fields: Mapping[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert name == fields["name"]
    run_case(folder, fields, tmp_path, monkeypatch)


def test_every_attack_of_the_family_has_a_case_and_most_are_negative() -> None:
    assert {folder.partition("__")[0] for folder, _, _ in CASES} == EXPECTED
    assert share_of_negatives(CASES) >= 0.7
