"""The steps of a derivation: the last one may be spent, the one after it is refused, and so is every further one."""

import pytest

from checker.domain.proof_steps import ProofSteps, StepsSpentError
from checker.domain.ref_pattern import covers, matches, may_overlap


def test_what_is_spent_is_spent() -> None:
    steps = ProofSteps(3)
    steps.spend(3)
    with pytest.raises(StepsSpentError):
        steps.spend(1)
    with pytest.raises(StepsSpentError):
        steps.spend(0)


def test_a_remembered_proof_costs_as_much_as_one_that_is_made() -> None:
    first, second = ProofSteps(), ProofSteps()
    assert covers("remembered/*", "remembered/a*", steps=first)
    assert covers("remembered/*", "remembered/a*", steps=second)
    assert not may_overlap("remembered/a*", "remembered/b*", steps=first)
    assert not may_overlap("remembered/a*", "remembered/b*", steps=second)
    assert first.left == second.left < ProofSteps().left - 10


def test_asking_for_a_literal_ref_costs_too() -> None:
    steps = ProofSteps(1)
    with pytest.raises(StepsSpentError):
        matches("a" * 100, "b" * 100, steps=steps)


def test_long_sets_are_paid_for_before_they_are_compared() -> None:
    odd = "".join(chr(0x400 + 2 * n) for n in range(1000))
    steps = ProofSteps()
    assert not covers(f"[{odd}]*", f"[{odd[1:]}]*", steps=steps)
    assert ProofSteps().left - steps.left > 20_000
    assert may_overlap(f"[{odd}]", f"[{odd[1:]}]x", steps=ProofSteps())
