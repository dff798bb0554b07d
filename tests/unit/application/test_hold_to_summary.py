"""A summary vouches for a report only if a permit key of one's own signed exactly what follows from it."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from checker.application.attest_verdict import attest_verdict
from checker.application.hold_to_summary import refuse_other_summary
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.domain.report import Gating
from checker.domain.trust import Anchor, KeyRole, TrustedKey
from checker.errors import TrustError
from checker.formats.canonical import canonical_bytes
from checker.formats.dsse_v1 import SignedBytes, parse_envelope, render_envelope
from checker.formats.report_v1 import StoredReport, read_report, report_bytes
from checker.formats.snapshot_v1 import content_bytes, snapshot_bytes
from checker.formats.strict_json import read_json
from checker.ports.store import Document, SnapshotRecord
from tests.builders import EVALUATED_AT
from tests.evidence_builders import MANIFEST
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_keys import MemorySigner
from tests.fakes.memory_store import MemoryStore
from tests.project_builders import manifest_bytes
from tests.report_builders import a_report, a_rule, passed

NOW = "2026-03-20T12:00:00Z"
PERMIT = MemorySigner("permit")
KEY = TrustedKey(name="publisher", role=KeyRole.PERMIT, public_key=PERMIT.identity.public_key)
ANCHOR = Anchor(bundles=(), repositories=(), keys=(KEY,), digest=Digest("sha256:" + "a" * 64))
STORE = MemoryStore(clock=FixedClock(), namespace=Namespace.REAL)
OF_FILES = a_rule("manifest.artifacts_sound", reads=["manifest"])


def kept(project: str = "acme") -> StoredReport:
    """A pass that gates, with what it was made from."""
    made = a_report(
        passed(OF_FILES, project),
        gating=Gating(gating=True),
        anchor=str(ANCHOR.digest),
        manifest_digest=str(MANIFEST.digest),
    )
    data, manifest = report_bytes(made), canonical_bytes(read_json(manifest_bytes(), source="it"))
    snapshot, content = snapshot_bytes(made.snapshot), content_bytes(made.snapshot)
    STORE.put_snapshot(snapshot=SnapshotRecord(digest=made.snapshot.digest, data=snapshot, content=content))
    document = Document(kind=DocumentKind.MANIFEST, digest=digest_of(manifest), data=manifest)
    STORE.put_report(digest=digest_of(data), data=data, inputs=(document,))
    return read_report(data)


REPORT = kept()
SUMMARY = attest_verdict(REPORT, anchor=ANCHOR, signer=PERMIT, store=STORE)


def vouched(envelope: bytes = SUMMARY, *, report: StoredReport = REPORT, own: Anchor = ANCHOR, now: str = NOW) -> str:
    return refuse_other_summary(envelope, report=report, own=own, now=now, store=STORE)


def signed(statement: Json, by: MemorySigner = PERMIT) -> bytes:
    """An envelope that somebody made over any statement."""
    unsigned = SignedBytes(payload=canonical_bytes(statement))
    signatures: dict[str, bytes] = {by.identity.fingerprint: by.sign(unsigned.to_sign())}
    return render_envelope(SignedBytes(payload=unsigned.payload, signatures=signatures))


def statement() -> dict[str, Json]:
    document: dict[str, Json] = json.loads(parse_envelope(SUMMARY, source="it").payload)
    return document


def test_the_summary_of_this_report_names_the_key_that_vouches() -> None:
    assert vouched() == "publisher"


def test_one_trusted_signature_of_several_is_enough() -> None:
    other = TrustedKey(name="other", role=KeyRole.PERMIT, public_key=MemorySigner("other").identity.public_key)
    assert vouched(own=replace(ANCHOR, keys=(other, KEY))) == "publisher"


@pytest.mark.parametrize(
    "key",
    [
        replace(KEY, role=KeyRole.BUILDER),
        replace(KEY, role=KeyRole.AUDITOR),
        replace(KEY, revoked=True),
        replace(KEY, not_before=NOW),
        replace(KEY, not_after=EVALUATED_AT),
        replace(KEY, not_after="2026-03-19T12:00:00Z"),
    ],
)
def test_a_key_that_is_no_valid_permit_key_then_and_now_vouches_for_nothing(key: TrustedKey) -> None:
    with pytest.raises(TrustError, match="no key with the role permit that is valid at"):
        vouched(own=replace(ANCHOR, keys=(key,)))


def test_a_stranger_vouches_for_nothing() -> None:
    with pytest.raises(TrustError, match="0 of 1 usable keys signed it"):
        vouched(signed(statement(), by=MemorySigner("stranger")))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"subject": []}, "subject"),
        ({"policy": {}}, "policy"),
        ({"inputAttestations": []}, "inputAttestations"),
        ({"verificationResult": "FAILED"}, "verificationResult"),
        ({"timeVerified": NOW}, "timeVerified"),
        ({"more": 1}, "more"),
    ],
)
def test_what_differs_from_the_report_in_any_field_vouches_for_nothing(changes: Mapping[str, Json], says: str) -> None:
    document = statement()
    for name, value in changes.items():
        holder = document if name in document else document["predicate"]
        assert isinstance(holder, dict)
        holder[name] = value
    with pytest.raises(TrustError, match=f"not the one of report {REPORT.digest}: it differs in {says}$"):
        vouched(signed(document))


def test_the_same_fields_in_other_bytes_are_not_the_same() -> None:
    unsigned = SignedBytes(payload=json.dumps(statement(), indent=1).encode())
    signatures: dict[str, bytes] = {PERMIT.identity.fingerprint: PERMIT.sign(unsigned.to_sign())}
    with pytest.raises(TrustError, match="it differs in its form"):
        vouched(render_envelope(SignedBytes(payload=unsigned.payload, signatures=signatures)))


@pytest.mark.parametrize("other", [[], {"predicate": 1}])
def test_what_is_no_statement_vouches_for_nothing(other: Json) -> None:
    with pytest.raises(TrustError, match="it differs in _type, inputAttestations"):
        vouched(signed(other))


def test_the_summary_of_one_report_does_not_vouch_for_another() -> None:
    with pytest.raises(TrustError, match=r"it differs in inputAttestations$"):
        vouched(report=kept("other"))


def test_a_report_that_may_not_be_attested_to_is_not_vouched_for() -> None:
    blocked = read_report(
        report_bytes(
            a_report(passed(OF_FILES, "acme"), manifest_digest="", manifest_version="", anchor=str(ANCHOR.digest))
        )
    )
    with pytest.raises(TrustError, match=r"about a report that may not be attested to: .*judged no manifest"):
        vouched(report=blocked)
