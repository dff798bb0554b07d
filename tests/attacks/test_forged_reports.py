"""V26, generated: whatever field of a stored report is forged, and however well, `verify` never says it is proven."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from checker.application.check import check
from checker.application.check_project import check_request, loaded_project
from checker.application.read_documents import Readers, read_documents
from checker.application.verify_report import ReportFinding, verify_stored_report
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.domain.snapshot import Snapshot
from checker.domain.trust import TrustDecision, TrustMethod
from checker.errors import StoreError
from checker.formats.json_schema import DocumentSchema
from checker.formats.lock_v1 import render_lock
from checker.formats.published import schema_bytes
from checker.formats.report_v1 import report_bytes
from checker.formats.snapshot_v1 import content_bytes, seal_snapshot, snapshot_bytes
from checker.ports.store import Document, SnapshotRecord
from tests.attacks.forgeries import Forgery, forgeries, real_report
from tests.project_builders import EVALUATED_AT, PROJECT, TOOL
from tests.schema_places import Pointer

FORGED = forgeries()
UNDECIDED = ("anchor", "engine", "limits", "tool", "replayable", "snapshot")
"""What a forgery may leave undecided: it names what is not there, or other machinery than this."""


def verified(name: Digest) -> ReportFinding:
    return verify_stored_report(name=name, services=real_report().by, tool=TOOL)


def test_the_real_report_is_proven() -> None:
    finding = verified(real_report().digest)
    assert (finding.differences, finding.unchecked, finding.is_proven) == ((), (), True)


@pytest.mark.parametrize("forgery", FORGED, ids=[f"{number}-{one.path}" for number, one in enumerate(FORGED)])
def test_a_forged_field_is_found(forgery: Forgery) -> None:
    if forgery.path == "namespace":
        with pytest.raises(StoreError, match="belongs to the namespace"):
            real_report().keep(forgery.data)
        return
    finding = verified(real_report().keep(forgery.data))

    names_nothing = forgery.path.endswith(("digest", "kind")) or forgery.path in {"audits", "evidence", "proofs"}
    if forgery.path.startswith(UNDECIDED) or names_nothing:
        assert not finding.is_proven, forgery
    else:
        assert not finding.holds, (forgery, finding)


def test_every_field_of_the_schema_is_forged() -> None:
    fields = set(json.loads(schema_bytes("report_v1"))["properties"]) - {"schema"}
    assert {one.path.partition("/")[0] for one in FORGED} == fields


# -- forgeries in which every statement fits the others --------------------------------------------------------------

DENIED = 0
PASSES: Mapping[Pointer, object] = {
    ("rules", DENIED, "outcome"): "passed",
    ("rules", DENIED, "subjects", 0, "decision"): "holds",
    ("rules", DENIED, "violations"): [],
}
FITTING: dict[str, Mapping[Pointer, object]] = {
    "a failure as a pass": {
        **PASSES,
        ("verdict",): "undecided",
        ("verdict_because",): ["registry.unseen was not evaluated"],
    },
    "another commit": {("source", "commit"): "f" * 40},
    "another project of another repository": {("project",): "gadget", ("source", "slug"): "example-org/gadget"},
    "a repository of another id": {("source", "repository_id"): 7, ("source", "owner_id"): 8},
    "a plain audit as a signed one": {("audits", 0, "authenticity"): "signed", ("audits", 0, "signer"): "auditor"},
    "a release instead of a check": {("purpose",): "release"},
    "no manifest": {("manifest",): {"present": False, "digest": "", "version": ""}, ("source", "ref"): ""},
}


@pytest.mark.parametrize("case", FITTING)
def test_a_forgery_in_which_everything_fits_is_found(case: str) -> None:
    real = real_report()
    finding = verified(real.keep(real.forged(FITTING[case])))
    assert not finding.holds


def judged_with(snapshot: Snapshot) -> Digest:
    """What somebody can make who can write to the store: a report of the real project judged by another snapshot."""
    real = real_report()
    by = real.by
    record = SnapshotRecord(digest=snapshot.digest, data=snapshot_bytes(snapshot), content=content_bytes(snapshot))
    by.store.put_snapshot(snapshot=record)
    lock = replace(real.loaded.lock or pytest.fail("it is locked"), snapshot=snapshot.digest)
    forged = loaded_project(PROJECT.encode(), render_lock(lock))
    request = check_request(
        forged,
        real.request,
        read_documents(
            real.request.given, readers=Readers.under(real.anchor, namespace=Namespace.DEMO, at=EVALUATED_AT)
        ),
        snapshot=snapshot,
        input_schema=by.input_schema,
    )
    result = check(request, engine=by.trusted_engine, schema=DocumentSchema(by.input_schema))
    data = report_bytes(result.report)
    kept = Document(kind=DocumentKind.LOCK, digest=digest_of(forged.lock_bytes), data=forged.lock_bytes)
    by.store.put_report(digest=digest_of(data), data=data, inputs=[kept])
    return digest_of(data)


def resealed(snapshot: Snapshot, **changes: object) -> Snapshot:
    parts = {name: getattr(snapshot, name) for name in snapshot.__slots__ if name != "digest"}
    return seal_snapshot(**{**parts, **changes})


def test_the_snapshot_itself_is_proven() -> None:
    assert verified(judged_with(real_report().snapshot)).is_proven


def test_a_snapshot_of_a_milder_selection_is_found_though_its_lock_and_its_report_fit() -> None:
    snapshot = real_report().snapshot
    fewer = tuple(rule for rule in snapshot.rules if rule.code != "branch.denied")

    finding = verified(judged_with(resealed(snapshot, rules=fewer)))

    assert finding.differences == (
        "the snapshot's rules do not follow from its bundles, the project file and the anchor",
    )


def test_a_snapshot_with_another_trust_than_the_anchor_gives_is_found() -> None:
    (bundle,) = real_report().snapshot.bundles
    signed = replace(bundle, trust=TrustDecision(method=TrustMethod.DSSE, keys=("a" * 64,), threshold=1))

    finding = verified(judged_with(resealed(real_report().snapshot, bundles=(signed,))))

    assert finding.differences == ("bundle mine is said to be trusted as dsse, the anchor says pinned",)
