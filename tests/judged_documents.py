"""What the tests of the shipped rules reach: each document that they build, judged by the rule it was built for.

The tests are run once for the whole library, and everything they put in place of the input is judged in one evaluation
a rule: by the parameters of the test, and by parameters that differ by one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from checker.adapters.engine_embedded.policy_tests import EmbeddedTester
from checker.domain.json_shape import list_of, object_of, texts_of
from checker.domain.json_value import Json
from checker.domain.rule import Rule
from checker.formats.canonical import canonical_bytes
from checker.ports.policy_tests import BuiltDocument, PolicyTestRequest
from embedded_opa import DEFAULT_BUILTINS, Defined, Engine, Policy
from tests.architecture.source_tree import ROOT

POLICIES = ROOT / "policies"
PARTS = ("rules", "lib")
BUILTINS = sorted(DEFAULT_BUILTINS)

GATHER = """\
package gathered.{code}

import data.rules.{code} as rule

answers[sprintf("%d", [i])] := answer if {{
	some i, asked in input
	answer := {{
		"subjects": [s | some s in rule.subjects],
		"holds": {{s: held | some s, held in rule.holds}},
		"applies": [{applies}],
	}}
		with input as asked.document
		with data.parameters.{code} as asked.parameters
		with data.project as asked.project
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One document of a test and what the rule said: per subject, and whether it applies; None says nothing."""

    document: Json = field(repr=False)
    subjects: frozenset[str]
    holds: Mapping[str, Json]
    applies: Json
    shifted: str = ""
    """The parameter that is one more or less than in the test."""


@cache
def built_documents() -> Mapping[str, tuple[BuiltDocument, ...]]:
    """The documents of every rule's own tests, by its code."""
    modules = {
        path.relative_to(POLICIES).as_posix(): path.read_text("utf-8")
        for part in PARTS
        for path in sorted((POLICIES / part).rglob("*.rego"))
    }
    request = PolicyTestRequest(modules=modules, builtins=BUILTINS, data=b"{}", coverage=False, documents=True)
    answer = EmbeddedTester().test(request)
    assert answer.documents, answer.findings
    found: dict[str, list[BuiltDocument]] = {}
    for built in answer.documents:
        found.setdefault(".".join(built.where.source.split("/")[1:3]), []).append(built)
    return {code: tuple(documents) for code, documents in found.items()}


def judged(rules: tuple[Rule, ...]) -> Mapping[str, tuple[Judged, ...]]:
    """Every document of every rule, judged by it."""
    modules = {
        path.relative_to(POLICIES).as_posix(): path.read_text("utf-8")
        for part in PARTS
        for path in sorted((POLICIES / part).rglob("*.rego"))
        if not path.name.endswith("_test.rego")
    }
    for rule in rules:
        applies = "a | a := rule.applies" if rule.has_applies else ""
        modules[f"gathered/{rule.code}.rego"] = GATHER.format(code=rule.code, applies=applies)
    engine = Engine()
    policy = engine.compile(modules=modules, builtins=BUILTINS)
    return {rule.code: tuple(_judged(rule, engine, policy)) for rule in rules}


def _judged(rule: Rule, engine: Engine, policy: Policy) -> Iterator[Judged]:
    asked: list[tuple[BuiltDocument, dict[str, Json], str]] = []
    for built in built_documents().get(rule.code, ()):
        given = built.data.get(f"parameters.{rule.code}")
        parameters = {one.name: one.default for one in rule.parameters} | (given if isinstance(given, dict) else {})
        asked.append((built, parameters, ""))
        for one in rule.parameters:
            value = parameters.get(one.name)
            if isinstance(value, int) and not isinstance(value, bool):
                asked += [(built, {**parameters, one.name: value + step}, one.name) for step in (-1, 1)]
    document: Json = [
        {"document": built.input, "parameters": parameters, "project": built.data.get("project", {})}
        for built, parameters, _ in asked
    ]
    entrypoint = f"data.gathered.{rule.code}"
    answer = engine.evaluate(policy, entrypoints=[entrypoint], input=canonical_bytes(document))[entrypoint]
    assert isinstance(answer, Defined), (rule.code, answer)
    answers = object_of(object_of(answer.value, rule.code)["answers"], "answers")
    for index, (built, _, shifted) in enumerate(asked):
        if str(index) in answers:
            said = object_of(answers[str(index)], rule.code)
            yield Judged(
                document=built.input,
                subjects=frozenset(texts_of(said["subjects"], "subjects")),
                holds=object_of(said["holds"], "holds"),
                applies=next(iter(list_of(said["applies"], "applies")), None),
                shifted=shifted,
            )
