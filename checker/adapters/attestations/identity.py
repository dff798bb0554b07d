"""What a certificate says of the run that signed. Source: sigstore's fulcio, docs/oid-info.md."""

from collections.abc import Mapping
from dataclasses import dataclass

from checker.domain.evidence import CertifiedRun
from checker.domain.json_shape import object_of, objects_of
from checker.domain.json_value import Json
from checker.domain.publisher import ISSUER
from checker.domain.trust import TrustedRepository
from checker.errors import InputRefusedError, TrustError
from checker.formats.slsa_provenance import V02, V1, place_of, read_provenance

ISSUED_BY, SIGNED_BY = "1.8", "1.9"
REPOSITORY, COMMIT, REF, REPOSITORY_ID, OWNER_ID = "1.12", "1.13", "1.14", "1.15", "1.17"
CONFIGURED_BY = "1.18"
REQUIRED = (ISSUED_BY, SIGNED_BY, REPOSITORY, COMMIT, REF, REPOSITORY_ID, OWNER_ID, CONFIGURED_BY)
"""The claims that every certificate of a workflow run has, below sigstore's arc."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """The claims of a certificate by their number below sigstore's arc; every required one is there."""

    claims: Mapping[str, str]

    @property
    def issuer(self) -> str:
        """Who told the run from others."""
        return self.claims[ISSUED_BY]

    @property
    def workflow(self) -> str:
        """The file whose job signed, with its ref; of a reusable workflow the called file."""
        return self.claims[SIGNED_BY]

    @property
    def run(self) -> CertifiedRun:
        """Where it ran."""
        return CertifiedRun(repository=self.claims[REPOSITORY].removeprefix("https://"), commit=self.claims[COMMIT])

    @property
    def shown(self) -> str:
        """The repository, for a message."""
        return ascii(self.claims[REPOSITORY][:200])[1:-1]

    def is_of(self, trusted: TrustedRepository) -> bool:
        """Whether a workflow of this repository ran: by id where one is known, for a name can be given to another."""
        same_ids = all(
            not known or self.claims[claim] == str(known)
            for claim, known in ((REPOSITORY_ID, trusted.repository_id), (OWNER_ID, trusted.owner_id))
        )
        named = f"https://{trusted.host}/{trusted.slug}".lower()
        return self.issuer == ISSUER and same_ids and self.claims[REPOSITORY].lower() == named

    def refuse_contradiction(self, statement: Json) -> None:
        """Refuse provenance that names another source or builder than the certificate.

        Raises:
            TrustError: repository, ref, workflow, builder or commit differ, or it is provenance of an older form, in
                which these have no certain place.
            InputRefusedError: it has another form.
        """
        fields = object_of(statement, "the statement")
        if fields.get("predicateType") == V02:
            raise TrustError(f"a run signed provenance of the form {V02}, expected {V1}")
        if fields.get("predicateType") != V1:
            return
        predicate = object_of(fields.get("predicate"), "predicate")
        definition = object_of(predicate.get("buildDefinition"), "buildDefinition")
        outer = object_of(definition.get("externalParameters", {}), "externalParameters")
        workflow = object_of(outer.get("workflow", {}), "workflow")
        repository, ref = self.claims[REPOSITORY], self.claims[REF]
        told = {
            "repository": (workflow.get("repository"), repository),
            "ref": (workflow.get("ref"), ref),
            "path": (f"{repository}/{workflow.get('path')}@{ref}", self.claims[CONFIGURED_BY]),
        }
        for name, (seen, expected) in told.items():
            if not isinstance(seen, str) or seen != expected:
                raise TrustError(f"the statement says the {name} is {_cut(seen)}, its certificate {_cut(expected)}")
        self._refuse_other_commit(definition.get("resolvedDependencies", []))
        builder, expected = read_provenance(predicate, predicate_type=V1, source="the statement").builder, self.workflow
        if builder != expected:
            raise TrustError(f"the statement says the builder is {_cut(builder)}, its certificate {_cut(expected)}")

    def _refuse_other_commit(self, dependencies: Json) -> None:
        """Every spelling of the repository's address that is read as it counts."""
        own, expected = self.claims[REPOSITORY].removeprefix("https://").lower(), self.claims[COMMIT]
        for item in objects_of(dependencies, "resolvedDependencies"):
            digest = object_of(item.get("digest", {}), "digest")
            host, repository, _ = place_of(str(item.get("uri") or item.get("name") or ""))
            if f"{host}/{repository}".lower() != own:
                continue
            seen = sorted({str(digest[name]) for name in ("gitCommit", "sha1") if name in digest})
            if seen != [expected]:
                said = " and ".join(seen) or "not known"
                raise TrustError(f"the statement says the commit is {_cut(said)}, its certificate {_cut(expected)}")


def certified(claims: Mapping[str, str]) -> Certified:
    """The claims of a certificate.

    Raises:
        TrustError: it is none of a workflow run.
    """
    missing = [claim for claim in REQUIRED if not claims.get(claim)]
    if missing:
        raise TrustError(
            "the certificate is not one of a workflow run: it does not name its repository, ref and commit"
        )
    return Certified(claims=dict(claims))


def text_of_claim(value: bytes) -> str:
    """The text in a claim, a UTF-8 string in DER.

    Raises:
        InputRefusedError: it is none.
    """
    short = len(value) >= _HEADER and value[0] == _UTF8
    length, begin = (value[1], _HEADER) if short else (0, 0)
    if short and length > _SHORT:
        size = length - _LONG
        length, begin = int.from_bytes(value[_HEADER : _HEADER + size]), _HEADER + size
    text = value[begin:]
    if not short or len(text) != length:
        raise InputRefusedError("a claim of the certificate is no text")
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise InputRefusedError("a claim of the certificate is no text") from None


_UTF8, _HEADER, _SHORT, _LONG = 0x0C, 2, 0x7F, 0x80


def _cut(value: Json) -> str:
    return ascii(str(value)[:200])
