"""Opening evidence: who signed is proven before anything is read, and by builders only."""

from dataclasses import replace

import pytest

from checker.application.open_evidence import EvidenceReader
from checker.application.sign_evidence import is_audit, sign_evidence
from checker.domain.digest import digest_of
from checker.domain.evidence import EvidenceDocument, Signer, SignerKind
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor, KeyRole, TrustedKey
from checker.errors import InputRefusedError, TrustError
from checker.formats.evidence_content import CYCLONEDX
from checker.formats.in_toto_types import IN_TOTO
from checker.ports.statement_verifier import VerifiedPayload
from tests.evidence_builders import BUILDER, JUNIT, bom_bytes, build_run, signed, statement
from tests.fakes.memory_keys import MemorySigner
from tests.project_builders import EVALUATED_AT, audit_bytes

KEY = TrustedKey(name="ci", role=KeyRole.BUILDER, public_key=BUILDER.identity.public_key)
ANCHOR = Anchor(bundles=(), repositories=(), keys=(KEY,))
SECOND = MemorySigner("second")


def opened(data: bytes, *, anchor: Anchor | None = ANCHOR) -> EvidenceDocument:
    return EvidenceReader(anchor=anchor, namespace=Namespace.REAL, at=EVALUATED_AT).open(data, source="it")


def anchored(key: TrustedKey) -> Anchor:
    return replace(ANCHOR, keys=(key,))


def test_what_a_builder_signed_is_verified_and_says_by_whom() -> None:
    envelope = signed(statement())
    found = opened(envelope)
    assert found.signer == Signer(kind=SignerKind.KEY, id=BUILDER.identity.fingerprint, name="ci")
    assert found.is_verified
    assert (found.digest, f"sha256:{found.sha256}") == (digest_of(envelope), digest_of(envelope))


@pytest.mark.parametrize("data", [statement(), JUNIT, bom_bytes(), build_run()])
def test_what_nobody_signed_is_read_and_not_verified(data: bytes) -> None:
    found = opened(data, anchor=None)
    assert not found.is_verified
    assert found.signer.to_json() == {"kind": "none", "id": "", "name": "", "issuer": ""}


def test_who_signed_does_not_change_what_was_found() -> None:
    assert opened(signed(statement())).facts_digest == opened(statement()).facts_digest


@pytest.mark.parametrize("data", [statement(), JUNIT, bom_bytes(), build_run()])
def test_every_form_can_be_signed(data: bytes) -> None:
    found = opened(sign_evidence(data, source="it", signer=BUILDER))
    assert found.is_verified
    assert found.facts_digest == opened(data).facts_digest


def test_what_is_no_evidence_is_never_signed() -> None:
    with pytest.raises(InputRefusedError, match="no evidence"):
        sign_evidence(b"{}", source="it", signer=BUILDER)
    assert is_audit(audit_bytes())
    assert not is_audit(JUNIT)


@pytest.mark.parametrize(
    ("key", "says"),
    [
        (replace(KEY, role=KeyRole.AUDITOR), "no builder key"),
        (replace(KEY, revoked=True), "no builder key"),
        (replace(KEY, not_after="2026-01-01T00:00:00Z"), "no builder key"),
        (replace(KEY, not_before="2027-01-01T00:00:00Z"), "no builder key"),
        (replace(KEY, public_key=SECOND.identity.public_key), "0 of 1 usable keys"),
    ],
)
def test_what_no_valid_builder_signed_is_refused(key: TrustedKey, says: str) -> None:
    with pytest.raises(TrustError, match=says):
        opened(signed(statement()), anchor=anchored(key))


def test_signed_evidence_without_an_anchor_is_refused() -> None:
    with pytest.raises(TrustError, match="no builder key"):
        opened(signed(statement()), anchor=None)


def test_one_more_signature_by_a_stranger_is_refused() -> None:
    with pytest.raises(TrustError, match="that no builder key of the anchor made"):
        opened(signed(statement(), by=(BUILDER, SECOND)))


def test_two_builders_may_sign_together() -> None:
    second = TrustedKey(name="other", role=KeyRole.BUILDER, public_key=SECOND.identity.public_key)
    found = opened(signed(statement(), by=(BUILDER, SECOND)), anchor=replace(ANCHOR, keys=(KEY, second)))
    assert found.signer.id == min(BUILDER.identity.fingerprint, SECOND.identity.fingerprint)


def test_a_swapped_payload_type_is_refused() -> None:
    envelope = signed(bom_bytes(), payload_type=CYCLONEDX)
    with pytest.raises(TrustError, match="usable keys signed it"):
        opened(envelope.replace(CYCLONEDX.encode(), IN_TOTO.encode()))


def test_another_payload_type_is_refused() -> None:
    with pytest.raises(TrustError, match="expected evidence"):
        opened(signed(audit_bytes(), payload_type="application/vnd.clean-release.audit.v1+json"))


def test_a_list_is_no_evidence() -> None:
    with pytest.raises(InputRefusedError, match="no evidence"):
        opened(b"[{}]")


class _Certified:
    """A verifier of a form of its own."""

    def recognises(self, fields: frozenset[str]) -> bool:
        return "mediaType" in fields

    def verify(self, data: bytes, *, source: str) -> VerifiedPayload:
        assert (data, source) == (b' {"mediaType": 1}', "it")
        signer = Signer(kind=SignerKind.IDENTITY, id="who", issuer="https://issuer.example")
        return VerifiedPayload(payload=statement(), payload_type=IN_TOTO, signer=signer)


def test_another_way_to_prove_who_signed_plugs_in() -> None:
    reader = EvidenceReader(anchor=ANCHOR, namespace=Namespace.REAL, at=EVALUATED_AT, verifiers=(_Certified(),))
    found = reader.open(b' {"mediaType": 1}', source="it")
    assert (found.signer.kind, found.signer.issuer, found.is_verified) == ("identity", "https://issuer.example", True)
    assert not reader.open(statement(), source="it").is_verified
    with pytest.raises(InputRefusedError, match="no evidence"):
        opened(b'{"mediaType": 1}')


@pytest.mark.parametrize("data", [signed(statement(), by=(SECOND,)), statement()])
def test_a_trial_takes_evidence_as_if_nobody_had_signed_it(data: bytes) -> None:
    found = EvidenceReader.peek(data, source="it")
    assert (found.is_verified, found.content.kind) == (False, "provenance")
