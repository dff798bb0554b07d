"""The documents of a rule's own tests, as the tests build them when they run."""

import json
from typing import Any

import pytest

from checker.application.documents_of_tests import DocumentOfTest, RulesWithTests, documents_of_tests
from checker.domain.json_value import Json
from checker.errors import BundleRefusedError, Place
from checker.formats.published import document_schema, schema_bytes
from checker.ports.policy_tests import BuiltDocument, CompilerFinding, PolicyTestAnswer, PolicyTestRequest
from tests.policy_builders import BUILTINS, a_policy, opened

SCHEMA = json.loads(schema_bytes("input_v1"))
TEST = "rules/branch/guarded/guarded_test.rego"


class Runner:
    """A runner that answers what it was made with and keeps what it was asked."""

    def __init__(self, *documents: BuiltDocument, findings: tuple[CompilerFinding, ...] = ()) -> None:
        self._answer = PolicyTestAnswer(documents=documents, findings=findings)
        self.asked: list[PolicyTestRequest] = []

    def test(self, request: PolicyTestRequest) -> PolicyTestAnswer:
        self.asked.append(request)
        return self._answer


def built(document: Json, data: dict[str, Json] | None = None, *, source: str = TEST) -> BuiltDocument:
    return BuiltDocument(where=Place(source=source, line=7), input=document, data=data or {})


def found(tester: Runner, *, files: dict[str, str] | None = None) -> dict[str, tuple[DocumentOfTest, ...]]:
    tests = {TEST: "package rules.branch.guarded_test\n"} if files is None else files
    bundle = opened({**a_policy(), **tests})
    asked = RulesWithTests(opened=bundle, builtins=BUILTINS, schema=SCHEMA, accepts=document_schema("input_v1").accepts)
    return documents_of_tests(asked, tester=tester)


def test_a_document_is_made_whole_and_keeps_its_facts_and_parameters() -> None:
    tester = Runner(
        built({"repository": {}}),
        built({}, {"project": {"environments": ["pypi"]}, "parameters.branch.guarded": {"minimum": 3}}),
    )
    first, second = found(tester)["branch.guarded"]

    assert first.name == f"document 1 of {TEST}, built in line 7"
    assert document_schema("input_v1").accepts(first.document)
    assert (first.facts, first.parameters) == ({}, {})
    assert (second.facts, second.parameters) == ({"environments": ["pypi"]}, {"minimum": 3})
    assert tester.asked[0].documents
    assert TEST in tester.asked[0].modules


def test_the_context_says_which_documents_there_are() -> None:
    registry, bare, said = found(
        Runner(
            built({"registry": {}, "evidence": {}}),
            built({"repository": {}, "context": {"purpose": "publish"}}),
            built({"registry": {}, "context": {"registry": {"present": False}}}),
        )
    )["branch.guarded"]
    context: Any = registry.document["context"]
    assert (context["registry"]["present"], context["candidate"]["present"]) == (True, True)
    context = bare.document["context"]
    assert (context["registry"]["present"], context["purpose"]) == (False, "publish")
    context = said.document["context"]
    assert context["registry"]["present"] is False


@pytest.mark.parametrize(
    "left_out",
    [
        built("no object"),
        built({"repositry": {}}),
        built({}, {"project": "no object"}),
        built({}, {"parameters.branch.guarded": []}),
        built({}, {"parameters.branch.other": {"minimum": 3}}),
        built({}, source="lib/testing_test.rego"),
    ],
)
def test_what_no_host_would_give_to_the_rule_is_left_out(left_out: BuiltDocument) -> None:
    assert found(Runner(left_out)) == {}


def test_a_bundle_without_tests_of_rules_is_not_run() -> None:
    tester = Runner(built({}))
    assert found(tester, files={"lib/x_test.rego": "package lib.x_test\n"}) == {}
    assert tester.asked == []


def test_tests_that_do_not_compile_are_refused_with_the_first_finding() -> None:
    finding = CompilerFinding(code="rego_type_error", message="undefined ref", where=Place(source=TEST, line=3))
    with pytest.raises(BundleRefusedError, match="the tests do not compile: undefined ref"):
        found(Runner(findings=(finding,)))
