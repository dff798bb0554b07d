"""What is refused before anything is evaluated, and where."""

import json

import pytest

from embedded_opa import DEFAULT_BUILTINS, REFUSED_BUILTINS, CompileError, Defined, Engine, Finding, Limits

SCHEMA = json.dumps(
    {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.org/input.json",
        "type": "object",
        "properties": {"repository": {"$ref": "#/$defs/repository"}, "when": {"type": "string"}},
        "required": ["repository", "when"],
        "additionalProperties": False,
        "$defs": {
            "repository": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "stars": {"type": "integer"}},
                "required": ["name", "stars"],
                "additionalProperties": False,
            }
        },
    }
).encode()

# How a policy can reach a builtin: each line once per builtin that is refused.
WAYS = {
    "direct": "x := {call}",
    "bare": "x if {call}",
    "negated": "x if not {call}",
    "in a function": "f(a) := {call}\nx := f(1)",
    "nested": "x := count([1 | {call}])",
    "in a comprehension": "x := {{y | y := {call}}}",
    "in every": "x if every a in [1] {{ {call} }}",
    "in else": "x := 1 if input.a\nelse := {call}",
    "in a default function": "default f(_) := 1\nf(a) := {call} if a\nx := f(1)",
    "in a head": "x[{call}] := 1",
    "in a template": 'x := $"{{{call}}}"',
    "as the target of with": "x if true with {name} as 1",
    "as the replacement of with": "x := f(1) with f as {name}\nf(_) := 1",
    "as the replacement of a builtin": "x := count([1]) with count as {name}",
    "in the value of with": "x := input with input as {call}",
}
ARITIES = {0: "()", 1: "(1)", 2: "(1, 1)", 3: "(1, 1, 1)", 4: "(1, 1, 1, 1)"}


def refusal(engine: Engine, source: str, **arguments: object) -> tuple[Finding, ...]:
    with pytest.raises(CompileError) as caught:
        engine.compile(modules={"p.rego": f"package p\n{source}\n"}, **arguments)  # type: ignore[arg-type]  # the caller names them
    assert caught.value.findings
    return caught.value.findings


def test_every_builtin_of_this_opa_is_decided(engine: Engine) -> None:
    assert frozenset(engine.version().builtins) == DEFAULT_BUILTINS | REFUSED_BUILTINS.keys()
    assert not DEFAULT_BUILTINS & REFUSED_BUILTINS.keys()
    assert all(REFUSED_BUILTINS.values())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", sorted(REFUSED_BUILTINS))
def test_a_refused_builtin_is_out_of_reach(engine: Engine, name: str, way: str) -> None:
    for arguments in ARITIES.values():
        source = WAYS[way].format(call=name + arguments, name=name)
        assert refusal(engine, source, strict=False)
        assert refusal(engine, source, strict=True)


def test_the_refusal_names_the_builtin_and_its_place(engine: Engine) -> None:
    (finding,) = refusal(engine, "x := http.send({})")
    assert finding == Finding(
        code="builtin_not_allowed",
        message="builtin http.send is not on the allow-list",
        file="p.rego",
        row=2,
        column=6,
    )
    assert str(finding) == "p.rego:2:6: builtin http.send is not on the allow-list [builtin_not_allowed]"


def test_an_imported_name_is_not_the_builtin(engine: Engine) -> None:
    modules = {
        "lib.rego": "package lib.http\nsend(_) := 1",
        "p.rego": "package p\nimport data.lib.http\nx := http.send({})",
    }
    policy = engine.compile(modules=modules)
    assert engine.evaluate(policy, entrypoints=["data.p"], input=b"{}")["data.p"] == Defined({"x": 1})


def test_an_allow_list_allows_nothing_else(engine: Engine) -> None:
    policy = engine.compile(modules={"p.rego": "package p\nx := count([1])"}, builtins={"count"})
    assert engine.evaluate(policy, entrypoints=["data.p"], input=b"{}")["data.p"] == Defined({"x": 1})
    assert refusal(engine, "x := sum([1])", builtins={"count"})[0].code == "builtin_not_allowed"
    assert refusal(engine, "x := count([1])", builtins=())[0].code == "builtin_not_allowed"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("x := input.repositories.name", "type_error"),
        ("x := input.repository.names", "type_error"),
        ("x if input.repository.name == 1", "type_error"),
        ('x if input.repository.stars == "many"', "type_error"),
        ("x if 1 in {input.repository.name}", "type_error"),
        ('x if startswith(input.repository.stars, "a")', "type_error"),
    ],
)
def test_a_misspelt_path_or_a_comparison_of_types_does_not_compile(engine: Engine, source: str, code: str) -> None:
    assert refusal(engine, source, input_schema=SCHEMA)[0].code == code
    engine.compile(modules={"p.rego": f"package p\n{source}"}, strict=False)


def test_what_the_schema_has_compiles(engine: Engine) -> None:
    engine.compile(modules={"p.rego": 'package p\nx if input.repository.name == "a"'}, input_schema=SCHEMA, strict=True)


@pytest.mark.parametrize(
    "reference", ["http://127.0.0.1:1/s.json", "file:///etc/passwd", "other.json#/a", "//host/s", "", "a#"]
)
def test_a_schema_refers_to_itself_only(engine: Engine, reference: str) -> None:
    schema = json.dumps({"type": "object", "properties": {"a": {"$ref": reference}}}).encode()
    assert refusal(engine, "x := input.a", input_schema=schema)[0].code == "schema_ref"


@pytest.mark.parametrize("schema", [b"[]", b"true", b"{", b'{"type": "object", "type": "object"}', b'{"type": 5}'])
def test_a_schema_that_is_none_is_refused(engine: Engine, schema: bytes) -> None:
    assert refusal(engine, "x := input.a", input_schema=schema)


@pytest.mark.parametrize(
    "metadata",
    [
        '# schemas:\n# - input: {"$ref": "http://127.0.0.1:1/"}',
        "# schemas:\n# - input: {type: string}",
        "# scope: document\n# schemas:\n# - input: schema.input",
    ],
)
def test_metadata_may_not_hold_schemas(engine: Engine, metadata: str) -> None:
    findings = refusal(engine, f"# METADATA\n{metadata}\nx := input.a", input_schema=SCHEMA)
    assert [finding.code for finding in findings] == ["metadata_schemas"]
    assert (findings[0].file, findings[0].row) == ("p.rego", 2)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("x :=", "parse_error"),
        ("x := y", "unsafe_var_error"),
        ("x := p\np := x", "recursion_error"),
        ("import data.unused\nx := 1", "compile_error"),
        ("x := f(1)", "type_error"),
        ("x := " + "[" * 600 + "]" * 600, "too_deep"),
    ],
)
def test_findings_have_stable_codes_and_a_place(engine: Engine, source: str, code: str) -> None:
    findings = refusal(engine, source)
    assert findings[0].code == code
    assert findings[0].file == "p.rego"
    assert findings[0].row >= 2


def test_all_findings_of_all_modules_are_given(engine: Engine) -> None:
    with pytest.raises(CompileError) as caught:
        engine.compile(modules={"a.rego": "package a\nx :=", "b.rego": "package b\ny :="})
    assert {finding.file for finding in caught.value.findings} == {"a.rego", "b.rego"}


@pytest.mark.parametrize("source", ["", "# nothing", "x := 1"])
def test_what_is_no_module_is_refused(engine: Engine, source: str) -> None:
    with pytest.raises(CompileError):
        engine.compile(modules={"p.rego": source})


@pytest.mark.parametrize("data", [b"[]", b"null", b'{"a": 1, "a": 2}', b"{", b'{"p": {"x": 1}}'])
def test_data_is_one_strict_object_and_hides_no_rule(engine: Engine, data: bytes) -> None:
    assert refusal(engine, "x := 2", data=data)


def test_data_is_there_for_the_rules(engine: Engine) -> None:
    policy = engine.compile(
        modules={"p.rego": "package p\nx := data.facts.n"}, data=b'{"facts": {"n": 9007199254740993}}'
    )
    assert engine.evaluate(policy, entrypoints=["data.p"], input=b"{}")["data.p"] == Defined({"x": 9007199254740993})


def test_limits_of_compiling_are_kept(engine: Engine) -> None:
    assert refusal(engine, "x := 1", limits=Limits(source_bytes=5))[0].code == "too_large"
    assert refusal(engine, "x := 1", data=b'{"a": "long enough"}', limits=Limits(data_bytes=5))[0].code == "too_large"
    with pytest.raises(CompileError) as caught:
        engine.compile(modules={"a": "package a", "b": "package b"}, limits=Limits(modules=1))
    assert caught.value.findings[0].code == "too_large"
    chain = "x := 1" + " + 1" * 20_000
    assert refusal(engine, chain, limits=Limits(deadline=0.1))[0].code == "timeout"


@pytest.mark.parametrize("name", ["memory", "modules", "depth", "result_nodes"])
@pytest.mark.parametrize("wrong", [0, -1, True, None])
def test_a_limit_cannot_be_switched_off(name: str, wrong: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        Limits(**{name: wrong})  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize("wrong", [0, -1, 0.0001, 1e9, float("inf"), float("nan")])
def test_a_deadline_is_a_time_that_can_pass(wrong: float) -> None:
    with pytest.raises(ValueError, match="deadline"):
        Limits(deadline=wrong)


def test_the_older_syntax_is_asked_for(engine: Engine) -> None:
    older = {"p.rego": "package p\ndeny[msg] { msg := input.a }"}
    with pytest.raises(CompileError):
        engine.compile(modules=older)
    policy = engine.compile(modules=older, rego_version=0, strict=False)
    results = engine.evaluate(policy, entrypoints=["data.p"], input=b'{"a": "no"}')
    assert results["data.p"] == Defined({"deny": ["no"]})


def test_print_is_erased(engine: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    policy = engine.compile(modules={"p.rego": 'package p\nx if print("shown?")'})
    assert engine.evaluate(policy, entrypoints=["data.p"], input=b"{}")["data.p"] == Defined({"x": True})
    assert capfd.readouterr() == ("", "")
