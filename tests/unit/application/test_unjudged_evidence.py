"""Evidence that was given or named and that no rule judged is said, each time in one sentence."""

from dataclasses import replace

import pytest

from checker.application.open_evidence import EvidenceReader
from checker.application.unjudged_evidence import unjudged_evidence
from checker.domain.evidence import EvidenceDocument
from checker.domain.manifest import EvidenceReference
from checker.domain.outcome import Outcome, Ruling
from tests.evidence_builders import JUNIT, MANIFEST, bom, bom_bytes, statement
from tests.report_builders import a_foreign_rule, a_rule, failed, not_evaluated, passed


def piece(data: bytes) -> EvidenceDocument:
    return EvidenceReader.peek(data, source="it")


def ruled(*reads: str, code: str = "manifest.it", handles: tuple[str, ...] = ()) -> Ruling:
    return passed(a_rule(code, reads=list(reads), handles=list(handles)), "one")


def said(data: bytes, *rulings: Ruling) -> list[str]:
    document = piece(data)
    found = unjudged_evidence((document,), manifest=MANIFEST, rulings=rulings)
    return [sentence.replace(document.sha256[:12], "DIGEST") for sentence in found]


UNREAD = "nothing was judged of the evidence test-result DIGEST: no selected rule reads evidence.test_results"


def test_what_a_rule_judged_is_not_mentioned() -> None:
    assert said(JUNIT, ruled("manifest", "evidence.test_results")) == []
    assert said(JUNIT, ruled("evidence.test_results[].made_at")) == []
    assert said(JUNIT, ruled("manifest", handles=("evidence.test_results[].made_at",))) == []
    assert said(JUNIT, failed(a_rule(reads=["evidence.test_results"]))) == []


@pytest.mark.parametrize("reads", [(), ("manifest",), ("evidence.sboms",), ("evidence.test_results_of_others",)])
def test_what_no_selected_rule_reads_is_said(reads: tuple[str, ...]) -> None:
    assert said(JUNIT, ruled(*reads)) == [UNREAD]


def test_a_policy_that_declares_nothing_reads_nothing() -> None:
    assert said(JUNIT, passed(a_foreign_rule(), "one")) == [UNREAD]


@pytest.mark.parametrize("outcome", [Outcome.NOT_EVALUATED, Outcome.NOT_APPLICABLE])
def test_what_its_rules_came_to_no_answer_about_is_said(outcome: Outcome) -> None:
    undecided = replace(not_evaluated(a_rule("manifest.one", reads=["evidence.test_results"])), outcome=outcome)
    other = not_evaluated(a_rule("manifest.two", reads=["evidence.test_results"]))
    words = "nothing was judged of the evidence test-result DIGEST: manifest.one, manifest.two decided nothing"
    assert said(JUNIT, undecided, other) == [words]
    assert said(JUNIT, undecided, ruled("evidence.test_results")) == []


def test_each_section_of_a_document_is_its_own() -> None:
    both = bom_bytes(vulnerabilities=[])
    assert said(both, ruled("evidence.sboms")) == [
        "nothing was judged of the evidence sbom DIGEST: no selected rule reads evidence.vulnerabilities"
    ]


def test_the_statement_around_a_bill_of_materials_need_not_be_read() -> None:
    wrapped = statement(bom(), predicate_type="https://cyclonedx.org/bom")
    assert said(wrapped, ruled("evidence.sboms")) == []
    assert said(statement(), ruled("evidence.statements")) == []
    assert len(said(statement(), ruled("evidence.sboms"))) == 1


def test_what_the_manifest_names_and_nobody_gave_is_said_of_every_kind() -> None:
    given, missing = piece(JUNIT), "e" * 64
    named = tuple(
        EvidenceReference(kind=kind, sha256=digest, subject="")
        for kind, digest in (("test-result", given.sha256), ("provenance", missing), ("own word", missing))
    )
    found = unjudged_evidence(
        (given,), manifest=replace(MANIFEST, evidence=named), rulings=(ruled("evidence.test_results"),)
    )
    assert found == tuple(
        f"nothing was judged of {kind} eeeeeeeeeeee: the manifest names it, and it was not given"
        for kind in ("provenance", "own word")
    )


def test_without_a_manifest_nothing_is_named() -> None:
    assert unjudged_evidence((), manifest=None, rulings=()) == ()
