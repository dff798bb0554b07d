"""One answer per entrypoint: a value, undefined, or a failure that hides no other."""

import threading

import pytest

from embedded_opa import (
    Defined,
    Engine,
    EngineError,
    Failed,
    InputError,
    JSONValue,
    Limits,
    Location,
    Policy,
    Result,
    Undefined,
)

BRANCHES = b'{"branches": [{"name": "main", "protected": true}, {"name": "dev", "protected": false}]}'
RULE = """package rules.branch.protected

judged contains b if some b in input.branches

subjects contains b.name if some b in judged

holds[b.name] := b.protected if some b in judged
"""
ENDLESS = "x if { some i in numbers.range(1, 30000); some j in numbers.range(1, 30000); i * j < 0 }"


def answer(engine: Engine, source: str, document: bytes = b"{}", *, limits: Limits | None = None) -> Result:
    policy = engine.compile(modules={"p.rego": f"package p\n{source}\n"})
    return engine.evaluate(policy, entrypoints=["data.p"], input=document, limits=limits or Limits())["data.p"]


def value(engine: Engine, source: str, document: bytes = b"{}") -> JSONValue:
    result = answer(engine, source, document)
    assert isinstance(result, Defined), result
    assert isinstance(result.value, dict)
    return result.value["x"]


def code(result: Result) -> str:
    assert isinstance(result, Failed), result
    return result.code


def test_a_rule_gives_its_document(engine: Engine) -> None:
    policy = engine.compile(modules={"protected.rego": RULE})
    results = engine.evaluate(policy, entrypoints=["data.rules.branch.protected"], input=BRANCHES)
    assert results == {
        "data.rules.branch.protected": Defined(
            {
                "holds": {"dev": False, "main": True},
                "judged": [{"name": "dev", "protected": False}, {"name": "main", "protected": True}],
                "subjects": ["dev", "main"],
            }
        )
    }


def test_keys_project_the_document(engine: Engine) -> None:
    policy = engine.compile(modules={"protected.rego": RULE})
    results = engine.evaluate(
        policy, entrypoints=["data.rules.branch.protected"], input=BRANCHES, keys=["subjects", "applies"]
    )
    assert results == {"data.rules.branch.protected": Defined({"subjects": ["dev", "main"]})}


def test_a_package_without_the_keys_is_defined_and_empty_and_a_misspelt_one_is_undefined(engine: Engine) -> None:
    policy = engine.compile(modules={"protected.rego": RULE})
    paths = ["data.rules.branch.protected", "data.rules.branch.protects", "data.nothing"]
    results = engine.evaluate(policy, entrypoints=paths, input=BRANCHES, keys=["applies"])
    assert results == {paths[0]: Defined({}), paths[1]: Undefined(), paths[2]: Undefined()}


def test_results_come_in_the_order_asked_for(engine: Engine) -> None:
    policy = engine.compile(modules={name: f"package {name}\nx := 1" for name in "abcdef"})
    asked = [f"data.{name}" for name in "fbdaec"]
    assert list(engine.evaluate(policy, entrypoints=asked, input=b"{}")) == asked


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (b"9007199254740993", 9007199254740994),
        (b"-9007199254740993", -9007199254740992),
        (b"100000000000000000000000000000000000000001", 100000000000000000000000000000000000000002),
        (b"1.0", 2),
        (b"1e3", 1001),
        (b"0.5", 1.5),
    ],
)
def test_integers_stay_exact(engine: Engine, document: bytes, expected: float) -> None:
    found = value(engine, "x := input.n + 1", b'{"n": ' + document + b"}")
    assert found == expected
    assert type(found) is type(expected)


def test_sets_are_lists_in_regos_order(engine: Engine) -> None:
    assert value(engine, 'x := {"b", "a", 2, 1, true, null, [1], {"k": 1}}') == [
        None, True, 1, 2, "a", "b", [1], {"k": 1},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('x := {1: "a"}', "non_string_key"),
        ('x := {true: "a"}', "non_string_key"),
        ('x[["a"]] := 1', "non_string_key"),
        ('x := [{"a": {null: 1}}]', "non_string_key"),
        ('x := base64.decode("/w==")', "invalid_string"),
        ("x := 0.99999999999999999999", "number_inexact"),
        ("x := 1e1001", "number_inexact"),
    ],
)
def test_what_json_cannot_hold_is_a_failure_and_never_coerced(engine: Engine, source: str, expected: str) -> None:
    assert code(answer(engine, source)) == expected


@pytest.mark.parametrize(
    "expression",
    [
        'to_number("nine")',
        "10 / input.zero",
        'time.parse_rfc3339_ns("yesterday")',
        'regex.match("(", "a")',
        'net.cidr_contains("10.0.0.0/99", "10.0.0.1")',
        'semver.compare("1.0", "1.0.0")',
        'json.unmarshal("{")',
        "input.zero % 0",
        'time.clock([0, "Europe/Berlin"])',
        'time.format([0, "Local", "RFC3339"])',
    ],
)
def test_an_error_of_a_builtin_fails_the_rule_even_under_not(engine: Engine, expression: str) -> None:
    result = answer(engine, f'bad if type_name({expression}) == "null"\nx if not bad', b'{"zero": 0}')
    assert code(result) == "builtin_error"
    assert isinstance(result, Failed)
    assert result.location == Location(file="p.rego", row=2, column=18)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('x[k] := v if some [k, v] in [["a", 1], ["a", 2]]', "conflict"),
        ("x := 1 if input.zero == 0\nx := 2 if input.zero == 0", "conflict"),
        ("f(a) := 1 if a == 0\nf(a) := 2 if a == 0\nx := f(input.zero)", "conflict"),
        ("x := count(input.zero)", "type_error"),
    ],
)
def test_errors_have_stable_codes(engine: Engine, source: str, expected: str) -> None:
    assert code(answer(engine, source, b'{"zero": 0}')) == expected


def test_failures_hide_no_other_answer(engine: Engine) -> None:
    broken = {f"broken{i}.rego": f"package broken{i}\nx := 1 / input.zero" for i in range(5)}
    sound = {f"sound{i}.rego": f"package sound{i}\nx := {i}" for i in range(5)}
    policy = engine.compile(modules={**broken, **sound})
    asked = [f"data.{kind}{i}" for i in range(5) for kind in ("broken", "sound")]
    results = engine.evaluate(policy, entrypoints=asked, input=b'{"zero": 0}')
    for i in range(5):
        assert code(results[f"data.broken{i}"]) == "builtin_error"
        assert results[f"data.sound{i}"] == Defined({"x": i})


def test_a_rule_that_never_ends_hides_no_other_answer(engine: Engine) -> None:
    endless = {f"{name}.rego": f"package {name}\n{ENDLESS}" for name in ("a", "b", "c")}
    policy = engine.compile(modules={**endless, "z.rego": "package z\nx := 1"})
    asked = ["data.a", "data.b", "data.c", "data.z"]
    results = engine.evaluate(policy, entrypoints=asked, input=b"{}", limits=Limits(deadline=0.5))
    assert [code(results[path]) for path in asked[:3]] == ["timeout"] * 3
    assert results["data.z"] == Defined({"x": 1})


def test_after_an_error_the_next_rule_is_not_a_false_pass(engine: Engine) -> None:
    library = 'package lib\nlevel := to_number("nine")\nbad if level > 0'
    rules = {f"r{i}.rego": f"package r{i}\nimport data.lib\nholds if not lib.bad" for i in range(8)}
    policy = engine.compile(modules={"lib.rego": library, **rules})
    results = engine.evaluate(policy, entrypoints=[f"data.r{i}" for i in range(8)], input=b"{}")
    assert {code(result) for result in results.values()} == {"builtin_error"}


def test_a_result_that_doubles_forty_times_is_refused(engine: Engine) -> None:
    doubling = "\n".join(f"x{i + 1} := [x{i}, x{i}]" for i in range(40))
    policy = engine.compile(modules={"p.rego": f"package p\nx0 := [1, 1]\n{doubling}"})
    results = engine.evaluate(policy, entrypoints=["data.p"], keys=["x40"], input=b"{}")
    assert code(results["data.p"]) == "result_too_large"


def test_results_are_bounded_in_nodes_bytes_and_depth(engine: Engine) -> None:
    assert code(answer(engine, "x := numbers.range(1, 100)", limits=Limits(result_nodes=50))) == "result_too_large"
    assert code(answer(engine, 'x := "0123456789"', limits=Limits(result_bytes=10))) == "result_too_large"
    assert code(answer(engine, "x := [[[[[1]]]]]", limits=Limits(depth=4))) == "result_too_deep"


def test_memory_is_bounded(engine: Engine) -> None:
    block = 'block := concat("", [s | some i in numbers.range(1, 10000); s := "0123456789"])'
    hoard = 'x := count([s | some i in numbers.range(1, 100000); s := concat("-", [block, format_int(i, 10)])])'
    assert code(answer(engine, f"{block}\n{hoard}", limits=Limits(memory=300 << 20, deadline=300))) == "memory"


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{} {}",
        b'{"a": 1, "a": 1}',
        b'{"a": [{"b": 1, "\\u0062": 2}]}',
        b'{"a": NaN}',
        b'{"a": "\xff"}',
        b'{"a": "\\ud800"}',
        b'{"a": 01}',
        b'{"a": 1e999999999}',
        b'\xef\xbb\xbf{"a": 1}',
        b"[" * 129 + b"]" * 129,
        b"[" * 200_000,
        b'{"a": "' + b"a" * 2000 + b'"}',
    ],
)
def test_input_that_readers_disagree_about_is_refused(engine: Engine, document: bytes) -> None:
    policy = engine.compile(modules={"p.rego": "package p\nx := input"})
    limits = Limits(input_bytes=300_000 if document.startswith(b"[") else 1500)
    with pytest.raises(InputError):
        engine.evaluate(policy, entrypoints=["data.p"], input=document, limits=limits)


@pytest.mark.parametrize(
    "entrypoints",
    [
        [],
        ["data"],
        ["input.a"],
        ["data.p", "data.p"],
        ["data.p; true"],
        ["data.p[_]"],
        [""],
        ["data.p "],
        ["data.p[0]"],
    ],
)
def test_an_entrypoint_is_a_path_below_data_asked_for_once(engine: Engine, entrypoints: list[str]) -> None:
    policy = engine.compile(modules={"p.rego": "package p\nx := 1"})
    with pytest.raises(EngineError) as caught:
        engine.evaluate(policy, entrypoints=entrypoints, input=b"{}")
    assert caught.value.code == "invalid_request"


def test_a_closed_policy_and_that_of_another_engine_are_refused(engine: Engine) -> None:
    policy = engine.compile(modules={"p.rego": "package p\nx := 1"})
    other = Engine().compile(modules={"p.rego": "package p\nx := 2"})
    policy.close()
    policy.close()
    for foreign in (policy, other):
        with pytest.raises(EngineError) as caught:
            engine.evaluate(foreign, entrypoints=["data.p"], input=b"{}")
        assert caught.value.code == "unknown_handle"


def test_cancelling_fails_what_is_open(engine: Engine) -> None:
    policy = engine.compile(modules={name: f"package {name}\n{ENDLESS}" for name in ("a", "b", "c")})
    done = threading.Event()

    def cancel() -> None:
        while not done.wait(0.02):
            engine.cancel(policy)

    canceller = threading.Thread(target=cancel)
    canceller.start()
    try:
        results = engine.evaluate(
            policy, entrypoints=["data.a", "data.b", "data.c"], input=b"{}", limits=Limits(deadline=60)
        )
    finally:
        done.set()
        canceller.join()
    assert {code(result) for result in results.values()} == {"cancelled"}


def test_threads_share_a_policy(engine: Engine) -> None:
    policy = engine.compile(modules={"protected.rego": RULE})
    expected: JSONValue = {"subjects": ["dev", "main"]}
    found: list[Result] = []

    def evaluate(policy: Policy) -> None:
        for _ in range(20):
            results = engine.evaluate(
                policy, entrypoints=["data.rules.branch.protected"], input=BRANCHES, keys=["subjects"]
            )
            found.append(results["data.rules.branch.protected"])

    threads = [threading.Thread(target=evaluate, args=(policy,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Defined(expected)] * 80


def test_time_is_utc_whatever_the_machine_says(engine: Engine) -> None:
    assert value(engine, 'x := [time.clock(0), time.clock([0, "UTC"]), time.format(0)]') == [
        [0, 0, 0], [0, 0, 0], "1970-01-01T00:00:00Z",
    ]  # fmt: skip
