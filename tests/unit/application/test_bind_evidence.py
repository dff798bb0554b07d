"""Binding evidence: it is about the artifacts of the manifest, of its commit, and contradicts nothing."""

import copy
from dataclasses import replace
from typing import Any

import pytest

from checker.application.bind_evidence import BoundEvidence, bind_evidence
from checker.application.compose_evidence import compose_evidence
from checker.application.open_evidence import EvidenceReader
from checker.domain.evidence import CertifiedRun, EvidenceDocument
from checker.domain.manifest import EvidenceReference, Manifest
from checker.errors import TrustError, UsageError
from tests.evidence_builders import (
    COMMIT,
    JUNIT,
    MADE_AT,
    MANIFEST,
    REPOSITORY,
    SDIST,
    WHEEL,
    bom_bytes,
    build_run,
    provenance_v1,
    scan,
    statement,
    subjects,
)
from tests.project_builders import EVALUATED_AT


def piece(data: bytes, name: str = "it") -> EvidenceDocument:
    return EvidenceReader.peek(data, source=name)


def declaring(*references: tuple[str, EvidenceDocument, str]) -> Manifest:
    listed = tuple(EvidenceReference(kind=kind, sha256=one.sha256, subject=about) for kind, one, about in references)
    return replace(MANIFEST, evidence=listed)


def bound(*documents: EvidenceDocument, manifest: Manifest | None = MANIFEST) -> tuple[BoundEvidence, ...]:
    return bind_evidence(documents, manifest=manifest)


def composed(*documents: EvidenceDocument, manifest: Manifest = MANIFEST, at: str = EVALUATED_AT) -> dict[str, Any]:
    return compose_evidence(bound(*documents, manifest=manifest), manifest=manifest, evaluated_at=at)


def test_a_statement_is_about_the_artifacts_it_names() -> None:
    [found] = bound(piece(statement()))
    assert [one.name for one in found.subjects] == [WHEEL.name, SDIST.name]
    assert not found.is_declared


def test_what_a_run_signed_must_be_of_the_commit_and_repository_that_are_released() -> None:
    source = MANIFEST.source
    own = CertifiedRun(repository=f"{source.host}/{source.repository}".title(), commit=source.commit)
    assert bound(replace(piece(statement()), run=own))
    for other in (replace(own, commit="b" * 40), replace(own, repository=f"{source.host}/another/one")):
        with pytest.raises(TrustError, match="signed by a run of"):
            bound(replace(piece(statement()), run=other))


def test_nothing_is_bound_to_nothing() -> None:
    assert bound(manifest=None) == ()


def test_evidence_without_a_manifest_is_refused() -> None:
    with pytest.raises(UsageError, match="no manifest"):
        bound(piece(statement()), manifest=None)


def test_more_documents_than_are_read_are_refused() -> None:
    with pytest.raises(UsageError, match="at most 200"):
        bound(*(piece(JUNIT) for _ in range(201)))


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ([{"name": WHEEL.name, "digest": {"sha256": "e" * 64}}], "the manifest has"),
        ([{"name": "other.whl", "digest": {"sha256": WHEEL.sha256}}], "no artifact of the manifest"),
        ([{"name": SDIST.name, "digest": {"sha256": WHEEL.sha256}}], "the manifest has"),
        ([*subjects(), {"name": "more.whl", "digest": {"sha256": "e" * 64}}], "no artifact of the manifest"),
    ],
)
def test_a_statement_about_anything_else_is_refused(about: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(TrustError, match=says):
        bound(piece(statement(about=about)))


def test_a_bill_of_materials_is_about_the_file_whose_digest_it_has() -> None:
    [found] = bound(piece(bom_bytes()))
    assert [one.name for one in found.subjects] == [WHEEL.name]
    other = {"component": {"type": "file", "name": "x", "hashes": [{"alg": "SHA-256", "content": "e" * 64}]}}
    with pytest.raises(TrustError, match="about the sha256 eeee"):
        bound(piece(bom_bytes(metadata=other)))


def test_what_names_no_file_is_about_none_unless_the_manifest_says_so() -> None:
    junit = piece(JUNIT)
    [found] = bound(junit)
    assert [one.name for one in found.subjects] == [""]
    [found] = bound(junit, manifest=declaring(("test-result", junit, WHEEL.name), ("test-result", junit, SDIST.name)))
    assert [one.sha256 for one in found.subjects] == [WHEEL.sha256, SDIST.sha256]
    assert found.is_declared
    [found] = bound(junit, manifest=declaring(("test-result", junit, "")))
    assert [one.name for one in found.subjects] == [WHEEL.name, SDIST.name]


def test_what_the_manifest_says_of_a_document_must_be_so() -> None:
    run, junit = piece(build_run()), piece(JUNIT)
    [found] = bound(run, manifest=declaring(("build-run", run, "")))
    assert [one.name for one in found.subjects] == [WHEEL.name]
    with pytest.raises(TrustError, match=f"says that it is about {SDIST.name}"):
        bound(run, manifest=declaring(("build-run", run, SDIST.name)))
    with pytest.raises(TrustError, match="none of its artifacts"):
        bound(junit, manifest=declaring(("test-result", junit, "other.whl")))
    with pytest.raises(TrustError, match="calls it 'provenance'"):
        bound(junit, manifest=declaring(("provenance", junit, "")))


def test_a_scan_that_is_also_a_bill_of_materials_may_be_called_either() -> None:
    both = piece(bom_bytes(vulnerabilities=[]))
    declared = declaring(("sbom", both, WHEEL.name), ("vulnerabilities", both, WHEEL.name))
    assert len(bound(both, manifest=declared)) == 1


def test_a_document_that_is_given_twice_is_refused() -> None:
    with pytest.raises(TrustError, match="the same document as first"):
        bound(piece(statement(), "first"), piece(statement(), "second"))


@pytest.mark.parametrize(
    "changes", [{"commit": "2" * 40}, {"repository": "mallory/widget"}, {"host": "github.example"}]
)
def test_a_run_of_something_else_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(TrustError, match="it is a run of"):
        bound(piece(build_run(**changes)))


def other_provenance(**changes: str) -> bytes:
    predicate = copy.deepcopy(provenance_v1())
    predicate["buildDefinition"]["externalParameters"]["workflow"].update(changes)
    return statement(predicate)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"ref": "refs/heads/evil"}, "that the ref is refs/heads/evil, first says refs/tags/v2.0.0"),
        ({"repository": "https://github.com/mallory/widget"}, "that the repository is mallory/widget"),
        ({"path": "other.yml"}, "that the workflow is other.yml"),
    ],
)
def test_provenance_that_contradicts_other_provenance_is_refused(changes: dict[str, str], says: str) -> None:
    with pytest.raises(TrustError, match=says):
        bound(piece(statement(), "first"), piece(other_provenance(**changes), "second"))


def of_source(repository: str, commit: str) -> bytes:
    predicate = copy.deepcopy(provenance_v1())
    predicate["buildDefinition"]["externalParameters"]["workflow"]["repository"] = repository
    predicate["buildDefinition"]["resolvedDependencies"] = [
        {"uri": f"git+{repository}", "digest": {"gitCommit": commit} if commit else {}}
    ]
    return statement(predicate)


@pytest.mark.parametrize(
    ("repository", "commit"),
    [
        ("https://github.com/mallory/widget", COMMIT),
        ("https://github.example/example-org/widget", COMMIT),
        ("https://github.com/mallory/widget", ""),
        (REPOSITORY, "2" * 40),
    ],
)
def test_provenance_of_another_source_is_refused(repository: str, commit: str) -> None:
    at = f" at {commit}" if commit else ""
    where = repository.removeprefix("https://")
    with pytest.raises(TrustError, match=f"it is provenance of {where}{at}, the manifest is of "):
        bound(piece(of_source(repository, commit)))


@pytest.mark.parametrize(
    ("repository", "commit"), [(REPOSITORY.upper().replace("HTTPS", "https"), COMMIT), (REPOSITORY, ""), ("", "")]
)
def test_provenance_that_names_no_other_source_is_left_to_the_rules(repository: str, commit: str) -> None:
    assert len(bound(piece(of_source(repository, commit)))) == 1


def test_provenance_that_leaves_something_out_contradicts_nothing() -> None:
    assert len(bound(piece(statement()), piece(other_provenance(ref="", path="")))) == 2


def test_a_run_that_is_told_in_two_ways_is_refused() -> None:
    with pytest.raises(TrustError, match="run 4242 attempt 1 that the conclusion is failure"):
        bound(piece(build_run()), piece(build_run(conclusion="failure")))
    assert len(bound(piece(build_run()), piece(build_run(attempt=2, conclusion="failure")))) == 2


def test_a_section_has_an_entry_for_every_artifact_a_piece_is_about() -> None:
    document = piece(statement())
    section = composed(document)["statements"]
    assert section["status"] == "collected"
    assert [entry["id"] for entry in section["value"]] == [
        f"{document.sha256} 1 {WHEEL.name}",
        f"{document.sha256} 1 {SDIST.name}",
    ]
    entry = section["value"][0]
    assert (entry["sha256"], entry["verified"], entry["declared"]) == (WHEEL.sha256, False, False)
    assert entry["made_at"]["value"] == MADE_AT


def test_only_sections_that_were_given_something_are_there() -> None:
    assert composed() == {}
    assert set(composed(piece(JUNIT))) == {"test_results"}
    assert set(composed(piece(scan()))) == {"vulnerabilities"}


def test_while_a_document_is_missing_that_the_manifest_names_its_section_decides_nothing() -> None:
    given, missing = piece(JUNIT), piece(JUNIT + b"\n")
    manifest = declaring(("test-result", given, ""), ("test-result", missing, ""), ("own word", missing, ""))
    found = composed(given, manifest=manifest)
    assert set(found) == {"test_results"}
    assert found["test_results"]["status"] == "incomplete"
    assert f"test-result {missing.sha256[:12]}" in found["test_results"]["detail"]["why"]
    assert composed(manifest=declaring(("provenance", given, "")))["statements"]["status"] == "incomplete"


def test_a_moment_in_the_future_or_no_moment_is_none() -> None:
    early = composed(piece(statement()), at="2026-03-02T10:54:59Z")["statements"]["value"][0]
    assert early["made_at"]["status"] == "error"
    within = composed(piece(statement()), at="2026-03-02T10:55:00Z")["statements"]["value"][0]
    assert within["made_at"]["status"] == "collected"
    silent = composed(piece(JUNIT.replace(b"timestamp", b"when")))["test_results"]["value"][0]
    assert silent["made_at"]["status"] == "not_found"
