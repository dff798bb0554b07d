"""Attesting: only a pass that gates in real, under this anchor, about files, by a permit key."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from checker.application.attest_verdict import attest_verdict
from checker.application.unjudged_evidence import UNJUDGED
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.domain.report import Gating
from checker.domain.trust import Anchor, KeyRole, TrustedKey
from checker.errors import NotFoundError, TrustError
from checker.formats.canonical import canonical_bytes
from checker.formats.report_v1 import read_report, report_bytes
from checker.formats.snapshot_v1 import content_bytes, snapshot_bytes
from checker.formats.strict_json import read_json
from checker.ports.store import Document, SnapshotRecord
from tests.evidence_builders import MANIFEST
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_keys import MemorySigner
from tests.fakes.memory_store import MemoryStore
from tests.project_builders import manifest_bytes
from tests.report_builders import a_report, a_rule, a_violation, failed, not_evaluated, passed

PERMIT = MemorySigner("permit")
DATA = canonical_bytes(read_json(manifest_bytes(), source="it"))
KEY = TrustedKey(name="publisher", role=KeyRole.PERMIT, public_key=PERMIT.identity.public_key)
DIGEST = Digest("sha256:" + "a" * 64)
ANCHOR = Anchor(bundles=(), repositories=(), keys=(KEY,), digest=DIGEST)
OF_FILES = a_rule("manifest.artifacts_sound", reads=["manifest"])
GATES = Gating(gating=True)


def attested(anchor: Anchor | None = ANCHOR, *, rulings: Any = None, stored: bool = True, **changes: Any) -> bytes:  # noqa: ANN401 - any part of a report
    parts = {"gating": GATES, "anchor": str(DIGEST), "manifest_digest": str(MANIFEST.digest), **changes}
    chosen = rulings if isinstance(rulings, tuple) else (rulings or passed(OF_FILES, "main"),)
    made = a_report(*chosen, **parts)
    report = report_bytes(made)
    store = MemoryStore(clock=FixedClock(), namespace=changes.get("namespace", Namespace.REAL))
    data, content = snapshot_bytes(made.snapshot), content_bytes(made.snapshot)
    store.put_snapshot(snapshot=SnapshotRecord(digest=made.snapshot.digest, data=data, content=content))
    kept = (Document(kind=DocumentKind.MANIFEST, digest=digest_of(DATA), data=DATA),) if stored else ()
    store.put_report(digest=digest_of(report), data=report, inputs=kept)
    return attest_verdict(read_report(report), anchor=anchor, signer=PERMIT, store=store)


def test_a_pass_that_gates_is_attested_about_every_artifact() -> None:
    statement = json.loads(base64.b64decode(json.loads(attested())["payload"]))
    assert statement["predicateType"] == "https://slsa.dev/verification_summary/v1"
    assert statement["subject"] == [{"name": one.name, "digest": {"sha256": one.sha256}} for one in MANIFEST.artifacts]
    predicate = statement["predicate"]
    assert predicate["verificationResult"] == "PASSED"
    assert predicate["verifier"]["id"] == f"urn:clean-release:verifier:{PERMIT.identity.fingerprint}"
    kinds = [item["uri"].split(":")[2] for item in predicate["inputAttestations"]]
    assert kinds[:2] == ["report", "manifest"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"rulings": failed(a_rule(), a_violation(a_rule(), "main"))}, "the verdict is blocked"),
        ({"gating": Gating(gating=False, because=("no lock names this snapshot",))}, "no lock names this snapshot"),
        ({"namespace": Namespace.DEMO}, "counts in the namespace demo"),
        ({"manifest_digest": "", "manifest_version": ""}, "judged no manifest"),
        ({"warnings": ("a word", f"{UNJUDGED}the evidence sbom 0123456789ab")}, "judged of the evidence sbom 0123"),
        ({"rulings": passed(a_rule(), "main")}, "nothing was judged of its artifacts"),
    ],
)
def test_anything_else_is_not(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(TrustError, match=f"nothing was attested: .*{says}"):
        attested(**changes)


def test_every_reason_is_said_at_once() -> None:
    unjudged = tuple(f"{UNJUDGED}the evidence sbom {digits}" for digits in ("0123", "4567"))
    with pytest.raises(TrustError, match=r"namespace demo; nothing was judged of the evidence sbom 0123; .* 4567"):
        attested(namespace=Namespace.DEMO, warnings=unjudged)


def test_a_rule_over_files_that_decided_nothing_is_none() -> None:
    undecided = not_evaluated(a_rule("manifest.tests_passed", enforcement="warn", reads=["evidence.test_results"]))
    with pytest.raises(TrustError, match="nothing was judged of its artifacts"):
        attested(rulings=(passed(a_rule(), "main"), undecided))


@pytest.mark.parametrize("anchor", [None, replace(ANCHOR, digest=digest_of(b"other"))])
def test_a_report_of_another_anchor_is_not(anchor: Anchor | None) -> None:
    with pytest.raises(TrustError, match="made under another anchor"):
        attested(anchor)


@pytest.mark.parametrize(
    "key",
    [
        replace(KEY, role=KeyRole.BUILDER),
        replace(KEY, role=KeyRole.APPROVER),
        replace(KEY, revoked=True),
        replace(KEY, not_after="2020-01-01T00:00:00Z"),
        replace(KEY, public_key=MemorySigner("other").identity.public_key),
    ],
)
def test_a_key_that_may_not_sign_permits_attests_nothing(key: TrustedKey) -> None:
    with pytest.raises(TrustError, match="no valid key with the role permit"):
        attested(replace(ANCHOR, keys=(key,)))


def test_without_the_manifest_that_was_judged_nothing_is_attested() -> None:
    with pytest.raises(NotFoundError):
        attested(stored=False)
