"""What npm keeps of a package's provenance: bundles of sigstore, verified offline and held to the one tarball.

A statement of SLSA provenance is signed by a workflow run, and proves what its certificate says: repository, workflow,
commit. What the statement says of them itself has to be the same. Beside it npm keeps a statement of its own that
somebody who may publish has published; it is signed by a key of the registry and names no workflow, so it is nobody's
word for where the package comes from. It is only looked at for being about this very tarball.

NOTE: npm put its entries into the log in a form (`intoto`) that sigstore for Python does not verify; newer versions of
npm use the one that it does. Such provenance is not read, which is another thing than not good.
"""

import base64
from collections.abc import Callable
from urllib.parse import unquote

from pypi_attestations import Attestation, AttestationError
from sigstore.errors import Error as SigstoreError
from sigstore.models import Bundle
from sigstore.verify import Verifier, policy

from checker.domain.json_shape import field_of, object_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.listing import ListedFile
from checker.domain.provenance import GITHUB_KIND, Attested, FileProvenance
from checker.domain.publisher import ISSUER
from checker.errors import CleanReleaseError, InputRefusedError, Place, TrustError
from checker.formats.canonical import canonical_bytes
from checker.formats.in_toto_types import IN_TOTO, STATEMENTS
from checker.formats.slsa_provenance import V1
from checker.formats.strict_json import read_json

PUBLISHED = "https://github.com/npm/attestation/tree/main/specs/publish/"
"""How npm's own statement begins to name its type."""

_MOST = 20
_HOSTED = "https://github.com/"
_ARC = "1.3.6.1.4.1.57264.1."
_REPOSITORY, _COMMIT, _REF, _CONFIGURED_BY = (f"{_ARC}{number}" for number in (12, 13, 14, 18))
_NOT_VERIFIED_HERE = ("intoto",)


def verify_npm(data: bytes, *, file: ListedFile, verifier: Verifier) -> FileProvenance:
    """What a registry's list of attestations proves of one tarball, which `purl` and `sha512` of the file name.

    Raises:
        InputRefusedError: it is none, or of a form that cannot be verified here.
    """
    where = Place(source=f"the provenance of {file.name}")
    document = object_of(read_json(data, source=where.source), where.source)
    listed = objects_of(field_of(document, "attestations"), "attestations")
    if not 1 <= len(listed) <= _MOST:
        raise InputRefusedError(f"{where.source} holds {len(listed)} attestations, expected 1 to {_MOST}", where=where)
    found: list[Attested] = []
    for item in listed:
        predicate = text_of(field_of(item, "predicateType"), "predicateType")
        bundle = object_of(field_of(item, "bundle"), "bundle")
        if predicate.startswith(PUBLISHED):
            found += _of_registry(bundle, predicate, file)
        else:
            _refuse_unverifiable(bundle, where)
            found.append(_of_workflow(bundle, predicate, file, verifier))
    return FileProvenance(attested=tuple(found))


def _refuse_unverifiable(bundle: dict[str, Json], where: Place) -> None:
    material = object_of(field_of(bundle, "verificationMaterial"), "verificationMaterial")
    for entry in objects_of(field_of(material, "tlogEntries"), "tlogEntries"):
        form = object_of(field_of(entry, "kindVersion"), "kindVersion")
        if form.get("kind") in _NOT_VERIFIED_HERE:
            raise InputRefusedError(
                f"{where.source} is in the log as {form.get('kind')}, which cannot be verified here, expected dsse",
                hint="publish with a newer npm, such as 11.19",
                where=where,
            )


def _of_registry(bundle: dict[str, Json], predicate: str, file: ListedFile) -> list[Attested]:
    """Nothing, where the registry's own statement is about this tarball; else one that does not hold."""

    def look() -> None:
        envelope = object_of(field_of(bundle, "dsseEnvelope"), "dsseEnvelope")
        payload = base64.b64decode(text_of(field_of(envelope, "payload"), "payload"), validate=True)
        _refuse_another(read_json(payload, source="the statement"), predicate=predicate, file=file)

    why = _why(look)
    return [Attested(predicate=predicate, why=why)] if why else []


def _of_workflow(bundle: dict[str, Json], predicate: str, file: ListedFile, verifier: Verifier) -> Attested:
    claims: dict[str, str] = {}

    def verify() -> None:
        opened = Bundle.from_json(canonical_bytes(bundle))
        kind, payload = verifier.verify_dsse(opened, policy.OIDCIssuerV2(ISSUER))
        if kind != IN_TOTO or predicate != V1:
            raise TrustError(f"{predicate[:200]!a} in {kind!a} is signed, expected {V1} in {IN_TOTO}")
        statement = read_json(payload, source="the statement")
        _refuse_another(statement, predicate=predicate, file=file)
        claims.update(Attestation.from_bundle(opened).certificate_claims)
        _refuse_contradiction(object_of(statement, "the statement"), claims)

    why = _why(verify)
    repository, workflow = _workflow_of(claims) if not why else ("", "")
    return Attested(predicate=predicate, kind=GITHUB_KIND, repository=repository, workflow=workflow, why=why)


def _refuse_another(statement: Json, *, predicate: str, file: ListedFile) -> None:
    """Accept only a statement of this type about exactly this tarball, by package, version and SHA-512."""
    fields = object_of(statement, "the statement")
    subjects = objects_of(field_of(fields, "subject"), "subject")
    if fields.get("_type") not in STATEMENTS or len(subjects) != 1 or fields.get("predicateType") != predicate:
        raise TrustError("the statement is no in-toto statement of its type about one subject")
    named = text_of(field_of(subjects[0], "name"), "name")
    digest = object_of(field_of(subjects[0], "digest"), "digest").get("sha512")
    if unquote(named) != file.purl:
        raise TrustError(f"the statement is about {named[:300]!a}, expected {file.purl}")
    if not file.sha512 or digest != file.sha512:
        raise TrustError(f"the statement is about a tarball with the sha512 {str(digest)[:128]!a}")


def _refuse_contradiction(statement: dict[str, Json], claims: dict[str, str]) -> None:
    """Accept only a source that the certificate names as well: the job writes the one, and not the other."""
    definition = object_of(field_of(object_of(statement.get("predicate"), "predicate"), "buildDefinition"), "build")
    outer = object_of(field_of(definition, "externalParameters"), "externalParameters")
    workflow = object_of(field_of(outer, "workflow"), "workflow")
    repository, ref = claims.get(_REPOSITORY, ""), claims.get(_REF, "")
    told = {
        "repository": (workflow.get("repository"), repository),
        "ref": (workflow.get("ref"), ref),
        "path": (f"{repository}/{workflow.get('path')}@{ref}", claims.get(_CONFIGURED_BY, "")),
    }
    for item in objects_of(definition.get("resolvedDependencies", []), "resolvedDependencies"):
        if str(item.get("uri", "")).startswith(f"git+{repository}@"):
            told["commit"] = (object_of(item.get("digest"), "digest").get("gitCommit"), claims.get(_COMMIT, ""))
    for name, (seen, expected) in told.items():
        if not expected or seen != expected:
            raise TrustError(f"the statement says the {name} is {str(seen)[:200]!a}, its certificate {expected!a}")


def _workflow_of(claims: dict[str, str]) -> tuple[str, str]:
    """Repository and file name of the workflow, as publishers are declared."""
    repository, file = claims[_REPOSITORY], claims[_CONFIGURED_BY].rpartition("@")[0]
    return repository.removeprefix(_HOSTED), file.removeprefix(f"{repository}/.github/workflows/")


def _why(step: Callable[[], None]) -> str:
    """Why a step failed, in one line; empty when it did not."""
    try:
        step()
    except CleanReleaseError as error:
        return error.message
    except (
        AttestationError,
        SigstoreError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
    ) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        return f"it does not verify: {said[:300]}"
    return ""
