"""SLSA verification summaries (VSA v1): a passed verdict in the form that others verify.

The verifier is named by the fingerprint of the key that signs, so that a consumer who trusts the key knows the name.
Source: slsa.dev/spec/v1.0/verification_summary; the statement is github.com/in-toto/attestation, spec/v1/statement.md.
"""

from dataclasses import dataclass

from checker.domain.digest import Digest
from checker.domain.json_value import Json
from checker.domain.manifest import Artifact
from checker.formats.canonical import canonical_bytes
from checker.formats.in_toto_types import STATEMENT, SUMMARY

LEVEL = "CLEAN_RELEASE_GATE"
_PREFIX = "sha256:"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedVerdict:
    """What is attested: these artifacts passed under this snapshot; `inputs` are kinds with digests."""

    verifier: Digest
    at: str
    resource: str
    artifacts: tuple[Artifact, ...]
    snapshot: Digest
    inputs: tuple[tuple[str, Digest], ...]


def render_summary(verdict: PassedVerdict) -> bytes:
    """The canonical bytes of the statement that is signed."""
    subjects: list[Json] = [{"name": one.name, "digest": {"sha256": one.sha256}} for one in verdict.artifacts]
    inputs: list[Json] = [_resource(kind, digest) for kind, digest in verdict.inputs]
    return canonical_bytes(
        {
            "_type": STATEMENT,
            "subject": subjects,
            "predicateType": SUMMARY,
            "predicate": {
                "verifier": {"id": f"urn:clean-release:verifier:{verdict.verifier}"},
                "timeVerified": verdict.at,
                "resourceUri": verdict.resource,
                "policy": _resource("snapshot", verdict.snapshot),
                "inputAttestations": inputs,
                "verificationResult": "PASSED",
                "verifiedLevels": [LEVEL],
                "slsaVersion": "1.0",
            },
        }
    )


def _resource(kind: str, digest: Digest) -> dict[str, Json]:
    return {"uri": f"urn:clean-release:{kind}:{digest}", "digest": {"sha256": digest.removeprefix(_PREFIX)}}
