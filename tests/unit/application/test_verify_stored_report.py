"""A stored report is held to what is stored beside it; what is missing there is named, never skipped."""

from dataclasses import replace

import pytest

from checker.application.verify_report import ReportFinding, verify_stored_report
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace
from checker.domain.report import Report
from checker.domain.snapshot import OfferedCollection
from checker.domain.verdict import Verdict
from checker.errors import InputRefusedError, NotFoundError
from checker.formats.report_v1 import report_bytes
from checker.formats.snapshot_v1 import content_bytes, snapshot_bytes
from checker.ports.store import SnapshotRecord
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_store import MemoryStore
from tests.project_builders import TOOL, services
from tests.report_builders import (
    EVALUATED_AT,
    a_document,
    a_report,
    a_snapshot,
    passed,
)
from tests.verified_reports import ANCHOR, BARE_ANCHOR, BUNDLE, GOOD, ONE, ONE_REQUIRED, TWO


def verified(name: str, store: MemoryStore) -> ReportFinding:
    """The finding about a stored report beside which nothing but snapshot and anchor is kept."""
    return verify_stored_report(name=name, services=services(store=store), tool=TOOL)


def store_with(
    report: Report, *, snapshot: bool = True, anchor: bytes = b"", recorded_at: str = EVALUATED_AT
) -> MemoryStore:
    store = MemoryStore(clock=FixedClock(moment=parse_moment(recorded_at)), namespace=report.namespace)
    if snapshot:
        data, content = snapshot_bytes(report.snapshot), content_bytes(report.snapshot)
        store.put_snapshot(snapshot=SnapshotRecord(digest=report.snapshot.digest, data=data, content=content))
    inputs = [a_document(anchor, kind=DocumentKind.ANCHOR)] if anchor else []
    data = report_bytes(report)
    store.put_report(digest=digest_of(data), data=data, inputs=inputs)
    return store


def name_of(report: Report) -> str:
    return digest_of(report_bytes(report))


@pytest.mark.parametrize("case", sorted(GOOD))
def test_a_stored_report_is_compared_with_its_stored_snapshot(case: str) -> None:
    report = GOOD[case]
    anchor = ONE_REQUIRED if report.anchor == digest_of(ONE_REQUIRED) else BARE_ANCHOR if report.anchor else b""

    finding = verified(name_of(report), store_with(report, anchor=anchor))

    assert finding.differences == ()
    assert [gap.partition(":")[0] for gap in finding.unchecked] == ["nothing was judged again"]
    assert (finding.holds, finding.is_proven) == (True, False)


def test_a_stored_report_is_judged_by_its_stored_anchor() -> None:
    because = ("required rule tag.gone is not in the snapshot",)
    right = a_report(passed(ONE), anchor=digest_of(ANCHOR), verdict=Verdict.UNDECIDED, verdict_because=because)
    wrong = a_report(passed(ONE), anchor=digest_of(ANCHOR))

    assert verified(name_of(right), store_with(right, anchor=ANCHOR)).holds
    assert not verified(name_of(wrong), store_with(wrong, anchor=ANCHOR)).holds


def test_no_report_gates_under_an_anchor_that_requires_nothing() -> None:
    report = replace(GOOD["a gating report"], anchor=digest_of(BARE_ANCHOR))

    found = verified(name_of(report), store_with(report, anchor=BARE_ANCHOR))

    assert found.differences == ("the report is gating although its anchor requires no rules",)


def test_a_required_collection_is_spelt_out_from_the_snapshot() -> None:
    anchor = BARE_ANCHOR[:-1] + b',"required_collections":["minimal"]}'
    offered = (OfferedCollection(name="release-policy/minimal", rules=("branch.one", "tag.gone")),)
    snapshot = a_snapshot(ONE, collections=offered)
    because = ("required rule tag.gone is not in the snapshot",)
    wrong = a_report(passed(ONE), snapshot=snapshot, anchor=digest_of(anchor))
    right = replace(wrong, verdict=Verdict.UNDECIDED, verdict_because=because)

    assert verified(name_of(right), store_with(right, anchor=anchor)).holds
    assert not verified(name_of(wrong), store_with(wrong, anchor=anchor)).holds
    without = verified(name_of(right), store_with(right, snapshot=False, anchor=anchor))
    assert any("requires was not checked" in gap for gap in without.unchecked)


def test_an_anchor_without_requirements_requires_nothing() -> None:
    report = a_report(passed(ONE), anchor=digest_of(BARE_ANCHOR))

    assert verified(name_of(report), store_with(report, anchor=BARE_ANCHOR)).holds


@pytest.mark.parametrize("anchor", [b"[]", b'{"required_rules":7}', b"{}"])
def test_what_is_no_anchor_is_never_taken_for_one_that_requires_nothing(anchor: bytes) -> None:
    report = a_report(passed(ONE), anchor=digest_of(anchor))

    with pytest.raises(InputRefusedError):
        verified(name_of(report), store_with(report, anchor=anchor))


def test_a_stored_snapshot_that_was_changed_is_an_error_and_not_a_gap() -> None:
    report, other = a_report(passed(ONE)), a_snapshot(TWO)
    store = store_with(report, snapshot=False)
    record = SnapshotRecord(
        digest=report.snapshot.digest,
        data=snapshot_bytes(report.snapshot),
        content=content_bytes(replace(other, bundles=(replace(BUNDLE, bundle=replace(BUNDLE.bundle, name="x")),))),
    )
    store.put_snapshot(snapshot=record)

    with pytest.raises(InputRefusedError, match="the content is not what was stored"):
        verified(name_of(report), store)


def test_what_is_not_stored_is_named_as_unchecked() -> None:
    report = a_report(passed(ONE), anchor=digest_of(ANCHOR))

    finding = verified(name_of(report), store_with(report, snapshot=False))

    assert finding.holds
    assert [line.split(",")[0] for line in finding.unchecked] == [
        f"the rules were not compared with snapshot {report.snapshot.digest}",
        f"what anchor {digest_of(ANCHOR)} requires was not checked",
        f"there is no snapshot {report.snapshot.digest} in this store",
        f"there is no document {digest_of(ANCHOR)} in this store",
        f"nothing was judged again: there is no snapshot {report.snapshot.digest} in this store",
    ]


@pytest.mark.parametrize(
    ("recorded_at", "holds"),
    [
        ("2026-02-26T18:00:00Z", True),
        ("2026-02-26T18:00:01Z", False),
        ("2026-02-26T16:55:00Z", True),
        ("2026-02-26T16:54:59Z", False),
    ],
)
@pytest.mark.parametrize("namespace", list(Namespace))
def test_a_report_that_counts_was_recorded_when_it_was_made(
    recorded_at: str,
    holds: bool,  # noqa: FBT001 - what is expected
    namespace: Namespace,
) -> None:
    report = a_report(passed(ONE), namespace=namespace)
    store = store_with(report, recorded_at=recorded_at)

    finding = verified(name_of(report), store)

    assert finding.holds is (holds or namespace is Namespace.DEMO)


def test_a_stored_document_that_is_no_report_is_a_difference() -> None:
    store, data = MemoryStore(clock=FixedClock()), b'{"namespace":"real"}'
    store.put_report(digest=digest_of(data), data=data)

    finding = verified(digest_of(data), store)

    assert not finding.holds
    assert finding.digest == digest_of(data)


def test_a_report_nobody_stored_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        verified("0" * 64, MemoryStore(clock=FixedClock()))
