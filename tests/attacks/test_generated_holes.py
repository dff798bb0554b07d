"""V18, generated: what could not be read leaves every rule that reads it not evaluated, and never helps the verdict."""

import json
from pathlib import Path
from typing import Any

import pytest

from checker.application.bind_documents import Documents
from checker.application.compose_input import EvaluationContext, compose_input
from checker.application.evaluate_snapshot import Evaluation
from checker.domain.hole import UNREADABLE, Observed, is_read_through, observed, with_hole
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace, Purpose
from checker.domain.observation import Status
from checker.domain.outcome import Outcome
from checker.domain.verdict import Verdict, decide
from checker.formats.audit_v1 import audit_of
from checker.formats.manifest_v1 import parse_artifacts, parse_manifest
from checker.formats.published import document_schema
from tests.attacks.run_cases import cases_of
from tests.shipped_policy import MOMENT, PASSING, input_document, passing_project, shipped_policy

CASES = [fields for _, _, fields in cases_of("V", how="generated-holes")]
INPUTS = {Path(fields["input"]).stem: fields for fields in CASES if "input" in fields}
(OF_AUDITS,) = [fields for fields in CASES if "audits" in fields]
UNDECIDED = tuple(map(Outcome, OF_AUDITS["expect"]["readers"]))


def readers_of(place: Observed) -> set[str]:
    """The codes of the rules that read this observation."""
    rules = shipped_policy().snapshot.rules
    return {rule.code for rule in rules if any(is_read_through(path, place.path) for path in rule.reads)}


def one_of_each_path(document: dict[str, Json]) -> list[Observed]:
    """The last observation of each path: one hole among many whole things is enough."""
    return list({place.path: place for place in observed(document)}.values())


def opened(before: Evaluation, after: Evaluation) -> list[str]:
    """The rules that failed and now open."""
    failed = {ruling.rule.code for ruling in before.rulings if ruling.outcome is Outcome.FAILED}
    return [ruling.rule.code for ruling in after.rulings if ruling.rule.code in failed and ruling.opens]


@pytest.mark.parametrize("name", INPUTS)
def test_the_documents_are_what_they_are_taken_for(name: str) -> None:
    evaluation = shipped_policy().judge(input_document(name))
    assert decide(evaluation.rulings)[0] == INPUTS[name]["verdict"]
    assert tuple(map(Outcome, INPUTS[name]["expect"]["readers"])) == UNDECIDED


@pytest.mark.parametrize(
    ("name", "status"), [(name, Status(status)) for name, fields in INPUTS.items() for status in fields["statuses"]]
)
def test_a_hole_in_the_composed_input_leaves_its_readers_not_evaluated(name: str, status: Status) -> None:
    policy, document = shipped_policy(), input_document(name)
    before = policy.judge(document)
    was_passed = decide(before.rulings)[0] is Verdict.PASSED
    for place in one_of_each_path(document):
        holed = with_hole(document, place, status)
        document_schema("input_v1").refuse_unless_valid(holed, source=place.path)
        after = policy.judge(holed)
        outcomes = {ruling.rule.code: ruling.outcome for ruling in after.rulings}
        assert {code: outcomes[code] for code in readers_of(place) if outcomes[code] not in UNDECIDED} == {}, place
        assert opened(before, after) == [], place
        assert was_passed or decide(after.rulings)[0] is not Verdict.PASSED, place


@pytest.mark.parametrize("status", [Status(status) for status in OF_AUDITS["statuses"]])
def test_a_hole_in_an_audit_leaves_the_verdict_no_better(status: Status) -> None:
    policy = shipped_policy()
    sections = {kind: document["sections"] for kind, document in AUDITS.items()}
    seen = 0
    for place in one_of_each_path(sections):
        kind, section = str(place.pointer[0]), str(place.pointer[1])
        holed = with_hole(sections, place, status)[kind]
        after = policy.judge(composed({**AUDITS, kind: {**AUDITS[kind], "sections": holed}}))
        outcomes = {ruling.rule.code: ruling.outcome for ruling in after.rulings}
        home = Observed(pointer=(), path=place.path)
        assert {code: outcomes[code] for code in readers_of(home) if outcomes[code] not in UNDECIDED} == {}, place
        assert all(ruling.outcome is not Outcome.FAILED for ruling in after.rulings), place
        seen += len(place.pointer) == len(("kind", section))
    assert seen == sum(len(item) for item in sections.values())


@pytest.mark.parametrize("status", UNREADABLE)
@pytest.mark.parametrize("kind", ["repository", "history", "registry", "workspace"])
def test_with_nothing_of_an_audit_readable_no_gate_opens(kind: str, status: Status) -> None:
    unread: dict[str, Any] = {name: {"status": str(status), "evidence": []} for name in AUDITS[kind]["sections"]}
    after = shipped_policy().judge(composed({**AUDITS, kind: {**AUDITS[kind], "sections": unread}}))
    blocking = [ruling for ruling in after.rulings if ruling.outcome is Outcome.NOT_EVALUATED]
    assert blocking
    assert kind == "history" or decide(after.rulings)[0] is Verdict.UNDECIDED


AUDITS: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_bytes()) for path in sorted((PASSING / "audits").glob("*.json"))
}


def composed(audits: dict[str, dict[str, Any]]) -> dict[str, Json]:
    """The input that the passing project makes of these audits."""
    read = tuple(audit_of(document, source=kind) for kind, document in audits.items())
    documents = Documents(
        manifest=parse_manifest((PASSING / "manifest.json").read_bytes(), source="manifest.json")[0],
        artifacts=parse_artifacts((PASSING / "artifacts.json").read_bytes(), source="artifacts.json")[0],
        audits=read,
    )
    project = passing_project()
    context = EvaluationContext(
        evaluated_at=MOMENT, namespace=Namespace.DEMO, purpose=Purpose.CHECK, project=project.name, tool="tests"
    )
    document = compose_input(documents, release=project.release, context=context, publishers=project.publishers)
    document_schema("input_v1").refuse_unless_valid(document, source="the composed input")
    return document
