"""Every attack on what is recorded (L) has a folder, and every folder a test that runs it."""

import json
from pathlib import Path

from tests.attacks.run_cases import HERE, folders_of
from tests.attacks.store_cases import HOW

ATTACKS = {"L01", "L02", "L03", "L04", "L06", "L07", "L08", "L09", "L10", "L11"}
TESTS = Path(__file__).parents[1]


def test_every_attack_has_a_case() -> None:
    assert folders_of("L") == ATTACKS


def test_every_way_to_run_a_case_has_a_test_and_a_description() -> None:
    described = (HERE / "README.md").read_text(encoding="utf-8")
    tests = "\n".join(
        path.read_text(encoding="utf-8")
        for name in ("integration", "system")
        for path in (TESTS / name).glob("test_*.py")
    )
    for how in HOW:
        assert f"`{how}`" in described
        assert f'store_cases("{how}"' in tests


def test_every_case_is_run_in_a_way_that_is_there() -> None:
    ours = {"L01__refuse", "L01__fail", "L06__pass", "L07__pass", "L08__refuse", "L11__fail"}
    ways = {name: json.loads((HERE / name / "case.json").read_text(encoding="utf-8"))["how"] for name in ours}

    assert {name for name, how in ways.items() if how not in HOW} == set()
