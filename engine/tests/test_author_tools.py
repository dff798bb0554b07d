"""OPA's test runner and formatter, and what compiling found out."""

import json
from typing import get_type_hints

import pytest

from embedded_opa import CompileError, Engine, EngineError, Failed, Finding, Inspection, Limits, Location, Outcome
from embedded_opa.inspection import Package
from embedded_opa.reports import Seen

POLICY = """package p

holds[k] := v == 1 if some k, v in input

missing if input.nothing

never if input.never

broken := to_number(input.n)
"""
TESTS = """package p_test

import data.p

test_passes if p.holds == {"a": true} with input as {"a": 1}

test_differs if {
	expected := {"a": true, "b": true}
	print("looking for", expected)
	p.holds == expected with input as {"a": 1}
}

test_undefined if p.missing with input as {}

test_error if p.broken == 1 with input as {"n": "nine"}

test_table[name] if {
	some name, n in {"one": 1, "two": 2}
	n == 1
}

todo_test_later if false
"""
MODULES = {"p.rego": POLICY, "p_test.rego": TESTS}


def test_every_test_has_its_outcome(engine: Engine) -> None:
    report = engine.test(modules=MODULES)
    assert {test.name: test.outcome for test in report.tests} == {
        "test_passes": Outcome.PASSED,
        "test_differs": Outcome.FAILED,
        "test_undefined": Outcome.FAILED,
        "test_error": Outcome.ERROR,
        "test_table": Outcome.FAILED,
        "todo_test_later": Outcome.SKIPPED,
    }
    assert not report.passed
    assert {test.package for test in report.tests} == {"data.p_test"}


def test_a_failed_test_shows_the_values_that_differed(engine: Engine) -> None:
    by_name = {test.name: test for test in engine.test(modules=MODULES).tests}
    failure = by_name["test_differs"].failure
    assert failure is not None
    assert failure.location == Location(file="p_test.rego", row=10, column=2)
    assert failure.expression == 'p.holds == expected with input as {"a": 1}'
    assert failure.operator == "eq"
    assert failure.operands == (
        Seen(text="p.holds", value='{"a": true}'),
        Seen(text="expected", value='{"a": true, "b": true}'),
    )
    assert Seen(text="expected", value='{"a": true, "b": true}') in failure.variables
    assert "looking for" in by_name["test_differs"].output
    undefined = by_name["test_undefined"].failure
    assert undefined is not None
    assert undefined.operands == (Seen(text="p.missing", value=None),)
    table = by_name["test_table"]
    assert [(case.name, case.passed) for case in table.cases] == [("one", True), ("two", False)]
    assert by_name["test_passes"].failure is None


def test_an_error_of_a_builtin_is_an_error_of_the_test(engine: Engine) -> None:
    by_name = {test.name: test for test in engine.test(modules=MODULES).tests}
    error = by_name["test_error"].error
    assert isinstance(error, Failed)
    assert (error.code, error.location) == ("builtin_error", Location(file="p.rego", row=9, column=11))


def test_coverage_names_the_rows(engine: Engine) -> None:
    coverage = engine.test(modules=MODULES).coverage
    assert 3 in coverage["p.rego"].covered
    assert coverage["p.rego"].not_covered >= {7}
    assert 0 < coverage["p.rego"].percent < 100
    assert engine.test(modules=MODULES, coverage=False).coverage == {}


def test_the_documents_of_tests_are_collected_when_they_are_asked_for(engine: Engine) -> None:
    documents = engine.test(modules=MODULES, coverage=False, documents=True).documents
    assert documents
    assert {one.file for one in documents} == {"p_test.rego"}
    assert documents[0].row > 0
    assert engine.test(modules=MODULES).documents == ()
    with pytest.raises(EngineError, match="not both"):
        engine.test(modules=MODULES, documents=True)


def test_a_filter_selects_tests_and_no_test_is_no_pass(engine: Engine) -> None:
    report = engine.test(modules=MODULES, run=r"p_test\.test_passes$")
    assert [test.name for test in report.tests] == ["test_passes"]
    assert report.passed
    assert not engine.test(modules=MODULES, run="nothing").passed
    with pytest.raises(EngineError) as caught:
        engine.test(modules=MODULES, run="(")
    assert caught.value.code == "invalid_request"


def test_tests_obey_the_allow_list_and_the_deadline(engine: Engine) -> None:
    with pytest.raises(CompileError) as refused:
        engine.test(modules={"p_test.rego": "package p_test\ntest_x if http.send({})"})
    assert refused.value.findings[0].code == "builtin_not_allowed"
    endless = "test_x if { some i in numbers.range(1, 30000); some j in numbers.range(1, 30000); i * j < 0 }"
    with pytest.raises(EngineError) as caught:
        engine.test(modules={"p_test.rego": f"package p_test\n{endless}"}, limits=Limits(deadline=0.3))
    assert caught.value.code == "timeout"


def test_tests_are_checked_against_the_schema(engine: Engine) -> None:
    schema = json.dumps({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False})
    modules = {"p.rego": "package p\nx := input.b", "p_test.rego": "package p_test\ntest_x if 1 == 1"}
    with pytest.raises(CompileError):
        engine.test(modules=modules, input_schema=schema.encode())
    assert engine.test(modules=modules).passed


@pytest.mark.parametrize("condition", ["(1 in input.xs) == false", "not (1 in input.xs) == true"])
def test_formatting_that_would_change_a_rules_meaning_is_refused(engine: Engine, condition: str) -> None:
    with pytest.raises(CompileError) as refused:
        engine.format(f"package p\n\nfirst := 1\n\nr if {condition}\n", name="odd.rego")
    finding = refused.value.findings[0]
    assert (finding.code, finding.file, finding.row) == ("format_changes_meaning", "odd.rego", 5)


def test_the_format_is_opas(engine: Engine) -> None:
    assert engine.format('package p\nx:={"b":1,"a":2}  # why') == 'package p\n\nx := {"b": 1, "a": 2} # why\n'
    once = engine.format(POLICY)
    assert engine.format(once) == once
    with pytest.raises(CompileError) as caught:
        engine.format("package p\nx :=", name="half.rego")
    assert caught.value.findings[0].file == "half.rego"


REFS_SCHEMA = {
    "type": "object",
    "properties": {
        "repository": {
            "type": "object",
            "properties": {
                "refs": {
                    "type": "object",
                    "properties": {
                        "status": {"type": "string", "enum": ["collected", "denied"]},
                        "evidence": {"type": "array", "items": {"type": "string"}},
                        "value": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "properties": {"id": {"type": "string"}, "open": {"type": "boolean"}},
                                "required": ["id", "open"],
                                "additionalProperties": False,
                            },
                        },
                    },
                    "required": ["status", "evidence"],
                    "additionalProperties": False,
                }
            },
            "required": ["refs"],
            "additionalProperties": False,
        }
    },
    "required": ["repository"],
    "additionalProperties": False,
}


def test_the_inspection_is_typed(engine: Engine) -> None:
    rule = (
        "# METADATA\n# title: Closed\n# custom:\n#   catalogue: BR-01\npackage rules.branch.closed\n\n"
        "subjects contains r.id if some r in input.repository.refs.value\n\n"
        'holds[r.id] := regex.match("^a$", r.id) if {\n\tsome r in input.repository.refs.value\n\tr.open == false\n}\n'
    )
    policy = engine.compile(modules={"closed.rego": rule}, input_schema=json.dumps(REFS_SCHEMA).encode(), inspect=True)
    assert isinstance(policy.inspection, Inspection)
    package = policy.inspection.package("data.rules.branch.closed")
    assert package is not None
    assert package.kind == "rule"
    assert package.annotations[0].custom == {"catalogue": "BR-01"}
    assert [rule.name for rule in package.rules] == ["subjects", "holds"]
    assert "regex.match" in package.builtins
    assert package.observations == ("repository.refs",)
    assert package.comparisons[0].left.paths[0].path == "input.repository.refs.value[].open"
    assert package.calls[0].anchored
    assert policy.inspection.package("data.nothing") is None
    wire = policy.inspection.to_json()["packages"][0]
    assert set(wire) == set(get_type_hints(Package))


def test_an_inspection_of_another_library_is_refused() -> None:
    with pytest.raises(EngineError) as caught:
        _ = Inspection({"packages": [{"path": "data.p"}]}).packages
    assert caught.value.code == "wrong_answer"


def test_without_being_asked_nothing_is_inspected(engine: Engine) -> None:
    assert engine.compile(modules={"p.rego": "package p\nx := 1"}).inspection is None


def test_a_finding_without_a_place_is_only_its_message() -> None:
    assert str(Finding(code="too_large", message="too much")) == "too much [too_large]"
