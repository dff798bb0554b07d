"""Attacks on what a provider holds: workflow files that deceive their reader (G09), reviews that are none (A19)."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.attacks.collected_case import RULES, run_case
from tests.attacks.run_cases import HERE, cases_of, share_of_negatives

CASES = [case for family in ("A", "G") for case in cases_of(family, how="collected")]


@pytest.mark.engine
def test_what_every_case_begins_with_passes() -> None:
    assert run_case({}).outcomes == dict.fromkeys(RULES, "passed")


@pytest.mark.engine
@pytest.mark.parametrize(("folder", "name", "fields"), CASES, ids=[f"{folder}-{name}" for folder, name, _ in CASES])
def test_an_attack_ends_as_its_case_says(folder: str, name: str, fields: Mapping[str, Any]) -> None:
    assert name == fields["name"]
    expect = fields["expect"]

    judged = run_case(fields)

    assert {code: judged.outcomes[code] for code in expect["rules"]} == expect["rules"], judged.found.failures
    assert ("passed" in expect["rules"].values()) == folder.endswith("__pass")
    assert expect.get("says", "") in judged.told


def test_every_folder_says_what_it_is_about() -> None:
    titles = {folder: json.loads((HERE / folder / "case.json").read_bytes())["title"] for folder, _, _ in CASES}
    assert titles.keys() == {"A19__fail", "A19__pass", "G09__fail"}
    assert share_of_negatives(CASES) >= 0.7
