"""Two engines: their answer where it is one; else nobody knows."""

import pytest

from checker.application.agree import DISAGREED, AgreeingEngines
from checker.errors import EngineFailureError
from checker.ports.engine import NOT_COMPARED, CompiledPolicy, CompileRequest, Defined, EngineAnswer, Failed, Undefined
from tests.fakes.scripted_engine import ScriptedEngine

MODULES = {"one.rego": "package rules.one\n"}
ONE = "data.rules.one"


class Another(ScriptedEngine):
    kind = "server"
    version = "0.0.1"


def answer(first: EngineAnswer, second: EngineAnswer) -> EngineAnswer:
    engines = AgreeingEngines(ScriptedEngine({"rules.one": first}), Another({"rules.one": second}))
    policy = engines.compile(CompileRequest(modules=MODULES))
    return engines.evaluate(policy, entrypoints=[ONE], document=b"{}")[ONE]


@pytest.mark.parametrize("both", [Defined({"holds": {"a": True}}), Undefined(), Failed(code="conflict", where="a:1:1")])
def test_what_both_answer_is_the_answer(both: EngineAnswer) -> None:
    assert answer(both, both) == both


def test_two_failures_are_the_firsts_whatever_the_second_calls_it() -> None:
    assert answer(Failed(code="conflict"), Failed(code="type")) == Failed(code="conflict")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Defined({"holds": {"a": True}}), Defined({"holds": {"a": False}})),
        (Defined({"holds": {"a": True}}), Defined({"holds": {"a": 1}})),
        (Defined({"holds": {}}), Undefined()),
        (Undefined(), Defined({"holds": {}})),
        (Defined({"holds": {}}), Failed(code="timeout")),
        (Failed(code="timeout"), Undefined()),
    ],
)
def test_where_they_differ_nobody_knows(first: EngineAnswer, second: EngineAnswer) -> None:
    assert answer(first, second) == Failed(code=DISAGREED)


@pytest.mark.parametrize("other", [Defined({"holds": {}}), Undefined(), Failed(code="timeout")])
def test_what_could_not_be_compared_is_said_whatever_the_other_answers(other: EngineAnswer) -> None:
    unseen = Failed(code=NOT_COMPARED)
    assert answer(other, unseen) == answer(unseen, other) == unseen


def test_an_answer_that_only_one_gives_is_none() -> None:
    class Silent(Another):
        def evaluate(self, *_: object, **__: object) -> dict[str, EngineAnswer]:
            return {}

    engines = AgreeingEngines(ScriptedEngine({}), Silent({}))
    policy = engines.compile(CompileRequest(modules=MODULES))

    assert engines.evaluate(policy, entrypoints=[ONE], document=b"{}") == {ONE: Failed(code=DISAGREED)}


def test_they_say_both_their_versions_and_limits() -> None:
    engines = AgreeingEngines(ScriptedEngine({}), Another({}))

    assert (engines.kind, engines.version) == ("both", "embedded 0.0.0, server 0.0.1")
    assert AgreeingEngines(ScriptedEngine({}), ScriptedEngine({})).version == "0.0.0"
    assert engines.limits == {"deadline_milliseconds": 1000, "server_deadline_milliseconds": 1000}


def test_a_policy_of_another_engine_is_not_evaluated() -> None:
    engines = AgreeingEngines(ScriptedEngine({}), Another({}))
    with pytest.raises(EngineFailureError, match="belongs to another engine"):
        engines.evaluate(CompiledPolicy(handle="other"), entrypoints=[ONE], document=b"{}")
