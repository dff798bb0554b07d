"""The port `ProvenanceVerifier` over pypi-attestations and sigstore, offline.

The registry's document names a publisher; that name is only a claim. Each attestation is held against it: certificate
chain, transparency log, issuer, repository, workflow and the one subject. Whether that publisher is the project's own
is for the caller to say.

NOTE: `Attestation.verify` of the library takes its roots from sigstore alone, so the steps around them are taken here,
in the same order, where a team has roots of its own.
"""

from pathlib import Path
from typing import Any

from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename
from pypi_attestations import Attestation, AttestationError, AttestationType, GitHubPublisher, Provenance
from sigstore.errors import Error as SigstoreError
from sigstore.verify import Verifier, policy

from checker.adapters.registry.npm_provenance import verify_npm
from checker.adapters.sigstore_roots import trusted_root
from checker.domain.json_value import Json
from checker.domain.listing import ListedFile
from checker.domain.provenance import Attested, FileProvenance
from checker.domain.publisher import ISSUER
from checker.errors import CleanReleaseError, InputRefusedError, Place, TrustError
from checker.formats.in_toto_types import IN_TOTO, STATEMENT
from checker.formats.strict_json import read_json

_HOSTED = "https://github.com"
_DIGEST_CLAIM, _REF_CLAIM = "1.3.6.1.4.1.57264.1.13", "1.3.6.1.4.1.57264.1.14"
"""Fulcio's claims for the commit and the ref a workflow file was taken from (fulcio, docs/oid-info.md)."""

_MOST_ATTESTATIONS = 20


class SigstoreProvenance:
    """Verifies provenance offline; `roots` is a trusted root of sigstore's form, its public one if empty."""

    def __init__(self, roots: Path | None = None) -> None:
        self._verifier = Verifier(trusted_root=trusted_root(roots))

    def verify(self, data: bytes, *, file: ListedFile, sha256: str) -> FileProvenance:
        """What a provenance document proves of one file, in the form of its registry.

        Raises:
            InputRefusedError: it is none, holds no attestation, or is of a form that cannot be verified here.
        """
        if file.purl:
            return verify_npm(data, file=file, verifier=self._verifier)
        return self._of_python(data, name=file.name, sha256=sha256)

    def _of_python(self, data: bytes, *, name: str, sha256: str) -> FileProvenance:
        where = Place(source=f"the provenance of {name}")
        read_json(data, source=where.source)
        try:
            bundles = Provenance.model_validate_json(data).attestation_bundles
        except ValueError:
            raise InputRefusedError(f"{where.source} is none, expected the form of PEP 740", where=where) from None
        listed = [(bundle.publisher, item) for bundle in bundles for item in bundle.attestations]
        if not 1 <= len(listed) <= _MOST_ATTESTATIONS:
            raise InputRefusedError(
                f"{where.source} holds {len(listed)} attestations, expected 1 to {_MOST_ATTESTATIONS}", where=where
            )
        return FileProvenance(
            attested=tuple(self._attested(item, publisher, name, sha256) for publisher, item in listed)
        )

    def _attested(self, item: Attestation, publisher: Any, name: str, sha256: str) -> Attested:  # noqa: ANN401 - a union of the library
        predicate, why = "", ""
        try:
            predicate = self._proven(item, publisher, name, sha256)
        except (CleanReleaseError, AttestationError, SigstoreError, ValueError, TypeError, LookupError) as error:
            why = error.message if isinstance(error, CleanReleaseError) else _said(error)
        github = isinstance(publisher, GitHubPublisher)
        return Attested(
            predicate=predicate,
            kind=str(publisher.kind),
            repository=publisher.repository if github else "",
            workflow=publisher.workflow if github else "",
            environment=(publisher.environment or "") if github else "",
            why=why,
        )

    def _proven(self, item: Attestation, publisher: Any, name: str, sha256: str) -> str:  # noqa: ANN401 - as above
        """The type of the predicate that is proven of exactly this file.

        Raises:
            TrustError: something does not hold.
        """
        if not isinstance(publisher, GitHubPublisher):
            raise TrustError(f"a publisher of the kind {publisher.kind!a} cannot be held against anything here")
        kind, payload = self._verifier.verify_dsse(item.to_bundle(), _identity(item, publisher))
        if kind != IN_TOTO:
            raise TrustError(f"{kind!a} is signed, expected {IN_TOTO}")
        statement = read_json(payload, source="the statement")
        _refuse_another_subject(statement, name=name, sha256=sha256)
        predicate = statement.get("predicateType") if isinstance(statement, dict) else None
        return str(AttestationType(predicate).value)


def _identity(item: Attestation, publisher: GitHubPublisher) -> policy.VerificationPolicy:
    """What the certificate must say: issued to this workflow file of this repository, at the ref or commit it names."""
    claims = item.certificate_claims
    file = f"{_HOSTED}/{publisher.repository}/.github/workflows/{publisher.workflow}"
    at = [claims[claim] for claim in (_DIGEST_CLAIM, _REF_CLAIM) if claims.get(claim)]
    if not at:
        raise TrustError("the certificate names neither a commit nor a ref of the workflow")
    return policy.AllOf(
        [
            policy.OIDCIssuerV2(ISSUER),
            policy.OIDCSourceRepositoryURI(f"{_HOSTED}/{publisher.repository}"),
            policy.AnyOf([policy.OIDCBuildConfigURI(f"{file}@{suffix}") for suffix in at]),
        ]
    )


def _refuse_another_subject(statement: Json, *, name: str, sha256: str) -> None:
    """Accept only a statement about exactly this file, by name and digest."""
    fields = statement if isinstance(statement, dict) else {}
    subjects = fields.get("subject")
    if fields.get("_type") != STATEMENT or not isinstance(subjects, list) or len(subjects) != 1:
        raise TrustError("the statement is no in-toto statement about one subject")
    subject = subjects[0]
    digests = subject.get("digest") if isinstance(subject, dict) else None
    seen = digests.get("sha256") if isinstance(digests, dict) else None
    if seen != sha256:
        raise TrustError(f"the statement is about a file with the sha256 {seen!a}, expected {sha256}")
    named = subject.get("name") if isinstance(subject, dict) else None
    if not isinstance(named, str) or _parsed(named) != _parsed(name):
        raise TrustError(f"the statement is about {named!a}, expected {name}")


def _parsed(name: str) -> object:
    """A file name as far as it means something; two spellings of one distribution are equal."""
    try:
        return parse_wheel_filename(name) if name.endswith(".whl") else parse_sdist_filename(name)
    except (InvalidWheelFilename, InvalidSdistFilename):
        return name


def _said(error: Exception) -> str:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return f"it does not verify: {text[:300]}"
