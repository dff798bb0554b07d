"""The engine gives what the `opa` program of its version gives, on the cases that OPA publishes."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from embedded_opa import CompileError, Defined, Engine, Failed, InputError, JSONValue, Policy, Result, Undefined
from tests.opa_binary import OPA, Reply, build_opa, running_opa
from tests.opa_cases import Case, published_cases, read_number

if TYPE_CHECKING:
    from collections.abc import Iterator

CODES = {
    "eval_conflict_error": "conflict",
    "eval_type_error": "type_error",
    "eval_builtin_error": "builtin_error",
    "eval_internal_error": "internal_error",
    "eval_with_merge_error": "with_merge_error",
    "rego_type_error": "type_error",
    "rego_compile_error": "compile_error",
    "rego_parse_error": "parse_error",
    "rego_unsafe_var_error": "unsafe_var_error",
    "rego_recursion_error": "recursion_error",
}
# Where the program gives a value that cannot be trusted to reach the caller unchanged, the engine refuses by contract.
REFUSALS = {
    "non_string_key": "refused: an object key is not a string",
    "number_inexact": "refused: a number cannot be given exactly",
    "invalid_string": "refused: a string is not UTF-8",
}
REFUSED_ZONE = "refused: a time zone other than UTC"


@pytest.fixture(scope="module")
def opa(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OPA]:
    program = build_opa(engine.version().opa)
    with running_opa(program, tmp_path_factory.mktemp("opa")) as running:
        yield running


def ours(engine: Engine, case: Case) -> Result | CompileError | InputError:
    try:
        policy: Policy = engine.compile(
            modules=case.modules,
            data=case.data,
            builtins=engine.version().builtins,
            strict=False,
        )
        return engine.evaluate(policy, entrypoints=[case.entrypoint], input=case.document)[case.entrypoint]
    except (CompileError, InputError) as refusal:
        return refusal


def difference(found: Result | CompileError | InputError, reply: Reply) -> str:
    """Say in which category two equal answers fall, or what differs (then it begins with `differs`)."""
    match found:
        case Failed() if not reply.errors:
            if found.code == "builtin_error" and "time zone must be UTC" in found.message:
                return REFUSED_ZONE
            return REFUSALS.get(found.code, f"differs: {found} against {reply.value!r}")
        case Failed():
            return _same_error(found, reply)
        case CompileError() | InputError():
            return _same_refusal(found, reply)
        case Undefined():
            return "equal: undefined" if not reply.defined and not reply.errors else f"differs: undefined, {reply}"
        case Defined(value):
            same = reply.defined and identical(value, reply.value)
            return "equal: a value" if same else f"differs: {value!r} against {reply}"


def _same_error(found: Failed, reply: Reply) -> str:
    first = reply.errors[0]
    place = first.get("location") or {}
    expected = (CODES.get(first["code"]), place.get("file", ""), place.get("row", 0), place.get("col", 0))
    location = found.location
    got = (found.code, *((location.file, location.row, location.column) if location else ("", 0, 0)))
    return "equal: an error at the same place" if got == expected else f"differs: {got} against {expected}"


def _same_refusal(found: CompileError | InputError, reply: Reply) -> str:
    if isinstance(found, InputError):
        return "differs: the input was refused"
    codes = {finding.code for finding in found.findings}
    expected = {CODES.get(error["code"], error["code"]) for error in reply.errors}
    return "equal: refused by the compiler" if codes & expected else f"differs: {found} against {reply.errors}"


def identical(left: Any, right: Any) -> bool:  # noqa: ANN401 - JSON
    """Compare JSON values; unlike `==`, True is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(identical(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(identical(*pair) for pair in zip(left, right, strict=True))
    return type(left) is type(right) and bool(left == right)


def against_published(found: Result | CompileError | InputError, case: Case) -> str:
    """Say how an answer relates to what OPA's own tests expect. They are not strict about errors of builtins."""
    match found:
        case Defined(value) if case.publishes_value:
            want = [_sorted(item) if case.sort else item for item in case.want]
            got = _sorted(value) if case.sort else value
            return "as published" if len(want) == 1 and identical(got, want[0]) else "not as published"
        case Undefined() if case.publishes_value:
            return "as published" if not case.want else "not as published"
        case Failed(code=code) if case.want_error is not None:
            return "as published" if CODES[case.want_error] == code else "not as published"
        case Failed(code=code) if case.publishes_value:
            return "strict where the published case is not" if code in {"builtin_error", "type_error"} else "refused"
        case _:
            return "nothing published to compare with"


def _sorted(value: JSONValue) -> JSONValue:
    return sorted(value, key=repr) if isinstance(value, list) else value


@pytest.mark.slow
@pytest.mark.unmeasured
def test_the_engine_agrees_with_the_program_on_every_published_case(
    engine: Engine, opa: OPA, capsys: pytest.CaptureFixture[str]
) -> None:
    counts: Counter[str] = Counter()
    published: defaultdict[str, list[str]] = defaultdict(list)
    differences: list[str] = []
    for case in published_cases():
        if case.skip:
            counts[f"not compared: {case.skip}"] += 1
            continue
        reply = opa.ask(
            modules=case.modules,
            data=case.data,
            path=case.entrypoint,
            document=case.document,
            number=read_number,
        )
        found = ours(engine, case)
        category = difference(found, reply)
        if category.startswith("differs"):
            differences.append(f"{case.name}: {category}")
        counts[category.partition(":")[0] if category.startswith("differs") else category] += 1
        relation = against_published(found, case)
        if relation == "not as published" and not case.has_input:
            relation = "the case wants that there is no input"
        published[relation].append(case.name)
    lines = [f"agreement with opa {engine.version().opa}, on its published cases:"]
    lines += [f"  {number:5} {category}" for category, number in counts.most_common()]
    lines += ["against the published results:"]
    lines += [f"  {len(names):5} {category}" for category, names in published.items()]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert not differences, "\n".join(differences[:40])
    assert not published["not as published"], published["not as published"]
    assert sum(number for category, number in counts.items() if category.startswith("equal")) >= 2000
