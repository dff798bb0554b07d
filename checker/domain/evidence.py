"""Evidence: what somebody says about the artifacts of a manifest, and who said it.

A piece of evidence is about artifacts by name and digest. Who signed it is decided before anything in it is read; what
nobody signed is kept too, is judged, and opens no gate in `real`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from checker.domain.digest import Digest
from checker.domain.json_value import Json


class EvidenceKind(StrEnum):
    """What a document of evidence is; a manifest and a report name it by the same word."""

    PROVENANCE = "provenance"
    SBOM = "sbom"
    TEST_RESULT = "test-result"
    BUILD_RUN = "build-run"
    VULNERABILITIES = "vulnerabilities"
    PUBLISH = "publish"
    SUMMARY = "summary"
    OTHER = "other"


class Section(StrEnum):
    """The section of `input.evidence` that a piece is shown in."""

    STATEMENTS = "statements"
    SBOMS = "sboms"
    TEST_RESULTS = "test_results"
    BUILD_RUNS = "build_runs"
    VULNERABILITIES = "vulnerabilities"


SECTION_OF: Mapping[str, Section] = {
    EvidenceKind.PROVENANCE: Section.STATEMENTS,
    EvidenceKind.PUBLISH: Section.STATEMENTS,
    EvidenceKind.SUMMARY: Section.STATEMENTS,
    EvidenceKind.OTHER: Section.STATEMENTS,
    EvidenceKind.SBOM: Section.SBOMS,
    EvidenceKind.TEST_RESULT: Section.TEST_RESULTS,
    EvidenceKind.BUILD_RUN: Section.BUILD_RUNS,
    EvidenceKind.VULNERABILITIES: Section.VULNERABILITIES,
}
"""Where a manifest's word for a piece of evidence is shown; of a word that is not here, nothing is promised."""


class SignerKind(StrEnum):
    """What proves who said something: a key of the anchor, an identity somebody certified, or nothing."""

    NONE = "none"
    KEY = "key"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signed.

    Of a key, `id` is its fingerprint and `name` what the anchor calls it; of an identity, `id` is the certified subject
    and `issuer` who certified it.
    """

    kind: SignerKind = SignerKind.NONE
    id: str = ""
    name: str = ""
    issuer: str = ""

    def to_json(self) -> dict[str, Json]:
        """The document form."""
        return {"kind": str(self.kind), "id": self.id, "name": self.name, "issuer": self.issuer}


NOBODY = Signer()


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedRun:
    """Where an identity ran when it signed: `host/owner/name`, and the commit its workflow file was taken from."""

    repository: str
    commit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a statement is about: a file by name and SHA-256 (64 hex)."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One fact sheet, as the section `section` of the rules' input holds it; `made_at` (RFC 3339, `Z`) may be empty."""

    section: Section
    facts: Mapping[str, Json]
    made_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceContent:
    """What a document of evidence says, whoever said it; `subjects` is empty where it names no file."""

    kind: EvidenceKind
    pieces: tuple[Piece, ...]
    subjects: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceDocument:
    """A document of evidence; `digest` is of its exact bytes, `facts_digest` of what it says and about what.

    `run` is where an identity ran that signed it.
    """

    name: str
    digest: Digest
    facts_digest: Digest
    content: EvidenceContent = field(repr=False)
    signer: Signer = NOBODY
    run: CertifiedRun | None = None

    @property
    def is_verified(self) -> bool:
        """Whether it was proven who said it."""
        return self.signer.kind is not SignerKind.NONE

    @property
    def sha256(self) -> str:
        """The 64 hex characters by which a manifest names it."""
        return self.digest.removeprefix("sha256:")
