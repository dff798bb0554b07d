"""What a document of evidence is, and what it says: one reader for each form.

A form is told apart by what the document itself says it is (`_type`, `bomFormat`, `schema`, an XML element), or by the
media type that was signed. What is none of these is refused: evidence that nobody can read proves nothing.
"""

import re
from collections.abc import Callable, Mapping

from checker.domain.digest import Digest
from checker.domain.evidence import EvidenceContent, EvidenceKind, Piece, Section, Subject
from checker.domain.json_shape import list_of, object_of, text_of, texts_of
from checker.domain.json_value import Json
from checker.errors import CleanReleaseError, InputRefusedError, Place, TrustError
from checker.formats.build_run_v1 import SCHEMA as BUILD_RUN_SCHEMA
from checker.formats.build_run_v1 import read_build_run
from checker.formats.canonical import canonical_digest
from checker.formats.cyclonedx_json import read_bom
from checker.formats.evidence_limits import EVIDENCE, MOST_PROBLEMS
from checker.formats.in_toto_types import IN_TOTO, SUMMARY
from checker.formats.in_toto_v1 import InTotoStatement, read_statement
from checker.formats.junit_xml import read_suites
from checker.formats.payload_type import payload_type
from checker.formats.slsa_provenance import NO_PROVENANCE, V02, V1, read_provenance
from checker.formats.strict_json import read_json

CYCLONEDX = "application/vnd.cyclonedx+json"
JUNIT = "application/vnd.clean-release.junit+xml"
BUILD_RUN = payload_type("build-run")

TEST_RESULT = "https://in-toto.io/attestation/test-result/v0.1"
BOM = "https://cyclonedx.org/bom"
_KINDS: Mapping[str, EvidenceKind] = {
    V1: EvidenceKind.PROVENANCE,
    V02: EvidenceKind.PROVENANCE,
    TEST_RESULT: EvidenceKind.TEST_RESULT,
    SUMMARY: EvidenceKind.SUMMARY,
    "https://in-toto.io/attestation/release/v0.1": EvidenceKind.OTHER,
    "https://in-toto.io/attestation/release/v0.2": EvidenceKind.OTHER,
}
_PUBLISHED = re.compile(r"https://docs\.[a-z]+\.[a-z]+/attestations/publish/v1")
"""What an index attests to on an upload (PEP 740); no host of a registry is written down here."""

_FORMS = "provenance or another in-toto statement, CycloneDX JSON, JUnit XML, or build-run/v1"


def read_content(payload: bytes, *, payload_type: str, source: str) -> EvidenceContent:
    """What signed or plain bytes of a media type say.

    Raises:
        InputRefusedError: malformed, or not what its media type promises.
        TrustError: no evidence has this media type.
    """
    reader = _READERS.get(payload_type)
    if reader is None:
        raise TrustError(f"{payload_type[:80]!a} is signed, expected evidence: {_FORMS}", where=Place(source=source))
    try:
        return reader(payload, source)
    except CleanReleaseError as error:
        if error.where is None:
            error.where = Place(source=source)
        if not error.hint:
            error.hint = "have whatever wrote it write it again"
        raise


def form_of(data: bytes, *, source: str) -> str:
    """The media type of a plain document, by what it says it is.

    Raises:
        InputRefusedError: it is no evidence that is read here.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return JUNIT
    document = read_json(data, source=source, limits=EVIDENCE)
    fields = document if isinstance(document, dict) else {}
    if "_type" in fields:
        return IN_TOTO
    if "bomFormat" in fields:
        return CYCLONEDX
    if fields.get("schema") == BUILD_RUN_SCHEMA:
        return BUILD_RUN
    raise InputRefusedError(
        f"this is no evidence, expected {_FORMS}",
        hint="give audits with --audit, and the manifest with --manifest",
        where=Place(source=source),
    )


def facts_digest(content: EvidenceContent) -> Digest:
    """The digest of what was found, without who said it and in which bytes."""
    pieces: list[Json] = [
        {"section": str(one.section), "facts": dict(one.facts), "made_at": one.made_at} for one in content.pieces
    ]
    subjects: list[Json] = [{"name": one.name, "sha256": one.sha256} for one in content.subjects]
    return canonical_digest({"kind": str(content.kind), "subjects": subjects, "pieces": pieces})


def _statement(payload: bytes, source: str) -> EvidenceContent:
    """A statement, with what else its predicate is."""
    statement = read_statement(payload, source=source)
    kind = _kind_of(statement.predicate_type)
    provenance, more, subjects = NO_PROVENANCE, EvidenceContent(kind=kind, pieces=()), statement.subjects
    if kind is EvidenceKind.PROVENANCE:
        provenance = read_provenance(statement.predicate, predicate_type=statement.predicate_type, source=source)
    elif kind is EvidenceKind.SBOM:
        more = read_bom(statement.predicate, source=source)
        _refuse_another_file(more.subjects, subjects)
    elif kind is EvidenceKind.TEST_RESULT:
        more = _test_result(statement)
    facts = {"predicate": statement.predicate_type, "kind": str(kind), **provenance.to_json()}
    made_at = provenance.made_at or (more.pieces[0].made_at if more.pieces else "")
    own = Piece(section=Section.STATEMENTS, facts=facts, made_at=made_at)
    return EvidenceContent(kind=kind, pieces=(own, *more.pieces), subjects=subjects)


def _kind_of(predicate_type: str) -> EvidenceKind:
    if predicate_type == BOM or predicate_type.startswith(f"{BOM}/"):
        return EvidenceKind.SBOM
    if _PUBLISHED.fullmatch(predicate_type):
        return EvidenceKind.PUBLISH
    if predicate_type not in _KINDS:
        raise InputRefusedError(
            f"the statement says something of the type {predicate_type[:200]!a}, which is not read here",
            hint=f"expected one of {', '.join((*_KINDS, BOM))}",
        )
    return _KINDS[predicate_type]


def _refuse_another_file(named: tuple[Subject, ...], subjects: tuple[Subject, ...]) -> None:
    digests = {subject.sha256 for subject in subjects}
    for subject in named:
        if subject.sha256 not in digests:
            raise InputRefusedError(
                f"the statement is about {subjects[0].sha256}, its bill of materials about {subject.sha256}"
            )


def _test_result(statement: InTotoStatement) -> EvidenceContent:
    """A test result as an attestation states it; a warning is not a pass.

    Source: github.com/in-toto/attestation, spec/predicates/test-result.md.
    """
    predicate = statement.predicate
    result = text_of(predicate.get("result"), "result")
    names = {
        what: texts_of(predicate.get(f"{what}Tests", []), f"{what}Tests") for what in ("passed", "warned", "failed")
    }
    if result not in {"PASSED", "WARNED", "FAILED"}:
        raise InputRefusedError(f"result is {result[:80]!a}, expected PASSED, WARNED or FAILED")
    if (result == "FAILED") != bool(names["failed"]):
        raise InputRefusedError(
            f"result is {result}, and failedTests names {len(names['failed'])}; expected one answer"
        )
    configuration = list_of(predicate.get("configuration", []), "configuration")
    first = object_of(configuration[0], "configuration") if configuration else {}
    problems: list[Json] = [f"{what}: {name}"[:500] for what in ("failed", "warned") for name in names[what]]
    facts: dict[str, Json] = {
        "suite": text_of(first.get("name", ""), "the name of a configuration"),
        "tests": sum(len(listed) for listed in names.values()),
        "passed": len(names["passed"]),
        "failed": len(names["failed"]),
        "errored": len(names["warned"]),
        "skipped": 0,
        "milliseconds": 0,
        "problems": problems[:MOST_PROBLEMS],
    }
    piece = Piece(section=Section.TEST_RESULTS, facts=facts)
    return EvidenceContent(kind=EvidenceKind.TEST_RESULT, pieces=(piece,))


def _bom(payload: bytes, source: str) -> EvidenceContent:
    return read_bom(_object(payload, source), source=source)


def _run(payload: bytes, source: str) -> EvidenceContent:
    return read_build_run(_object(payload, source), source=source)


def _object(payload: bytes, source: str) -> dict[str, Json]:
    return object_of(read_json(payload, source=source, limits=EVIDENCE), "the document")


def _suites(payload: bytes, source: str) -> EvidenceContent:
    pieces = tuple(
        Piece(section=Section.TEST_RESULTS, facts=suite.to_json(), made_at=suite.made_at)
        for suite in read_suites(payload, source=source)
    )
    return EvidenceContent(kind=EvidenceKind.TEST_RESULT, pieces=pieces)


_READERS: Mapping[str, Callable[[bytes, str], EvidenceContent]] = {
    IN_TOTO: _statement,
    CYCLONEDX: _bom,
    JUNIT: _suites,
    BUILD_RUN: _run,
}
