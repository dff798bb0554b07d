"""Provenance of an npm package: signed by a run, about this very tarball, with the source of its certificate."""

import json
from copy import deepcopy
from typing import Any

import pytest

from checker.adapters.registry.provenance import SigstoreProvenance
from checker.domain.listing import ListedFile
from checker.domain.provenance import Attested
from checker.domain.publisher import Publisher, PublishingRegistry
from checker.errors import InputRefusedError
from tests.local_sigstore import LocalSigstore, Run, a_sigstore
from tests.npm_attestations import SHA512, SLSA, a_statement, provenance, publication

FILE = ListedFile(name="widget-1.2.3.tgz", version="1.2.3", purl="pkg:npm/widget@1.2.3", sha512=SHA512)
OWN = Publisher(
    registry=PublishingRegistry.NPM, project="widget", owner="Octo", repository="widget", workflow="release.yml"
)


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> SigstoreProvenance:
    path = tmp_path_factory.mktemp("roots") / "trusted_root.json"
    path.write_text(json.dumps(a_sigstore().root()), encoding="utf-8")
    return SigstoreProvenance(path)


def attested(verifier: SigstoreProvenance, *listed: dict[str, Any], file: ListedFile = FILE) -> tuple[Attested, ...]:
    data = json.dumps({"attestations": listed}).encode()
    return verifier.verify(data, file=file, sha256="a" * 64).attested


def why(verifier: SigstoreProvenance, listed: dict[str, Any], file: ListedFile = FILE) -> str:
    (one,) = attested(verifier, listed, file=file)
    assert (one.holds, one.repository, one.workflow, one.is_by([OWN])) == (False, "", "", False)
    return one.why


def test_a_run_of_the_declared_workflow_is_that_of_the_publisher(verifier: SigstoreProvenance) -> None:
    (one,) = attested(verifier, publication(), provenance())

    assert (one.holds, one.predicate, one.repository, one.workflow) == (True, SLSA, "octo/widget", "release.yml")
    assert one.is_by([OWN])


def test_a_scoped_name_is_that_of_its_address_in_either_spelling(verifier: SigstoreProvenance) -> None:
    scoped = ListedFile(name="acme-w-1.2.3.tgz", version="1.2.3", purl="pkg:npm/@acme/w@1.2.3", sha512=SHA512)
    for name in ("pkg:npm/%40acme/w@1.2.3", "pkg:npm/@acme/w@1.2.3"):
        (one,) = attested(verifier, provenance(a_statement(name)), file=scoped)
        assert one.holds


@pytest.mark.parametrize("run", [Run(repository="octo/other"), Run(file="other.yml")])
def test_another_repository_or_workflow_holds_and_is_not_the_publisher(verifier: SigstoreProvenance, run: Run) -> None:
    (one,) = attested(verifier, provenance(run=run))

    assert (one.holds, one.is_by([OWN])) == (True, False)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (a_statement("pkg:npm/other@1.2.3"), "is about 'pkg:npm/other@1.2.3', expected pkg:npm/widget@1.2.3"),
        (a_statement("pkg:npm/widget@1.2.4"), "expected pkg:npm/widget@1.2.3"),
        (a_statement("pkg:npm/widget%401.2.3"), ""),
        (a_statement(sha512="0" * 128), "about a tarball with the sha512"),
        ({**a_statement(), "subject": []}, "about one subject"),
        ({**a_statement(), "subject": a_statement()["subject"] * 2}, "about one subject"),
        ({**a_statement(), "_type": "https://example.org"}, "about one subject"),
        ({**a_statement(), "predicateType": "https://example.org"}, "about one subject"),
        ({**a_statement(), "predicate": {}}, "buildDefinition"),
        (a_statement(run=Run(repository="octo/other")), "the statement says the repository is"),
        (a_statement(run=Run(ref="refs/heads/main")), "the statement says the ref is"),
        (a_statement(run=Run(file="other.yml")), "the statement says the path is"),
        (a_statement(run=Run(commit="b" * 40)), "the statement says the commit is"),
    ],
)
def test_a_statement_of_something_else_than_its_certificate_or_this_tarball_does_not_hold(
    verifier: SigstoreProvenance, statement: dict[str, Any], said: str
) -> None:
    if said:
        assert said in why(verifier, provenance(statement))
    else:
        assert attested(verifier, provenance(statement))[0].holds


def test_a_tarball_whose_digest_the_registry_does_not_give_is_nobodys(verifier: SigstoreProvenance) -> None:
    bare = ListedFile(name=FILE.name, version="1.2.3", purl=FILE.purl)

    assert "about a tarball with the sha512" in why(verifier, provenance(a_statement(sha512="")), file=bare)


def changed(path: tuple[Any, ...], value: object) -> dict[str, Any]:
    made = deepcopy(provenance())
    place: Any = made["bundle"]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return made


ENTRY = ("verificationMaterial", "tlogEntries", 0)


@pytest.mark.parametrize(
    "tampered",
    [
        changed(("dsseEnvelope", "signatures", 0, "sig"), "AAAA"),
        changed(("dsseEnvelope", "payload"), provenance(a_statement("x"))["bundle"]["dsseEnvelope"]["payload"]),
        changed(("verificationMaterial", "certificate"), provenance()["bundle"]["verificationMaterial"]["certificate"]),
        changed((*ENTRY, "inclusionPromise", "signedEntryTimestamp"), "AAAA"),
        changed((*ENTRY, "integratedTime"), "1900000000"),
        changed((*ENTRY, "canonicalizedBody"), "e30="),
        changed(("verificationMaterial", "certificate", "rawBytes"), "AAAA"),
        changed(("dsseEnvelope",), {}),
    ],
)
def test_a_bundle_that_was_changed_does_not_hold(verifier: SigstoreProvenance, tampered: dict[str, Any]) -> None:
    assert "it does not verify" in why(verifier, tampered)


def test_other_roots_other_issuers_and_other_kinds_do_not_hold(verifier: SigstoreProvenance) -> None:
    foreign = {"predicateType": SLSA, "bundle": LocalSigstore().bundle(a_statement())}
    assert "it does not verify" in why(verifier, foreign)
    assert "it does not verify" in why(verifier, provenance(run=Run(issuer="https://example.org")))
    assert "is signed, expected" in why(verifier, provenance(kind="text/plain"))
    assert "is signed, expected" in why(verifier, {**provenance(), "predicateType": "https://example.org"})


def test_what_the_registry_itself_says_of_another_tarball_does_not_hold(verifier: SigstoreProvenance) -> None:
    assert attested(verifier, publication()) == ()
    assert "expected pkg:npm/widget@1.2.3" in why(verifier, publication("pkg:npm/other@1.2.3"))
    assert "about a tarball" in why(verifier, publication(sha512="0" * 128))


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"attestations": []},
        {"attestations": [provenance()] * 21},
        {"attestations": [{"predicateType": SLSA}]},
        {"attestations": [changed((*ENTRY, "kindVersion"), {"kind": "intoto", "version": "0.0.2"})]},
    ],
)
def test_what_is_no_list_or_cannot_be_verified_here_is_not_read(
    verifier: SigstoreProvenance, document: dict[str, Any]
) -> None:
    with pytest.raises(InputRefusedError):
        verifier.verify(json.dumps(document).encode(), file=FILE, sha256="a" * 64)


def test_the_public_roots_know_nothing_of_a_sigstore_of_ones_own() -> None:
    assert "it does not verify" in why(SigstoreProvenance(), provenance())
