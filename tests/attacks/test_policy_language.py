"""P08, P09 and P15: what the language promises, seen through this product."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from checker.adapters.engine_embedded.engine import EmbeddedEngine
from checker.application.compilation_units import bundle_modules
from checker.domain.json_value import Json
from checker.domain.verdict import decide
from checker.errors import BundleRefusedError
from checker.formats.host_modules import host_modules
from checker.formats.snapshot_v1 import content_bytes, read_snapshot, seal_snapshot, snapshot_bytes
from checker.ports.engine import CompileRequest, Defined
from embedded_opa import DEFAULT_BUILTINS, Engine
from tests.attacks.run_cases import HERE, cases_of
from tests.shipped_policy import input_document, shipped_policy

OPERATORS = ("==", "!=", "<", "<=", ">", ">=")
LAYOUTS = cases_of("P", how="layout")
NOTHING_ALLOWED = cases_of("P", how="no-builtins")
((TABLE_FOLDER, _, TABLE),) = cases_of("P", how="comparison")


def loosened(source: str) -> str:
    """The same rules, laid out as no formatter would: every blank line doubled, every indent of another width."""
    lines = [line.replace("\t", "  ") for line in source.splitlines()]
    return "\n\n".join(lines[:1]) + "\n" + "\n".join(line or "\n" for line in lines[1:]) + "\n"


def each(change: Callable[[str, str], str]) -> Callable[[Mapping[str, str]], dict[str, str]]:
    """Every module laid out otherwise, from its text and its name."""
    return lambda modules: {path: change(text, path) for path, text in modules.items()}


def formatted(text: str, path: str) -> str:
    return Engine().format(text, name=path)


LAID_OUT: Mapping[str, Callable[[Mapping[str, str]], dict[str, str]]] = {
    "loose": each(lambda text, _: loosened(text)),
    "formatted": each(lambda text, path: formatted(loosened(text), path)),
    "formatted-twice": each(lambda text, path: formatted(formatted(loosened(text), path), path)),
}


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


@pytest.mark.parametrize(("folder", "name", "fields"), LAYOUTS, ids=[name for _, name, _ in LAYOUTS])
def test_another_layout_of_a_policy_changes_no_answer(folder: str, name: str, fields: Mapping[str, Any]) -> None:
    written = bundle_modules(shipped_policy().snapshot.bundles[0].bundle)
    document = Path(fields["input"]).stem
    verdict = decide(shipped_policy().judge(input_document(document)).rulings)[0]

    again = LAID_OUT[fields["layout"]](written)

    assert (again == written) == fields["layout"].startswith("formatted"), name
    expected = answers(written, document)
    assert len(expected) == len(shipped_policy().snapshot.rules)
    assert answers(again, document) == expected
    assert (verdict == fields["expect"]["verdict"], verdict == "passed") == (True, folder.endswith("__pass"))


def test_values_of_different_kinds_compare_in_the_order_of_opa() -> None:
    rows = json.loads((HERE / TABLE_FOLDER / TABLE["expect"]["table"]).read_text(encoding="utf-8"))
    rules = [
        f"answers contains [{number}, input.rows[{number}].left {row['operator']} input.rows[{number}].right]"
        for number, row in enumerate(rows)
    ]
    engine = EmbeddedEngine()
    module = "package table\n\n" + "\n\n".join(rules) + "\n"
    compiled = engine.compile(CompileRequest(modules={"table.rego": module}, builtins=sorted(DEFAULT_BUILTINS)))
    document = json.dumps({"rows": rows}).encode()

    answer = engine.evaluate(compiled, entrypoints=["data.table"], document=document)["data.table"]

    expected: list[Json] = [[number, row["is"]] for number, row in enumerate(rows)]
    assert answer == Defined({"answers": expected})
    seen = {(json.dumps(row["left"]), row["operator"], json.dumps(row["right"])) for row in rows}
    assert len(seen) == len(rows) == 6 * 6 * 6
    assert {row["operator"] for row in rows} == set(OPERATORS)


@pytest.mark.parametrize("fields", [fields for _, _, fields in NOTHING_ALLOWED], ids=lambda fields: fields["name"])
def test_an_empty_list_of_builtins_stays_none_through_a_snapshot(fields: Mapping[str, Any]) -> None:
    whole = shipped_policy().snapshot
    parts = {name: getattr(whole, name) for name in whole.__slots__ if name != "digest"}
    sealed = seal_snapshot(**{**parts, "builtins": tuple(fields["builtins"])})

    read = read_snapshot(data=snapshot_bytes(sealed), content=content_bytes(sealed))

    assert read.builtins == ()
    with pytest.raises(BundleRefusedError) as refusal:
        EmbeddedEngine().compile(CompileRequest(modules={"calls.rego": fields["module"]}, builtins=read.builtins))
    assert refusal.value.code == fields["expect"]["error"]
    assert all(part in str(refusal.value) for part in fields["expect"]["says"])
