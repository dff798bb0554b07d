"""The rules about rules: what breaks the contract is refused with its place; a check without an answer refuses too."""

from collections.abc import Mapping, Sequence

import pytest

from checker.application.check_rules import Breach, RuleChecks
from checker.bootstrap.carried import carried_checks
from checker.domain.json_value import Json
from checker.domain.snapshot import BundleFile
from checker.errors import BundleRefusedError, EngineFailureError
from checker.formats.published import schema_bytes
from checker.ports.engine import CompiledPolicy, CompileRequest, Defined, EngineAnswer, Failed, Undefined
from tests.fakes.scripted_engine import ScriptedEngine
from tests.policy_builders import BODY, BUILTINS, ENGINE, a_policy

CHECK = BundleFile(path="checks/one.rego", data=b"package checks.one\n")
LIBRARY = BundleFile(path="checks/lib.rego", data=b"package lib.checks\n")
UNASKED = BundleFile(path="checks/root.rego", data=b"package checks\n")
SAID: dict[str, Json] = {
    "file": "a.rego",
    "row": 3,
    "column": 5,
    "code": "one",
    "message": "rules.a.b defaults holds",
    "fix": "take the default out",
}


def scripted(answer: EngineAnswer) -> tuple[RuleChecks, ScriptedEngine]:
    def load() -> Sequence[BundleFile]:
        return (CHECK, LIBRARY, UNASKED)

    return RuleChecks(load=load, builtins=BUILTINS), ScriptedEngine({"checks.one": answer})


def inspection(*kinds: str) -> Mapping[str, Json]:
    return {"packages": [{"path": f"data.rules.a.{kind}", "kind": kind} for kind in kinds]}


def test_a_rule_within_the_contract_has_no_breach() -> None:
    checks = RuleChecks(load=carried_checks, builtins=BUILTINS)
    request = CompileRequest(modules=a_policy(), input_schema=schema_bytes("input_v1"), builtins=BUILTINS, inspect=True)
    assert checks.breaches(ENGINE.compile(request).inspection, engine=ENGINE) == ()


def test_a_rule_beyond_the_contract_is_refused_with_place_and_repair() -> None:
    checks = RuleChecks(load=carried_checks, builtins=BUILTINS)
    policy = a_policy(
        body=f"{BODY}\ndefault subjects := set()\n".replace("subjects contains p.ref if some", "x[p.ref] if some")
    )
    request = CompileRequest(modules=policy, input_schema=schema_bytes("input_v1"), builtins=BUILTINS, inspect=True)

    with pytest.raises(BundleRefusedError) as refusal:
        checks.refuse_breaches(ENGINE.compile(request).inspection, engine=ENGINE)

    assert refusal.value.where is not None
    assert refusal.value.where.source == "rules/branch/guarded/guarded.rego"
    assert refusal.value.where.line > 0
    assert refusal.value.hint


def test_breaches_come_in_the_order_of_their_places() -> None:
    second: Json = {**SAID, "row": 9}
    checks, engine = scripted(Defined({"violations": [second, SAID]}))

    found = checks.breaches(inspection("rule"), engine=engine)

    assert [(breach.package, breach.file, breach.row, breach.column) for breach in found] == [
        ("data.rules.a.rule", "a.rego", 3, 5),
        ("data.rules.a.rule", "a.rego", 9, 5),
    ]


def test_a_refusal_names_the_first_breach_and_counts_the_others() -> None:
    checks, engine = scripted(Defined({"violations": [SAID, {**SAID, "row": 9}]}))

    with pytest.raises(BundleRefusedError) as refusal:
        checks.refuse_breaches(inspection("rule"), engine=engine)

    assert str(refusal.value) == "a.rego:3:5: rules.a.b defaults holds [one] (and 1 more breaches)"
    assert refusal.value.hint == "take the default out"


def test_one_breach_alone_is_not_counted() -> None:
    checks, engine = scripted(Defined({"violations": [{"code": "one", "message": "broken"}]}))

    with pytest.raises(BundleRefusedError) as refusal:
        checks.refuse_breaches(inspection("rule"), engine=engine)

    assert str(refusal.value) == "data.rules.a.rule: broken [one]"


def test_tests_of_rules_are_not_held_to_the_contract_of_rules() -> None:
    checks, engine = scripted(Defined({"violations": [SAID]}))

    assert checks.breaches(inspection("test"), engine=engine) == ()
    assert checks.breaches(inspection("test", "library"), engine=engine) == (
        Breach(
            package="data.rules.a.library",
            file="a.rego",
            row=3,
            column=5,
            code="one",
            message="rules.a.b defaults holds",
            fix="take the default out",
        ),
    )


@pytest.mark.parametrize(
    "answer",
    [Undefined(), Failed(code="timeout"), Defined([]), Defined({}), Defined({"violations": {"a": 1}})],
    ids=["undefined", "failed", "a list", "no violations", "no set"],
)
def test_a_check_without_an_answer_refuses(answer: EngineAnswer) -> None:
    checks, engine = scripted(answer)

    with pytest.raises(EngineFailureError, match=r"the check data\.checks\.one"):
        checks.refuse_breaches(inspection("rule"), engine=engine)


def test_a_second_engine_gets_checks_of_its_own() -> None:
    checks, first = scripted(Defined({"violations": []}))
    second = HandlesOfItsOwn({"checks.one": Defined({"violations": [SAID]})})

    assert checks.breaches(inspection("rule"), engine=first) == ()
    assert len(checks.breaches(inspection("rule"), engine=second)) == 1
    assert checks.breaches(inspection("rule"), engine=first) == ()


class HandlesOfItsOwn(ScriptedEngine):
    """An engine that, like the real one, knows only what it compiled itself."""

    def __init__(self, answers: Mapping[str, EngineAnswer]) -> None:
        super().__init__(answers)
        self._known: list[CompiledPolicy] = []

    def compile(self, request: CompileRequest) -> CompiledPolicy:
        """As the fake does, remembered."""
        self._known.append(super().compile(request))
        return self._known[-1]

    def evaluate(
        self, policy: CompiledPolicy, *, entrypoints: Sequence[str], document: bytes, keys: Sequence[str] = ()
    ) -> Mapping[str, EngineAnswer]:
        """As the fake does, for its own handles only."""
        if not any(policy is known for known in self._known):
            raise EngineFailureError("the compiled policy belongs to another engine")
        return super().evaluate(policy, entrypoints=entrypoints, document=document, keys=keys)
