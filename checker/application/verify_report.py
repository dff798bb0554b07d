"""Verify a report: compute again everything that follows from its bytes and from what judged it, and say what differs.

Nothing the report says about itself is believed. What cannot be computed again, because the snapshot or the anchor is
not at hand, is named as unchecked instead of being passed over; one that is at hand and is not what was recorded is an
error.
"""

from dataclasses import dataclass

from checker.application.recompute_report import Judges, Requirements, differences_in
from checker.domain.digest import Digest, digest_of
from checker.domain.snapshot import Snapshot
from checker.errors import CleanReleaseError, NotFoundError
from checker.formats.anchor_v1 import parse_anchor
from checker.formats.report_v1 import StoredReport, read_report
from checker.formats.snapshot_v1 import read_snapshot
from checker.ports.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFinding:
    """What verification found: every difference, and what was not at hand to compare with."""

    digest: Digest
    differences: tuple[str, ...]
    unchecked: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def verify_report(data: bytes, *, digest: Digest | None = None, judges: Judges | None = None) -> ReportFinding:
    """What differs between these bytes and what must follow from them; `digest` is the name they came under, if any."""
    found = digest_of(data)
    renamed = (f"the bytes have the digest {found}, expected {digest}",) if digest not in {None, found} else ()
    try:
        report = read_report(data)
    except CleanReleaseError as error:
        return ReportFinding(digest=found, differences=(*renamed, str(error)))
    known = judges or Judges()
    return ReportFinding(
        digest=found,
        differences=(*renamed, *differences_in(report.view, known)),
        unchecked=_unchecked(report, known),
    )


def verify_stored_report(*, name: str, store: Store) -> ReportFinding:
    """The finding about a stored report, compared with the stored snapshot and anchor as far as they are there.

    Raises:
        NotFoundError: no report has this name.
        StoreError, TrustError: the store does not hold what it recorded.
        InputRefusedError: what the report names as its snapshot or its anchor is none.
    """
    record = store.get_report(name=name)
    try:
        report = read_report(record.data)
    except CleanReleaseError as error:
        return ReportFinding(digest=record.digest, differences=(str(error),))
    problems: list[str] = []
    judges = Judges(snapshot=_snapshot(report, store, problems), requirements=_requirements(report, store, problems))
    finding = verify_report(record.data, digest=record.digest, judges=judges)
    return ReportFinding(
        digest=finding.digest, differences=finding.differences, unchecked=(*finding.unchecked, *problems)
    )


def _snapshot(report: StoredReport, store: Store, problems: list[str]) -> Snapshot | None:
    try:
        record = store.get_snapshot(digest=Digest(report.view.snapshot))
    except NotFoundError as error:
        problems.append(str(error))
        return None
    return read_snapshot(data=record.data, content=record.content)


def _requirements(report: StoredReport, store: Store, problems: list[str]) -> Requirements | None:
    """What the anchor named in the report requires; nothing is required without an anchor."""
    if not report.view.anchor:
        return Requirements()
    try:
        document = store.get_document(digest=Digest(report.view.anchor))
    except NotFoundError as error:
        problems.append(str(error))
        return None
    anchor = parse_anchor(document.data, source="anchor.json")
    return Requirements(required=anchor.required_rules, may_not_apply=anchor.may_not_apply)


def _unchecked(report: StoredReport, judges: Judges) -> tuple[str, ...]:
    missing = []
    if judges.snapshot is None:
        missing.append(f"the rules were not compared with snapshot {report.view.snapshot}, which is not at hand")
    if judges.requirements is None and report.view.anchor:
        missing.append(f"what anchor {report.view.anchor} requires was not checked, it is not at hand")
    return tuple(missing)
