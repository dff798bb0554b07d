"""P04, P08, P09 and P15: what the language promises, seen through this product."""

import itertools
import json
import operator
from pathlib import Path

import pytest

from checker.adapters.engine_embedded.engine import EmbeddedEngine
from checker.application.compilation_units import bundle_modules
from checker.domain.json_value import Json
from checker.errors import BundleRefusedError
from checker.formats.host_modules import host_modules
from checker.formats.snapshot_v1 import content_bytes, read_snapshot, seal_snapshot, snapshot_bytes
from checker.ports.engine import CompileRequest, Defined
from embedded_opa import DEFAULT_BUILTINS, Engine
from tests.attacks.command import run_command
from tests.attacks.project_case import set_up
from tests.attacks.run_cases import judge, lock
from tests.shipped_policy import input_document, shipped_policy

MARKER = "marker-of-a-secret-7f3a91"

VALUES: tuple[Json, ...] = (None, True, 1, "a", [1], {"k": 1})
"""One of each kind, in the order OPA gives the kinds (opa: `ast.Compare`)."""

OPERATORS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def loosened(source: str) -> str:
    """The same rules, laid out as no formatter would: every blank line doubled, every indent of another width."""
    lines = [line.replace("\t", "  ") for line in source.splitlines()]
    return "\n\n".join(lines[:1]) + "\n" + "\n".join(line or "\n" for line in lines[1:]) + "\n"


def answers(modules: dict[str, str], name: str) -> dict[str, Json]:
    """What every shipped rule answers about a document."""
    policy = shipped_policy()
    engine = policy.engine
    (unit,) = policy.units
    host = host_modules(facts=policy.snapshot.project_facts, parameters=policy.snapshot.parameters)
    compiled = engine.compile(CompileRequest(modules={**modules, **host}, builtins=policy.snapshot.builtins))
    asked = [f"data.{rule.package}" for rule in unit.rules]
    document = json.dumps(input_document(name)).encode()
    found = engine.evaluate(compiled, entrypoints=asked, document=document, keys=("subjects", "holds", "applies"))
    return {name: answer.value for name, answer in found.items() if isinstance(answer, Defined)}


@pytest.mark.parametrize("name", ["good", "weak"])
def test_formatting_a_policy_changes_no_answer(name: str) -> None:
    engine = Engine()
    written = bundle_modules(shipped_policy().snapshot.bundles[0].bundle)
    loose = {path: loosened(text) for path, text in written.items()}
    formatted = {path: engine.format(text, name=path) for path, text in loose.items()}

    assert loose != written
    expected = answers(written, name)
    assert len(expected) == len(shipped_policy().snapshot.rules)
    assert answers(loose, name) == expected
    assert answers(formatted, name) == expected


@pytest.mark.parametrize("trusted", [True, False], ids=["in-process", "in-a-child"])
def test_a_secret_of_the_environment_is_in_nothing_that_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, trusted: bool
) -> None:
    for variable in ("GH_TOKEN", "GITHUB_TOKEN", "CLEAN_RELEASE_SECRET", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(variable, MARKER)
    body = 'subjects contains "it"\n\nholds["it"] := false\n\ndetail["it"] := {"evidence": {"seen": input.context}}'
    case = set_up({"policy": {"rules": {"team.it": body}, "trusted": trusted}}, tmp_path, lock=lock, judge=judge)

    judged = run_command(case.usual())
    shown = run_command(["report", "show", "-p", str(case.project)])

    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert judged.code == 1
    assert any(b"input.context" in data for data in written)
    assert not any(MARKER.encode() in data for data in written)
    assert MARKER not in judged.out + judged.err + shown.out + shown.err


def test_values_of_different_kinds_compare_in_the_order_of_opa() -> None:
    pairs = [(sign, one, other) for sign in OPERATORS for one, other in itertools.product(range(len(VALUES)), repeat=2)]
    rules = [
        f"answers contains [{number}, input.values[{one}] {sign} input.values[{other}]]"
        for number, (sign, one, other) in enumerate(pairs)
    ]
    engine = EmbeddedEngine()
    module = "package table\n\n" + "\n\n".join(rules) + "\n"
    compiled = engine.compile(CompileRequest(modules={"table.rego": module}, builtins=sorted(DEFAULT_BUILTINS)))
    document = json.dumps({"values": VALUES}).encode()

    answer = engine.evaluate(compiled, entrypoints=["data.table"], document=document)["data.table"]

    expected: list[Json] = [[number, OPERATORS[sign](one, other)] for number, (sign, one, other) in enumerate(pairs)]
    assert answer == Defined({"answers": expected})
    assert len(expected) == 6 * 6 * 6


@pytest.mark.parametrize(
    "expression", ["count([1]) == 1", 'http.send({"method": "get", "url": "http://127.0.0.1:9/"})']
)
def test_an_empty_list_of_builtins_stays_none_through_a_snapshot(expression: str) -> None:
    whole = shipped_policy().snapshot
    sealed = seal_snapshot(
        bundles=whole.bundles,
        rules=whole.rules,
        collections=whole.collections,
        parameters=whole.parameters,
        project_facts=whole.project_facts,
        builtins=(),
        input_schema=whole.input_schema,
        weakenings=whole.weakenings,
        selection=whole.selection,
    )
    read = read_snapshot(data=snapshot_bytes(sealed), content=content_bytes(sealed))
    assert read.builtins == ()
    module = f"package calls\n\nanswer := {expression}\n"
    with pytest.raises(BundleRefusedError, match="does not compile"):
        EmbeddedEngine().compile(CompileRequest(modules={"calls.rego": module}, builtins=read.builtins))
