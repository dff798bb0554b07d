"""Audits are read strictly, written canonically, and named by two digests: of the document and of its facts."""

import copy
import json
from typing import Any, TypeAlias

import pytest

from checker.domain.audit import AuditKind, Authenticity
from checker.domain.digest import digest_of
from checker.errors import InputRefusedError
from checker.formats.audit_v1 import parse_audit, render_audit
from checker.formats.seed_audits import read_seed_audits
from tests.captures import ROOT, Capture
from tests.recorded_answers import DATA

Document: TypeAlias = Any  # a part of a document; tests index into it


def seed_documents() -> list[Document]:
    names = ("release-policy-audit.json", "release-supply-chain-audit.json")
    return list(
        read_seed_audits([(n, json.loads((DATA / "seed-audits" / n).read_bytes())) for n in names], version="0")
    )


def repository_document() -> Document:
    return seed_documents()[0]


def parsed(document: Document) -> Document:
    return parse_audit(json.dumps(document).encode(), source="audit.json")


def test_an_audit_is_read_with_what_the_host_needs() -> None:
    document = repository_document()
    audit = parsed(document)
    assert (audit.kind, audit.host, audit.provider) == (AuditKind.REPOSITORY, "github.com", "github")
    assert (audit.subject.slug, audit.subject.repository_id, audit.subject.owner_id) == ("yeemio/owlclaw", 0, 0)
    assert audit.authenticity is Authenticity.UNAUTHENTICATED
    assert audit.document == document
    assert audit.sections == document["sections"]


def test_ids_that_were_read_are_numbers() -> None:
    audit = parse_audit(Capture().add("", ROOT).read().audits[0].data, source="it")
    assert (audit.subject.repository_id, audit.subject.owner_id) == (7, 3)


def test_writing_is_canonical_and_reading_gives_the_same_digest() -> None:
    document = repository_document()
    data = render_audit(document)
    assert parse_audit(data, source="it").digest == digest_of(data) == parsed(document).digest


def test_a_document_without_a_time_is_read_and_has_none() -> None:
    document = repository_document()
    del document["collected_at"]
    assert parsed(document).collected_at == ""


def changed(**top: Document) -> Document:
    return {**repository_document(), **top}


def with_section(name: str, section: Document) -> Document:
    document = repository_document()
    document["sections"][name] = section
    return document


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (changed(extra=1), "extra"),
        (changed(kind="history"), "the section repository is in an audit of kind history, expected release_runs"),
        (changed(collected_at="2026-02-30T00:00:00Z"), "is not a moment"),
        (changed(collected_at="2026-02-26 17:00"), "collected_at|form|pattern"),
        (with_section("webhooks", {"status": "collected", "evidence": []}), "value"),
        (with_section("webhooks", {"status": "denied", "evidence": [], "value": []}), "value"),
        (with_section("release_runs", {"status": "denied", "evidence": []}), "in an audit of kind repository"),
        (with_section("nonsense", {"status": "denied", "evidence": []}), "nonsense"),
    ],
)
def test_a_document_against_its_schema_or_kind_is_refused(document: Document, message: str) -> None:
    with pytest.raises(InputRefusedError, match=message):
        parsed(document)


def test_a_list_that_names_one_thing_twice_is_refused() -> None:
    document = repository_document()
    listed = document["sections"]["environments"]["value"]
    listed.append(copy.deepcopy(listed[0]))
    with pytest.raises(InputRefusedError, match="owlhub-staging"):
        parsed(document)


def test_a_repository_whose_name_deceives_is_refused() -> None:
    document = repository_document()
    document["subject"]["slug"] = "yeemio/оwlclaw"  # noqa: RUF001  # the Cyrillic letter is the point
    with pytest.raises(InputRefusedError, match="repository"):
        parsed(document)


@pytest.mark.parametrize("data", [b"", b"[]", b'{"schema": 1, "schema": 2}', b"{"])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(InputRefusedError):
        parse_audit(data, source="audit.json")


def test_nothing_is_written_that_would_not_be_read() -> None:
    with pytest.raises(InputRefusedError, match="the new audit"):
        render_audit({"schema": "clean-release/audit/v1"})


def facts(document: Document) -> str:
    return str(parsed(document).facts_digest)


def test_times_evidence_and_details_are_no_facts() -> None:
    document = changed(collected_at="2026-02-27T00:00:00Z", evidence=[])
    document["sections"]["ref_rules"]["detail"] = {"why": "another reason"}
    document["sections"]["branches"]["partial"] = []
    document["sections"]["environments"]["evidence"] = []
    assert facts(document) == facts(repository_document())
    assert parsed(document).digest != parsed(repository_document()).digest


@pytest.mark.parametrize("place", ["subject", "status", "value", "nested", "section"])
def test_every_fact_changes_the_digest_of_the_facts(place: str) -> None:
    document = repository_document()
    sections = document["sections"]
    rule = sections["classic_protection"]["value"][0]["protection"]
    if place == "subject":
        document["subject"]["slug"] = "yeemio/other"
    elif place == "status":
        sections["ref_rules"]["status"] = "denied"
    elif place == "value":
        rule["value"]["push_restricted"] = True
    elif place == "nested":
        rule["value"]["admins_included"] = {"status": "denied", "evidence": []}
    else:
        del sections["ref_rules"]
    assert facts(document) != facts(repository_document())
