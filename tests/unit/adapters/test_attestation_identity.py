"""What a certificate says of a run: whose it is, and whether a statement contradicts it."""

from typing import Any

import pytest

from checker.adapters.attestations.bundle_verifier import BundleVerifier
from checker.adapters.attestations.identity import certified, text_of_claim
from checker.domain.trust import TrustedRepository
from checker.errors import InputRefusedError, TrustError

REPOSITORY, REF, COMMIT = "https://github.com/octo/widget", "refs/tags/v1", "a" * 40
FILE = f"{REPOSITORY}/.github/workflows/release.yml@{REF}"
CLAIMS = {
    "1.8": "https://token.actions.githubusercontent.com",
    "1.9": FILE,
    "1.12": REPOSITORY,
    "1.13": COMMIT,
    "1.14": REF,
    "1.15": "7",
    "1.17": "8",
    "1.18": FILE,
}
WIDGET = TrustedRepository(host="github.com", slug="octo/widget", repository_id=7, owner_id=8)


def statement(workflow: dict[str, Any], *dependencies: dict[str, Any]) -> dict[str, Any]:
    definition = {"externalParameters": {"workflow": workflow}, "resolvedDependencies": list(dependencies)}
    definition["buildType"] = "https://actions.github.io/buildtypes/workflow/v1"
    details = {"builder": {"id": FILE}}
    predicate = {"buildDefinition": definition, "runDetails": details}
    return {"predicateType": "https://slsa.dev/provenance/v1", "predicate": predicate}


WORKFLOW = {"repository": REPOSITORY, "ref": REF, "path": ".github/workflows/release.yml"}
OWN = {"uri": f"git+{REPOSITORY}@{REF}", "digest": {"gitCommit": COMMIT}}


def test_a_repository_is_told_by_its_name_and_its_ids() -> None:
    found = certified(CLAIMS)
    assert found.is_of(WIDGET)
    assert found.is_of(TrustedRepository(host="github.com", slug="Octo/Widget"))
    assert (found.issuer, found.workflow, found.shown) == (CLAIMS["1.8"], FILE, REPOSITORY)


@pytest.mark.parametrize(
    "other",
    [
        TrustedRepository(host="github.com", slug="octo/widge"),
        TrustedRepository(host="github.example", slug="octo/widget"),
        TrustedRepository(host="github.com", slug="octo/widget", repository_id=9),
        TrustedRepository(host="github.com", slug="octo/widget", repository_id=7, owner_id=9),
    ],
)
def test_a_name_that_was_given_to_another_repository_is_not_enough(other: TrustedRepository) -> None:
    assert not certified(CLAIMS).is_of(other)


def test_another_issuer_vouches_for_nothing() -> None:
    assert not certified({**CLAIMS, "1.8": "https://issuer.example"}).is_of(WIDGET)


@pytest.mark.parametrize("claim", sorted(CLAIMS))
def test_a_certificate_that_is_not_of_a_workflow_run_is_refused(claim: str) -> None:
    with pytest.raises(TrustError, match="not one of a workflow run"):
        certified({**CLAIMS, claim: ""})


def test_provenance_that_says_what_the_certificate_says_is_let_through() -> None:
    others = {"uri": "git+https://github.com/octo/other@v1", "digest": {"gitCommit": "b" * 40}}
    certified(CLAIMS).refuse_contradiction(statement(WORKFLOW, OWN, others, {"name": "x"}))
    certified(CLAIMS).refuse_contradiction({"predicateType": "https://example/other", "predicate": None})


@pytest.mark.parametrize(
    "workflow",
    [
        {**WORKFLOW, "repository": "https://github.com/octo/other"},
        {**WORKFLOW, "ref": "refs/heads/main"},
        {**WORKFLOW, "path": ".github/workflows/other.yml"},
        {"ref": REF, "path": WORKFLOW["path"]},
        {},
    ],
)
def test_provenance_of_another_source_than_the_certificate_s_is_refused(workflow: dict[str, Any]) -> None:
    with pytest.raises(TrustError, match="its certificate"):
        certified(CLAIMS).refuse_contradiction(statement(workflow, OWN))


@pytest.mark.parametrize(
    "uri",
    [
        f"{REPOSITORY}@{REF}",
        f"git+{REPOSITORY}.git@{REF}",
        f"git+{REPOSITORY}/@{REF}",
        f"git+{REPOSITORY.replace('octo', 'Octo')}@{REF}",
    ],
)
@pytest.mark.parametrize("name", ["uri", "name"])
def test_no_spelling_of_the_address_hides_another_commit(uri: str, name: str) -> None:
    for digest in ({"gitCommit": "b" * 40}, {"sha1": "b" * 40}, {"gitCommit": COMMIT, "sha1": "b" * 40}):
        with pytest.raises(TrustError, match="the commit is"):
            certified(CLAIMS).refuse_contradiction(statement(WORKFLOW, {name: uri, "digest": digest}))


def test_provenance_of_another_builder_than_the_one_that_signed_is_refused() -> None:
    said = statement(WORKFLOW, OWN)
    said["predicate"]["runDetails"]["builder"]["id"] = "https://builder.example"
    with pytest.raises(TrustError, match=r"the builder is 'https://builder\.example'"):
        certified(CLAIMS).refuse_contradiction(said)


def test_provenance_of_the_older_form_says_too_little_to_be_held_to_a_certificate() -> None:
    with pytest.raises(TrustError, match="expected https://slsa"):
        certified(CLAIMS).refuse_contradiction({"predicateType": "https://slsa.dev/provenance/v0.2", "predicate": {}})


def test_a_run_is_told_with_its_repository_and_commit() -> None:
    run = certified(CLAIMS).run
    assert (run.repository, run.commit) == ("github.com/octo/widget", COMMIT)


@pytest.mark.parametrize("digest", [{"gitCommit": "b" * 40}, {}])
def test_provenance_of_another_commit_than_the_certificate_s_is_refused(digest: dict[str, str]) -> None:
    with pytest.raises(TrustError, match="says the commit is"):
        certified(CLAIMS).refuse_contradiction(statement(WORKFLOW, {**OWN, "digest": digest}))


@pytest.mark.parametrize("length", [0, 5, 127, 128, 300])
def test_a_claim_is_read_whatever_its_length(length: int) -> None:
    size = bytes([length]) if length < 128 else (b"\x81\x80" if length == 128 else b"\x82\x01\x2c")
    assert text_of_claim(b"\x0c" + size + b"x" * length) == "x" * length


@pytest.mark.parametrize(
    "value", [b"", b"\x0c", b"\x0c\x02x", b"\x04\x01x", b"\x0c\x01\xff", b"\x0c\x82\x01", b"plain"]
)
def test_a_claim_that_is_no_text_is_refused(value: bytes) -> None:
    with pytest.raises(InputRefusedError, match="no text"):
        text_of_claim(value)


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({"mediaType", "verificationMaterial", "dsseEnvelope"}, True),
        ({"payloadType", "payload", "signatures"}, False),
        (set(), False),
    ],
)
def test_a_bundle_is_told_by_its_fields(fields: set[str], known: bool) -> None:  # noqa: FBT001 - a table
    assert BundleVerifier(lambda: ()).recognises(frozenset(fields)) is known


@pytest.mark.parametrize("data", [b"{}", b'{"mediaType": 1, "verificationMaterial": {}}', b'{"a": 1, "a": 2}', b"["])
def test_what_is_no_bundle_is_refused(data: bytes) -> None:
    with pytest.raises(InputRefusedError) as refused:
        BundleVerifier(lambda: (WIDGET,)).verify(data, source="evidence/x.json")
    assert refused.value.where is not None
    assert refused.value.where.source == "evidence/x.json"
