"""What every policy engine promises: OPA in this process, OPA in a process of its own, and the fake alike."""

import sys
from dataclasses import replace

import pytest

from checker.adapters.engine_embedded.engine import EmbeddedEngine
from checker.errors import BundleRefusedError, EngineFailureError
from checker.ports.engine import (
    CompiledPolicy,
    CompileRequest,
    Defined,
    EngineAnswer,
    Failed,
    PolicyEngine,
    Undefined,
)
from embedded_opa import DEFAULT_BUILTINS, Limits
from tests.fakes.scripted_engine import ScriptedEngine

GUARDED = 'package rules.guarded\n\nsubjects := {"main", "dev"}\n\nholds := {"dev": false, "main": true}\n'
ALONE = "package rules.alone\n\nsubjects := input.branches\n"
TORN = "package rules.torn\n\nholds := true\n\nholds := false\n"
BUILTINS = tuple(sorted(DEFAULT_BUILTINS))
MODULES = {"guarded.rego": GUARDED, "alone.rego": ALONE, "torn.rego": TORN}
BY_HEART: dict[str, EngineAnswer] = {
    "rules.guarded": Defined({"subjects": ["dev", "main"], "holds": {"dev": False, "main": True}}),
    "rules.alone": Defined({"subjects": ["main"]}),
    "rules.torn": Failed(code="conflict", where="torn.rego:5:1"),
}


@pytest.fixture(scope="module", params=["embedded", "isolated", "scripted"])
def engine(request: pytest.FixtureRequest) -> PolicyEngine:
    if request.param == "scripted":
        return ScriptedEngine(BY_HEART)
    return EmbeddedEngine(isolated=request.param == "isolated")


@pytest.fixture
def policy(engine: PolicyEngine) -> CompiledPolicy:
    return engine.compile(CompileRequest(modules=MODULES, builtins=BUILTINS))


def asked(
    engine: PolicyEngine, policy: CompiledPolicy, *packages: str, keys: tuple[str, ...] = ()
) -> dict[str, EngineAnswer]:
    entrypoints = [f"data.{package}" for package in packages]
    return dict(engine.evaluate(policy, entrypoints=entrypoints, document=b'{"branches": ["main"]}', keys=keys))


def test_an_engine_says_what_it_is_and_what_bounds_it(engine: PolicyEngine) -> None:
    assert engine.kind in {"embedded", "isolated"}
    assert engine.version.count(".") == 2
    assert engine.limits["deadline_milliseconds"] > 0
    assert all(isinstance(value, int) for value in engine.limits.values())


def test_each_entrypoint_has_its_own_answer(engine: PolicyEngine, policy: CompiledPolicy) -> None:
    assert asked(engine, policy, "rules.guarded", "rules.alone") == {
        "data.rules.guarded": BY_HEART["rules.guarded"],
        "data.rules.alone": BY_HEART["rules.alone"],
    }


def test_only_what_was_asked_for_is_answered(engine: PolicyEngine, policy: CompiledPolicy) -> None:
    assert asked(engine, policy, "rules.alone") == {"data.rules.alone": BY_HEART["rules.alone"]}


def test_asking_for_nothing_is_refused(engine: PolicyEngine, policy: CompiledPolicy) -> None:
    with pytest.raises(EngineFailureError, match="no entrypoint was asked for"):
        asked(engine, policy)


def test_only_the_keys_asked_for_are_returned(engine: PolicyEngine, policy: CompiledPolicy) -> None:
    assert asked(engine, policy, "rules.guarded", keys=("holds", "applies")) == {
        "data.rules.guarded": Defined({"holds": {"dev": False, "main": True}})
    }
    assert asked(engine, policy, "rules.alone", keys=("holds",)) == {"data.rules.alone": Defined({})}


def test_a_package_that_is_not_there_is_undefined(engine: PolicyEngine, policy: CompiledPolicy) -> None:
    assert asked(engine, policy, "rules.guarde") == {"data.rules.guarde": Undefined()}


def test_what_cannot_be_evaluated_has_a_code_and_a_place_and_hides_nothing(
    engine: PolicyEngine, policy: CompiledPolicy
) -> None:
    answers = asked(engine, policy, "rules.torn", "rules.guarded")

    failed = answers["data.rules.torn"]
    assert isinstance(failed, Failed)
    assert (failed.code, failed.where.split(":")[0]) == ("conflict", "torn.rego")
    assert answers["data.rules.guarded"] == BY_HEART["rules.guarded"]


def test_a_policy_is_evaluated_again_with_the_same_answer(engine: PolicyEngine, policy: CompiledPolicy) -> None:
    assert asked(engine, policy, "rules.guarded") == asked(engine, policy, "rules.guarded")


def test_what_does_not_compile_is_refused_with_its_place(engine: PolicyEngine) -> None:
    with pytest.raises(BundleRefusedError, match=r"does not compile") as refusal:
        engine.compile(CompileRequest(modules={**MODULES, "wrong.rego": "pakage wrong\n"}, builtins=BUILTINS))
    assert refusal.value.where is not None
    assert (refusal.value.where.source, refusal.value.where.line) == ("wrong.rego", 1)


def test_an_inspection_names_the_packages_and_is_made_only_when_asked_for(engine: PolicyEngine) -> None:
    inspected = engine.compile(CompileRequest(modules=MODULES, builtins=BUILTINS, inspect=True)).inspection["packages"]

    assert isinstance(inspected, list)
    paths = [package["path"] for package in inspected if isinstance(package, dict)]
    assert sorted(map(str, paths)) == ["data.rules.alone", "data.rules.guarded", "data.rules.torn"]
    assert engine.compile(CompileRequest(modules=MODULES, builtins=BUILTINS)).inspection == {}


def test_a_policy_of_another_engine_is_not_evaluated(engine: PolicyEngine) -> None:
    with pytest.raises(EngineFailureError, match="belongs to another engine"):
        asked(engine, CompiledPolicy(handle="of another engine"), "rules.guarded")


@pytest.mark.parametrize("isolated", [False, True], ids=["embedded", "isolated"])
def test_opa_stops_at_its_deadline_and_the_next_evaluation_is_whole(*, isolated: bool) -> None:
    engine = EmbeddedEngine(isolated=isolated, limits=Limits(deadline=0.5))
    endless = (
        "package endless\n\nx if { some i in numbers.range(1, 30000); some j in numbers.range(1, 30000); i * j < 0 }\n"
    )
    policy = engine.compile(CompileRequest(modules={"e.rego": endless}, builtins=BUILTINS))

    answer = asked(engine, policy, "endless")["data.endless"]

    assert isinstance(answer, Failed)
    assert "timeout" in answer.code
    whole = engine.compile(CompileRequest(modules=MODULES, builtins=BUILTINS))
    assert asked(engine, whole, "rules.guarded") == {"data.rules.guarded": BY_HEART["rules.guarded"]}


@pytest.mark.parametrize("isolated", [False, True], ids=["embedded", "isolated"])
def test_a_document_opa_does_not_take_is_a_failure_of_the_whole_evaluation(*, isolated: bool) -> None:
    engine = EmbeddedEngine(isolated=isolated, limits=Limits(input_bytes=3))
    policy = engine.compile(CompileRequest(modules=MODULES, builtins=BUILTINS))

    with pytest.raises(EngineFailureError, match="refused to work") as refusal:
        asked(engine, policy, "rules.guarded")

    assert "doctor" in refusal.value.hint


@pytest.mark.parametrize("isolated", [False, True], ids=["embedded", "isolated"])
def test_a_builtin_that_is_not_allowed_does_not_compile(*, isolated: bool) -> None:
    engine = EmbeddedEngine(isolated=isolated)

    with pytest.raises(BundleRefusedError, match="not on the allow-list"):
        engine.compile(CompileRequest(modules={"net.rego": "package net\n\nx := opa.runtime()\n"}, builtins=BUILTINS))


@pytest.mark.parametrize("isolated", [False, True], ids=["embedded", "isolated"])
def test_data_opa_cannot_read_is_no_policy(*, isolated: bool) -> None:
    engine = EmbeddedEngine(isolated=isolated)

    with pytest.raises((BundleRefusedError, EngineFailureError)):
        engine.compile(CompileRequest(modules=MODULES, data=b"{", builtins=BUILTINS))


def test_an_engine_whose_process_cannot_be_started_says_so_and_compiles_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    engine = EmbeddedEngine(isolated=True)

    with pytest.raises(EngineFailureError, match="refused to work"):
        engine.compile(CompileRequest(modules=MODULES, builtins=BUILTINS))
    with pytest.raises(EngineFailureError, match="refused to work"):
        _ = engine.version


def test_what_was_compiled_of_the_same_is_given_again_and_of_anything_else_is_not() -> None:
    engine = EmbeddedEngine()
    request = CompileRequest(modules=MODULES, builtins=BUILTINS)
    first = engine.compile(request)
    assert engine.compile(replace(request, modules=dict(MODULES))) is first
    others = [
        replace(request, modules={**MODULES, "alone.rego": ALONE + "\n"}),
        replace(request, modules={**MODULES, "alone.reg": ALONE}),
        replace(request, data=b'{"a": 1}'),
        replace(request, builtins=BUILTINS[:-1]),
        replace(request, inspect=True),
        replace(request, input_schema=b"{}"),
        replace(request, input_schema=b""),
    ]
    for other in others:
        assert engine.compile(request) is first
        assert engine.compile(other) is not first
    alive = [engine.compile(other) for other in others]
    assert len({id(policy) for policy in alive}) == len(others)
    assert engine.compile(request) is not first


def test_an_evaluation_leaves_nothing_to_the_next_one_of_the_same_policy() -> None:
    engine = EmbeddedEngine()
    request = CompileRequest(modules=MODULES, builtins=BUILTINS)
    answers = []
    for document in (b'{"branches": ["one"]}', b"{}", b'{"branches": ["two"]}'):
        policy = engine.compile(request)
        answers.append(engine.evaluate(policy, entrypoints=["data.rules.alone"], document=document)["data.rules.alone"])
    assert answers[0] == Defined({"subjects": ["one"]})
    assert answers[1] != answers[0]
    assert answers[2] == Defined({"subjects": ["two"]})


def test_an_engine_that_gave_up_on_a_rule_says_so_from_then_on() -> None:
    engine = EmbeddedEngine()
    policy = engine.compile(CompileRequest(modules=MODULES, builtins=BUILTINS))
    asked(engine, policy, "rules.guarded")
    before = engine.has_faltered
    asked(engine, policy, "rules.torn")
    asked(engine, policy, "rules.guarded")
    assert (before, engine.has_faltered) == (False, True)
