"""Rules about workflows over real files: the good one passes, each bad one is denied, and no hole opens a rule."""

from dataclasses import replace
from functools import cache

import pytest

from checker.application.bind_documents import Documents
from checker.application.collect_workflows import CheckedOut, collect_workflows
from checker.application.compose_input import EvaluationContext, compose_input
from checker.application.evaluate_snapshot import Evaluation
from checker.domain.hole import observed, with_hole
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace, Purpose
from checker.domain.observation import Status
from checker.domain.outcome import Outcome
from checker.domain.workflow_scan import DETECTORS, Confidence, Persona, ScanFinding, ScannedFile, Severity
from checker.formats.audit_v1 import audit_of
from checker.formats.published import document_schema
from checker.ports.workspace import CommittedFiles, WorkflowFile
from tests.fakes.told_scanner import ToldScanner
from tests.shipped_policy import MOMENT, ShippedPolicy, passing_project, policy_for

PATH = ".github/workflows/release.yml"
GOOD = """on: {push: {tags: ["v*"]}}
permissions: {}
concurrency: {group: release, cancel-in-progress: false}
jobs:
  test: {runs-on: ubuntu-latest, steps: [{run: make test}]}
  publish:
    needs: test
    runs-on: ubuntu-latest
    environment: pypi
    permissions: {id-token: write}
    steps: [{uses: pypa/gh-action-pypi-publish@76f52bc884231f62b9a034ebfe128415bbaabdfc}]
"""
FACTS = {
    "workflow.permissions_read": ("permissions: {}\nconc", "permissions: {contents: write}\nconc"),
    "workflow.job_permissions_least": ("{id-token: write}", "{id-token: write, contents: write}"),
    "workflow.id_token_in_environment": ("environment: pypi", "environment: docs"),
    "workflow.publish_apart": ("steps: [{uses: pypa", "steps: [{uses: actions/checkout@v4}, {uses: pypa"),
    "workflow.no_piped_script": (
        "steps: [{uses: pypa",
        'steps: [{run: "curl https://get.example.org/it | sh"}, {uses: pypa',
    ),
    "workflow.starts_from_tags": ('{tags: ["v*"]}', '{tags: ["v*", "*"]}'),
    "workflow.verified_first": ("needs: test", "needs: test\n    if: always()"),
}
"""What is changed of the good file, by the rule that must deny it then."""
FOUND = {
    "workflow.actions_sound": "archived-uses",
    "workflow.concurrency_limited": "concurrency-limits",
    "workflow.credentials_dropped": "artipacked",
    "workflow.hosted_runner": "self-hosted-runner",
    "workflow.no_cache": "cache-poisoning",
    "workflow.no_injection": "template-injection",
    "workflow.secrets_named": "secrets-inherit",
    "workflow.tools_pinned": "unpinned-tools",
    "workflow.triggers_trusted": "dangerous-triggers",
    "workflow.uses_pinned": "unpinned-uses",
}
"""What zizmor finds in the publishing job, by the rule that must deny it then."""
ALSO = {"workflow.no_piped_script": {"workflow.publish_apart"}}
"""A publishing job that runs a script from the network does more than publish."""
ELSEWHERE = {"workflow.as_reviewed"}
"""Rules about workflows that compare the files with something that is not in them."""

pytestmark = pytest.mark.engine


@cache
def policy() -> ShippedPolicy:
    project = passing_project()
    selection = replace(project.selection, collections=("publish-path", "supply-chain"), include=(), exclude=())
    return policy_for(replace(project, selection=selection))


def composed(text: str = GOOD, *, detector: str = "") -> dict[str, Json]:
    """What the rules see of one file, in which a detector may have found something."""
    finding = ScanFinding(
        detector=detector,
        line=11,
        job="publish",
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        persona=Persona.REGULAR,
    )
    scanned = ScannedFile(ran=frozenset(DETECTORS), findings=(finding,) if detector else ())
    file = WorkflowFile(path=PATH, data=text.encode())
    asked = CheckedOut(host="github.com", slug="acme/acme", committed=CommittedFiles(), files=(file,))
    found = collect_workflows(asked, scanner=ToldScanner({PATH: scanned}), now=MOMENT, version="1")
    project = passing_project()
    context = EvaluationContext(
        evaluated_at=MOMENT, namespace=Namespace.DEMO, purpose=Purpose.CHECK, project=project.name, tool="tests"
    )
    documents = Documents(audits=(audit_of(found.audit.document, source="workspace"),))
    document = compose_input(documents, release=project.release, context=context)
    document_schema("input_v1").refuse_unless_valid(document, source="the composed input")
    return document


def outcomes(evaluation: Evaluation) -> dict[str, Outcome]:
    found = {ruling.rule.code: ruling.outcome for ruling in evaluation.rulings}
    return {code: outcome for code, outcome in found.items() if code.startswith("workflow.") and code not in ELSEWHERE}


def judged(document: dict[str, Json]) -> dict[str, Outcome]:
    return outcomes(policy().judge(document))


def bad_documents() -> dict[str, dict[str, Json]]:
    changed = {code: composed(GOOD.replace(old, new)) for code, (old, new) in FACTS.items()}
    return changed | {code: composed(detector=detector) for code, detector in FOUND.items()}


def test_the_good_file_passes_every_rule() -> None:
    found = judged(composed())

    assert found.keys() == FACTS.keys() | FOUND.keys()
    assert {code: outcome for code, outcome in found.items() if outcome is not Outcome.PASSED} == {}


@pytest.mark.parametrize("code", sorted(FACTS.keys() | FOUND.keys()))
def test_each_bad_file_is_denied_by_its_rule_alone(code: str) -> None:
    found = judged(bad_documents()[code])

    assert {rule for rule, outcome in found.items() if outcome is Outcome.FAILED} == {code} | ALSO.get(code, set())


@pytest.mark.parametrize("status", [Status.INCOMPLETE, Status.DENIED])
def test_no_hole_opens_a_rule_that_denies(status: Status) -> None:
    for code, document in bad_documents().items():
        for place in observed(document):
            if place.pointer[0] == "workspace":
                assert judged(with_hole(document, place, status))[code] is not Outcome.PASSED, (code, place)


@pytest.mark.parametrize("status", [Status.INCOMPLETE, Status.DENIED])
def test_without_the_section_nothing_is_decided(status: Status) -> None:
    document = composed()
    (section,) = [place for place in observed(document) if place.path == "workspace.workflows"]

    found = judged(with_hole(document, section, status))

    assert set(found.values()) == {Outcome.NOT_EVALUATED}


def test_a_file_that_does_not_parse_leaves_everything_about_publishing_undecided() -> None:
    found = judged(composed("on: push\n"))

    passed = {code for code, outcome in found.items() if outcome is Outcome.PASSED}
    about_files = {"actions_sound", "credentials_dropped", "no_injection", "secrets_named", "triggers_trusted"}
    assert passed == {f"workflow.{name}" for name in about_files}
    assert set(found.values()) == {Outcome.PASSED, Outcome.NOT_EVALUATED}


def test_files_without_a_publish_decide_nothing_about_publishing() -> None:
    text = "on: push\npermissions: {}\njobs: {test: {runs-on: ubuntu-latest, steps: [{run: make}]}}\n"

    found = judged(composed(text))

    assert found["workflow.verified_first"] is Outcome.NOT_EVALUATED
    assert found["workflow.starts_from_tags"] is Outcome.NOT_EVALUATED
    assert found["workflow.id_token_in_environment"] is Outcome.PASSED
