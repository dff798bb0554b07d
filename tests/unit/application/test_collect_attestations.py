"""Attestations of artifacts: what is verified is kept, what is not is named, what was not read is said."""

import json
from typing import TYPE_CHECKING

import pytest

from checker.application.collect_attestations import MOST_ARTIFACTS, AttestedArtifact, collect_attestations
from checker.domain.evidence import Signer, SignerKind
from checker.domain.json_value import Json
from checker.domain.manifest import Artifact
from checker.domain.observation import Status
from checker.errors import TrustError, UsageError
from checker.ports.statement_verifier import VerifiedPayload
from tests.fakes.scripted_provider import ScriptedProvider, answered

if TYPE_CHECKING:
    from checker.domain.response import Response

SHA256 = "c" * 64
ARTIFACT = Artifact(name="widget.tar.gz", kind="sdist", sha256=SHA256, size=1)
PATH = f"repos/octo/widget/attestations/sha256:{SHA256}"


class Believing:
    """Believes every bundle but one that says it is false; its statement is the bundle itself."""

    def recognises(self, fields: frozenset[str]) -> bool:
        return "subject" in fields

    def verify(self, data: bytes, *, source: str) -> VerifiedPayload:
        if "false" in json.loads(data):
            raise TrustError(f"{source} does not hold")
        return VerifiedPayload(payload=data, payload_type="x", signer=Signer(kind=SignerKind.IDENTITY))


def bundle(sha256: str = SHA256, **more: Json) -> dict[str, Json]:
    return {"subject": [{"name": ARTIFACT.name, "digest": {"sha256": sha256}}], **more}


def listed(*bundles: Json) -> Json:
    return {"attestations": [{"bundle": one} for one in bundles]}


def attested(answer: "Json | Response") -> AttestedArtifact:
    provider = ScriptedProvider(answers={PATH: answer})
    (found,) = collect_attestations([ARTIFACT], slug="octo/widget", provider=provider, verifier=Believing())
    assert provider.asked == [f"{PATH}?per_page=100"]
    return found


def test_what_is_verified_is_kept_under_its_digest() -> None:
    found = attested(listed(bundle()))
    assert (found.status, found.is_attested, found.refused) == (Status.COLLECTED, True, ())
    (file,) = found.files
    assert json.loads(file.data) == bundle()
    assert file.name.endswith(".sigstore.json")


def test_what_does_not_hold_is_named_and_not_kept() -> None:
    found = attested(listed(bundle(false=True), bundle("d" * 64), bundle()))
    assert (len(found.files), len(found.refused), found.is_attested) == (1, 2, False)
    assert "does not hold" in found.refused[0]
    assert found.refused[1].endswith(f"the statement is not about widget.tar.gz with the sha256 {SHA256}")


def test_a_bundle_that_says_nothing_is_named() -> None:
    found = attested(listed({"subject": "everything"}))
    assert (found.files, len(found.refused)) == ((), 1)


def test_nothing_is_attested_without_an_attestation() -> None:
    found = attested(listed())
    assert (found.status, found.is_attested) == (Status.COLLECTED, False)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (answered(PATH, {"message": "Not Found"}, status=404), Status.NOT_FOUND),
        (answered(PATH, {"message": "Resource not accessible by integration"}, status=403), Status.DENIED),
        (answered(PATH, None, status=0, failure="there was no answer in time"), Status.ERROR),
        (answered(PATH, listed(bundle()), failure="page 2 could not be read"), Status.INCOMPLETE),
        (listed(*(bundle(number=number) for number in range(101))), Status.INCOMPLETE),
        (listed(None), Status.ERROR),
        ([], Status.ERROR),
    ],
)
def test_what_was_not_read_whole_is_said(answer: "Json | Response", status: Status) -> None:
    assert attested(answer).status is status


@pytest.mark.parametrize("count", [0, MOST_ARTIFACTS + 1])
def test_a_manifest_with_no_artifact_or_too_many_is_refused(count: int) -> None:
    with pytest.raises(UsageError, match=f"{count} artifacts"):
        collect_attestations(
            [ARTIFACT] * count, slug="octo/widget", provider=ScriptedProvider(answers={}), verifier=Believing()
        )
