"""Documents of evidence: each is told by what it says it is, and says the same whoever signed it."""

import json
from typing import Any

import pytest

from checker.domain.evidence import EvidenceContent, Section
from checker.errors import InputRefusedError, TrustError
from checker.formats.evidence_content import (
    BUILD_RUN,
    CYCLONEDX,
    JUNIT,
    TEST_RESULT,
    facts_digest,
    form_of,
    read_content,
)
from checker.formats.in_toto_types import IN_TOTO
from tests import evidence_builders as built
from tests.evidence_builders import SDIST, WHEEL, statement, subjects


def read(data: bytes, payload_type: str = IN_TOTO) -> EvidenceContent:
    return read_content(data, payload_type=payload_type, source="it")


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (statement(), IN_TOTO),
        (built.bom_bytes(), CYCLONEDX),
        (built.JUNIT, JUNIT),
        (b"\xef\xbb\xbf\n<testsuite/>", JUNIT),
        (built.build_run(), BUILD_RUN),
    ],
)
def test_a_form_is_told_by_what_the_document_says(data: bytes, form: str) -> None:
    assert form_of(data, source="it") == form


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"schema": "clean-release/audit/v1"}', b'"text"'])
def test_what_is_no_evidence_is_refused(data: bytes) -> None:
    with pytest.raises(InputRefusedError, match="no evidence"):
        form_of(data, source="it")


def test_another_media_type_is_not_evidence() -> None:
    with pytest.raises(TrustError, match="is signed, expected evidence"):
        read(b"{}", "application/vnd.clean-release.audit.v1+json")


def test_provenance_is_one_statement_about_every_subject() -> None:
    found = read(statement())
    assert [one.name for one in found.subjects] == [WHEEL.name, SDIST.name]
    [piece] = found.pieces
    assert (piece.section, piece.facts["kind"], piece.made_at) == (Section.STATEMENTS, "provenance", built.MADE_AT)


def test_the_older_forms_are_read_too() -> None:
    found = read(
        statement(
            built.provenance_v02(),
            predicate_type="https://slsa.dev/provenance/v0.2",
            _type="https://in-toto.io/Statement/v0.1",
        )
    )
    assert found.pieces[0].facts["builder"] == "https://github.com/example/generator@refs/tags/v2"


@pytest.mark.parametrize(
    ("predicate_type", "kind"),
    [
        ("https://docs.index.example/attestations/publish/v1", "publish"),
        ("https://slsa.dev/verification_summary/v1", "summary"),
        ("https://in-toto.io/attestation/release/v0.2", "other"),
    ],
)
def test_other_statements_are_named_and_their_predicate_is_not_read(predicate_type: str, kind: str) -> None:
    [piece] = read(statement({"anything": 1}, predicate_type=predicate_type)).pieces
    assert (piece.facts["kind"], piece.facts["builder"], piece.made_at) == (kind, "", "")


def test_a_predicate_that_is_null_is_one_that_says_nothing() -> None:
    document = json.loads(statement({}, predicate_type="https://docs.index.example/attestations/publish/v1"))
    [piece] = read(json.dumps({**document, "predicate": None}).encode()).pieces
    assert piece.facts["kind"] == "publish"


def test_a_statement_that_carries_a_bill_of_materials_is_both() -> None:
    predicate = built.bom()
    found = read(statement(predicate, predicate_type="https://cyclonedx.org/bom/v1.6", about=subjects(WHEEL)))
    assert [piece.section for piece in found.pieces] == [Section.STATEMENTS, Section.SBOMS]
    assert found.pieces[0].made_at == built.MADE_AT
    with pytest.raises(InputRefusedError, match="its bill of materials about"):
        read(statement(predicate, predicate_type="https://cyclonedx.org/bom", about=subjects(SDIST)))


def result(**changes: Any) -> bytes:  # noqa: ANN401 - any JSON
    predicate = {"result": "PASSED", "configuration": [{"name": "unit"}], "passedTests": ["a", "b"], **changes}
    return statement(predicate, predicate_type=TEST_RESULT)


def test_a_test_result_of_a_statement_counts_warnings_as_errors() -> None:
    facts = read(result(result="WARNED", warnedTests=["c"])).pieces[1].facts
    assert (facts["suite"], facts["tests"], facts["passed"], facts["errored"]) == ("unit", 3, 2, 1)
    assert facts["problems"] == ["warned: c"]
    assert read(result(configuration=[])).pieces[1].facts["suite"] == ""
    assert read(result(result="FAILED", failedTests=["c"])).pieces[1].facts["failed"] == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"result": "FAILED"}, "expected one answer"),
        ({"failedTests": ["c"]}, "expected one answer"),
        ({"result": "FINE"}, "expected PASSED, WARNED or FAILED"),
        ({"result": None}, "expected a string"),
        ({"passedTests": 2}, "expected a list"),
    ],
)
def test_a_test_result_that_contradicts_itself_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(InputRefusedError, match=says):
        read(result(**changes))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"_type": "https://in-toto.io/Statement/v2"}, "is of type"),
        ({"more": 1}, "other fields"),
        ({"about": []}, "about nothing"),
        ({"about": subjects(WHEEL, WHEEL)}, "two subjects"),
        ({"about": [{"name": "a", "digest": {"sha1": "a" * 40}}]}, "64 lower-case hex"),
        ({"about": [{"name": "a", "digest": {"sha256": "A" * 64}}]}, "64 lower-case hex"),
        ({"about": [{"name": "\u0430.whl", "digest": {"sha256": "a" * 64}}]}, "subject"),
        ({"about": [{"digest": {"sha256": "a" * 64}}]}, "name is missing"),
        ({"about": [{"name": f"f{n}", "digest": {"sha256": "a" * 64}} for n in range(1001)]}, "at most 1000"),
        ({"predicate_type": "https://example.org/else/v1"}, "which is not read here"),
        ({"predicate": {"builder": {"id": "b"}}}, "buildDefinition is missing"),
        ({"predicate": []}, "expected an object"),
    ],
)
def test_a_statement_that_is_odd_is_refused_with_a_hint_and_a_place(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(InputRefusedError, match=says) as refused:
        read(statement(**changes))
    assert refused.value.hint
    assert str(refused.value).startswith("it: ")


def test_a_build_run_is_read_by_its_schema() -> None:
    found = read(built.build_run(), BUILD_RUN)
    assert [one.name for one in found.subjects] == [WHEEL.name]
    assert (found.pieces[0].facts["run_id"], found.pieces[0].made_at) == (4242, built.MADE_AT)
    with pytest.raises(InputRefusedError, match="conclusion"):
        read(built.build_run(conclusion="fine"), BUILD_RUN)
    with pytest.raises(InputRefusedError, match="artifact name"):
        read(built.build_run(artifacts=[{"name": "\u0430", "sha256": "a" * 64}]), BUILD_RUN)


def test_facts_have_one_digest_however_they_are_written() -> None:
    data = built.bom_bytes()
    again = json.dumps(json.loads(data), indent=3).encode()
    assert facts_digest(read(data, CYCLONEDX)) == facts_digest(read(again, CYCLONEDX))
    assert facts_digest(read(data, CYCLONEDX)) != facts_digest(read(built.bom_bytes(components=[]), CYCLONEDX))
