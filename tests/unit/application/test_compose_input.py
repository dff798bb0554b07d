"""The input of the rules: every section is there, unread where nobody read it, and fits the schema."""

from dataclasses import replace

import pytest

from checker.application.bind_documents import Documents
from checker.application.compose_input import EvaluationContext, compose_input
from checker.application.read_documents import Readers, read_documents
from checker.domain.audit import AuditKind
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace, Purpose
from checker.domain.project import ReleaseFacts
from checker.domain.section import HISTORY, REGISTRY, REPOSITORY, WORKSPACE
from checker.domain.trust import ReleaseSigner
from checker.errors import TrustError
from checker.formats.published import document_schema
from tests.builders import an_audit, an_observation
from tests.project_builders import EVALUATED_AT, TOOL, given

CONTEXT = EvaluationContext(
    evaluated_at=EVALUATED_AT, namespace=Namespace.DEMO, purpose=Purpose.RELEASE, project="widget", tool=TOOL
)


def example() -> Documents:
    return read_documents(given(), readers=Readers.under(None, namespace=Namespace.REAL, at=EVALUATED_AT)).documents


def composed(documents: Documents) -> dict[str, Json]:
    return compose_input(documents, release=ReleaseFacts(branches=("main",)), context=CONTEXT)


def at(document: Json, *steps: str) -> Json:
    for step in steps:
        assert isinstance(document, dict)
        document = document[step]
    return document


@pytest.mark.parametrize("documents", [Documents(), example()], ids=["none", "all"])
def test_the_input_fits_its_schema_whatever_was_given(documents: Documents) -> None:
    document_schema("input_v1").refuse_unless_valid(composed(documents), source="the composed input")


def test_what_no_document_carries_is_not_requested_and_says_what_would_settle_it() -> None:
    document = composed(Documents())

    homes = {"repository": REPOSITORY, "history": HISTORY, "registry": REGISTRY, "workspace": WORKSPACE}
    for part, known in homes.items():
        for name, needs in known.items():
            assert at(document, part, name, "status") == "not_requested"
            assert at(document, part, name, "detail", "needs") == needs
    for place in (("manifest",), ("evidence", "imported_artifacts")):
        assert at(document, *place, "status") == "not_requested"
    assert document["waivers"] == {"status": "collected", "evidence": [], "value": []}
    assert at(document, "context", "candidate", "present") is False
    assert at(document, "context", "registry", "present") is False


def test_documents_become_observations_that_name_where_they_come_from() -> None:
    documents = example()
    document = composed(documents)

    assert documents.manifest is not None
    assert documents.artifacts is not None
    assert at(document, "manifest", "evidence") == [documents.manifest.digest]
    assert at(document, "manifest", "value", "version") == "2.0.0"
    assert at(document, "evidence", "imported_artifacts", "evidence") == [documents.artifacts.digest]
    assert at(document, "context", "candidate", "present") is True
    assert at(document, "repository", "release_refs", "status") == "collected"
    assert at(document, "repository", "effective_protection", "status") == "collected"


def test_the_context_says_what_the_evaluation_is_for() -> None:
    context = composed(Documents())["context"]
    assert context == {
        "evaluated_at": EVALUATED_AT,
        "namespace": "demo",
        "purpose": "release",
        "project": "widget",
        "tool": TOOL,
        "candidate": {"present": False, "id": ""},
        "registry": {"present": False},
    }


@pytest.mark.parametrize(
    ("candidate", "purpose", "named"),
    [
        ("", Purpose.RELEASE, ("collected", False)),
        ("2026.03.09-rc1", Purpose.RELEASE, ("collected", True)),
        ("2026.03.09-rc1", Purpose.PUBLISH, ("not_requested", None)),
    ],
)
def test_the_tag_of_a_candidate_names_the_version_of_a_candidate(
    candidate: str, purpose: Purpose, named: tuple[str, Json]
) -> None:
    documents = example()
    assert documents.manifest is not None
    ref = f"refs/tags/v{documents.manifest.version}-rc1"
    manifest = replace(documents.manifest, source=replace(documents.manifest.source, ref=ref))
    context = replace(CONTEXT, candidate=candidate, purpose=purpose)
    release = ReleaseFacts(branches=("main",), tags=("v*",))
    audits = tuple(audit for audit in documents.audits if audit.kind is not AuditKind.REPOSITORY)

    found = compose_input(replace(documents, manifest=manifest, audits=audits), release=release, context=context)

    observed = at(found, "manifest", "value", "version_of_tag")
    assert isinstance(observed, dict)
    assert (observed["status"], observed.get("value")) == named


def test_an_audit_of_a_registry_counts_as_one() -> None:
    audit = an_audit(AuditKind.REGISTRY, sections={"published": an_observation([])})
    document = composed(Documents(audits=(audit,)))

    assert at(document, "context", "registry", "present") is True
    assert at(document, "registry", "published", "value") == []


def test_an_audit_of_a_checkout_is_the_section_workspace() -> None:
    audit = an_audit(AuditKind.WORKSPACE, sections={"work_tree": an_observation({"changes": 0})})
    document = composed(Documents(audits=(audit,)))

    assert at(document, "workspace", "work_tree", "value") == {"changes": 0}


def test_what_was_read_in_part_is_not_shown_to_rules() -> None:
    incomplete: dict[str, Json] = {"status": "incomplete", "partial": [{"name": "main"}], "evidence": []}
    audit = an_audit(sections={"branches": incomplete})

    assert at(composed(Documents(audits=(audit,))), "repository", "branches") == {
        "status": "incomplete",
        "evidence": [],
    }


def test_two_audits_of_one_kind_are_refused() -> None:
    with pytest.raises(TrustError, match="there are 2 audits of kind repository"):
        composed(Documents(audits=(an_audit(), replace(an_audit(), provider="other"))))


def test_check_runs_of_another_commit_than_the_manifests_are_not_shown_to_rules() -> None:
    documents = example()
    run: dict[str, Json] = {"id": 1, "commit": "f" * 40}
    audits = [
        replace(audit, sections={**audit.sections, "check_runs": an_observation([run])})
        for audit in documents.audits[:1]
    ]

    section = at(composed(replace(documents, audits=tuple(audits))), "repository", "check_runs")

    assert isinstance(section, dict)
    assert section["status"] == "error"
    assert "value" not in section


def test_every_audit_says_how_old_it_is_or_that_nobody_knows() -> None:
    known = an_audit(collected_at="2026-03-02T11:59:58.5Z")
    later = an_audit(AuditKind.REGISTRY, collected_at="2026-03-02T12:00:10Z")
    unknown = an_audit(AuditKind.WORKSPACE, collected_at="")
    audits = at(composed(Documents(audits=(known, later, unknown))), "evidence", "audits", "value")

    assert isinstance(audits, list)
    assert [at(one, "kind") for one in audits] == ["registry", "repository", "workspace"]
    assert [at(one, "age_seconds", "value") for one in audits[:2]] == [0, 2]
    assert at(audits[2], "age_seconds", "status") == "error"


def test_a_signature_is_trusted_by_the_signers_of_the_anchor_alone() -> None:
    entry: dict[str, Json] = {"of": "tag", "form": "ssh", "valid": an_observation(value=True), "key": "SHA256:k"}
    audit = an_audit(AuditKind.WORKSPACE, sections={"signatures": an_observation([entry])})
    documents, release = Documents(audits=(audit,)), ReleaseFacts()
    signers = (ReleaseSigner(name="somebody", fingerprint="SHA256:k"),)

    trusted = compose_input(documents, release=release, context=CONTEXT, signers=signers)
    assert at(trusted, "workspace", "signed", "value") == {"trusted": True, "by": "somebody"}
    assert at(composed(documents), "workspace", "signed", "status") == "not_requested"
