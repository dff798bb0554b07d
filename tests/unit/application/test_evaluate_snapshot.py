"""Evaluating: an engine that keeps its promise is believed rule by rule; one that does not is believed in nothing."""

from collections.abc import Mapping

import pytest

from checker.application.check import _refuse_another_ledger
from checker.application.compilation_units import CompiledUnit
from checker.application.evaluate_snapshot import Evaluation, evaluate_snapshot
from checker.domain.json_value import Json
from checker.domain.outcome import Outcome
from checker.domain.rule import Contract
from checker.errors import EngineFailureError, TrustError
from checker.ports.engine import CompiledPolicy, Defined, EngineAnswer, Failed
from tests.builders import SCOPE, a_rule, a_ruling, a_snapshot, an_observation
from tests.fakes.told_engine import ToldEngine

DOCUMENT: dict[str, Json] = {"repository": {"effective_protection": an_observation([])}}
RULES = (a_rule("branch.one"), a_rule("branch.two"))
PASSES = Defined({"subjects": ["main"], "holds": {"main": True}})


def evaluated(answers: Mapping[str, EngineAnswer] | EngineFailureError) -> Evaluation:
    unit = CompiledUnit(contract=Contract.RELEASE_POLICY, rules=RULES, policy=CompiledPolicy(handle=None))
    return evaluate_snapshot([unit], document=DOCUMENT, engine=ToldEngine(answers), scope=SCOPE)


def outcomes(evaluation: Evaluation) -> list[Outcome]:
    return [ruling.outcome for ruling in evaluation.rulings]


def test_each_rule_has_its_own_answer() -> None:
    answers: dict[str, EngineAnswer] = {
        "data.rules.branch.one": PASSES,
        "data.rules.branch.two": Failed(code="builtin_error", where="a.rego:1:1"),
    }
    found = evaluated(answers)
    assert outcomes(found) == [Outcome.PASSED, Outcome.NOT_EVALUATED]
    assert found.replayable


@pytest.mark.parametrize("asked", [(), ("one",), ("one", "two", "three"), ("one", "three")])
def test_other_answers_than_asked_for_count_for_nothing(asked: tuple[str, ...]) -> None:
    found = evaluated({f"data.rules.branch.{name}": PASSES for name in asked})
    assert outcomes(found) == [Outcome.NOT_EVALUATED] * 2
    assert {ruling.error.code for ruling in found.rulings if ruling.error} == {"engine-answered-otherwise"}
    assert not found.replayable


def test_an_engine_that_gives_up_decides_nothing() -> None:
    found = evaluated(EngineFailureError("gone"))
    assert outcomes(found) == [Outcome.NOT_EVALUATED] * 2
    assert not found.replayable


@pytest.mark.parametrize("code", ["timeout", "cancelled", "memory", "panic", "child_crashed", "child_timeout"])
def test_what_ran_into_a_limit_need_not_come_out_the_same_again(code: str) -> None:
    found = evaluated({f"data.rules.branch.{name}": Failed(code=code) for name in ("one", "two")})
    assert outcomes(found) == [Outcome.NOT_EVALUATED] * 2
    assert not found.replayable


@pytest.mark.parametrize("judged", [(), ("one",), ("one", "two", "three"), ("one", "one", "two"), ("one", "three")])
def test_exactly_the_rules_of_the_snapshot_must_have_been_judged(judged: tuple[str, ...]) -> None:
    rulings = tuple(a_ruling(Outcome.PASSED, rule=a_rule(f"branch.{name}")) for name in judged)
    evaluation = Evaluation(input_bytes=b"{}", rulings=rulings, unread=(), replayable=True)
    with pytest.raises(TrustError, match=f"{len(judged)} rules were judged, the snapshot has 2"):
        _refuse_another_ledger(a_snapshot(rules=RULES), evaluation)
