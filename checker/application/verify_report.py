"""Verify a report: build it again from what is stored beside it, compare every field, and say what is not proven.

Nothing the report says about itself is believed. What follows from the report alone is computed again first, so that a
report is found out even where nothing else is at hand; then everything that the stored documents, the snapshot and the
engine give. What could not be compared is named as unchecked instead of being passed over, and what nothing stored can
show is named as well.
"""

from dataclasses import dataclass

from checker.application.collected_by_run import collected_by_run
from checker.application.compare_reports import compare_reports
from checker.application.hold_to_anchor import anchor_gap
from checker.application.prepare_snapshot import PolicyServices
from checker.application.rebuild_report import Rebuilt, rebuild_report
from checker.application.recompute_report import Judges, differences_in
from checker.application.required_rules import Requirements, requirements_of
from checker.application.retake_snapshot import snapshot_gaps, unseen_trust
from checker.domain.digest import Digest, digest_of
from checker.domain.moment import age_in_seconds
from checker.domain.namespace import Namespace
from checker.domain.snapshot import Snapshot
from checker.domain.trust import Anchor
from checker.errors import CleanReleaseError, NotFoundError, StoreError
from checker.formats.anchor_v1 import parse_anchor
from checker.formats.report_v1 import StoredReport, read_report
from checker.formats.report_view import ReportView
from checker.formats.snapshot_v1 import read_snapshot
from checker.ports.store import ReportRecord, Store

LATEST_RECORDING_SECONDS = 3600
"""How long after its moment a report of the namespace `real`, whose moment is always now, may be recorded."""

EARLIEST_RECORDING_SECONDS = -300
"""How far a clock may have been set back between the moment of a report and its recording."""

ANCHOR_ON_ITS_WORD = "anchor: nothing stored says which anchor was in force, only what the named one demands"

COLLECTED_ON_ITS_WORD = "audits: only the events of the compliance run say that it read them from the provider itself"

ON_ITS_WORD = (
    "evaluated_at, purpose, flags: nothing stored says when the run was made and what it was asked",
    ANCHOR_ON_ITS_WORD,
    "tool, engine, limits: what ran then cannot be seen, only that this program agrees with it",
)
"""What no document can show of any report, with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFinding:
    """What verification found.

    `differences` do not follow from what is stored; `unchecked` should have been compared and could not be; `on_word`
    cannot be compared with anything, ever.
    """

    digest: Digest
    differences: tuple[str, ...]
    unchecked: tuple[str, ...] = ()
    on_word: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    @property
    def is_proven(self) -> bool:
        """Whether nothing differs and everything that can be compared was."""
        return self.holds and not self.unchecked


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


def verify_stored_report(*, name: str, services: PolicyServices, tool: str, own: Anchor | None = None) -> ReportFinding:
    """The finding about a stored report, against everything that is stored beside it; `tool` is this program.

    `own` is the anchor of whoever verifies. A report made under another one is not proven, however well it fits what
    lies beside it.

    Raises:
        NotFoundError: no report has this name.
        StoreError, TrustError: the store does not hold what it recorded.
        InputRefusedError: what the report names as its snapshot or its anchor is none.
    """
    store = services.store
    record = store.get_report(name=name)
    try:
        report = read_report(record.data)
    except CleanReleaseError as error:
        return ReportFinding(digest=record.digest, differences=(str(error),))
    problems: list[str] = []
    snapshot = _snapshot(report, store, problems)
    judges = Judges(snapshot=snapshot, requirements=_requirements(report, snapshot, store, problems))
    if own and (gap := anchor_gap(report.view, own=own)):
        problems.append(gap)
    alone = verify_report(record.data, digest=record.digest, judges=judges)
    beside = _against_what_is_beside(report, services, tool=tool)
    return ReportFinding(
        digest=record.digest,
        differences=(*alone.differences, *_recorded_otherwise(record, report.view), *beside.differences),
        unchecked=tuple(dict.fromkeys((*alone.unchecked, *problems, *beside.unchecked))),
        on_word=tuple(word for word in beside.on_word if not (own and word == ANCHOR_ON_ITS_WORD)),
    )


def _against_what_is_beside(report: StoredReport, services: PolicyServices, *, tool: str) -> ReportFinding:
    """The report against the one its documents, its snapshot and the engine at hand give."""
    try:
        rebuilt = rebuild_report(report, services=services)
        gaps = tuple(snapshot_gaps(rebuilt, services=services))
    except NotFoundError as error:
        return ReportFinding(digest=report.digest, differences=(), unchecked=(f"nothing was judged again: {error}",))
    except StoreError:
        raise
    except CleanReleaseError as error:
        refused = f"what the report was made from is refused: {error}"
        if report.view.tool == tool:
            return ReportFinding(digest=report.digest, differences=(refused,))
        apart = f"{refused}; the report was made by {report.view.tool}, this is {tool}"
        return ReportFinding(digest=report.digest, differences=(), unchecked=(apart,))
    compared = compare_reports(report, rebuilt.report, tool=tool)
    is_apart = report.view.tool != tool
    return ReportFinding(
        digest=report.digest,
        differences=compared.differences if is_apart else (*compared.differences, *gaps),
        unchecked=(*compared.undecided, *gaps) if is_apart else compared.undecided,
        on_word=(*ON_ITS_WORD, *_signatures(rebuilt), *_collected(report, services)),
    )


def _collected(report: StoredReport, services: PolicyServices) -> tuple[str, ...]:
    """What rests on the events of the compliance run that made the report."""
    is_by_run = collected_by_run(report.digest, store=services.store)
    return (COLLECTED_ON_ITS_WORD,) if is_by_run else ()


def _signatures(rebuilt: Rebuilt) -> tuple[str, ...]:
    return tuple(
        f"trust of {name}: the signature or the place that vouched for it is not kept" for name in unseen_trust(rebuilt)
    )


def _recorded_otherwise(record: ReportRecord, view: ReportView) -> tuple[str, ...]:
    """A difference where a report that counts was not recorded when it says it was made."""
    if view.namespace is not Namespace.REAL:
        return ()
    late = age_in_seconds(view.evaluated_at, at=record.recorded_at)
    if EARLIEST_RECORDING_SECONDS <= late <= LATEST_RECORDING_SECONDS:
        return ()
    return (f"the report says it was made at {view.evaluated_at}, it was recorded at {record.recorded_at}",)


def _snapshot(report: StoredReport, store: Store, problems: list[str]) -> Snapshot | None:
    try:
        record = store.get_snapshot(digest=Digest(report.view.snapshot))
    except NotFoundError as error:
        problems.append(str(error))
        return None
    return read_snapshot(data=record.data, content=record.content)


def _requirements(
    report: StoredReport, snapshot: Snapshot | None, store: Store, problems: list[str]
) -> Requirements | None:
    """What the anchor named in the report requires; nothing is required without an anchor."""
    if not report.view.anchor:
        return Requirements()
    try:
        document = store.get_document(digest=Digest(report.view.anchor))
    except NotFoundError as error:
        problems.append(str(error))
        return None
    anchor = parse_anchor(document.data, source="anchor.json")
    if snapshot is None and anchor.required_collections:
        return None  # Only the snapshot says which rules the bundles offer in a collection.
    return requirements_of(anchor, snapshot.collections if snapshot else ())


def _unchecked(report: StoredReport, judges: Judges) -> tuple[str, ...]:
    missing = []
    if judges.snapshot is None:
        missing.append(f"the rules were not compared with snapshot {report.view.snapshot}, which is not at hand")
    if judges.requirements is None and report.view.anchor:
        missing.append(f"what anchor {report.view.anchor} requires was not checked, it is not at hand")
    return tuple(missing)
