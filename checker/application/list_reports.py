"""List reports: what was judged lately, newest first, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.domain.digest import Digest
from checker.domain.outcome import Outcome
from checker.domain.verdict import Verdict
from checker.errors import CleanReleaseError
from checker.formats.report_v1 import read_report
from checker.ports.store import ReportRecord, Store

LARGEST_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSummary:
    """One line about a report; `problem` says why a stored report cannot be read, and then nothing else is known.

    `violations` counts them by rule.
    """

    seq: int
    digest: Digest
    recorded_at: str
    project: str = ""
    verdict: Verdict | None = None
    is_gating: bool = False
    evaluated_at: str = ""
    failed: tuple[str, ...] = ()
    not_evaluated: int = 0
    candidate: str = ""
    violations: Mapping[str, int] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """Some reports, newest first; `next_before` asks for the page after this one and is 0 on the last."""

    reports: tuple[ReportSummary, ...]
    next_before: int


def list_reports(store: Store, *, limit: int = 20, before: int = 0) -> ReportPage:
    """A page of at most `limit` reports (500 at most), recorded before trail entry `before` (0: the newest)."""
    wanted = max(1, min(limit, LARGEST_PAGE))
    records = store.list_reports(limit=wanted + 1, before=before)
    page = records[:wanted]
    return ReportPage(
        reports=tuple(summary_of(record) for record in page),
        next_before=page[-1].seq if len(records) > wanted else 0,
    )


def summary_of(record: ReportRecord) -> ReportSummary:
    """What one stored report says; one that cannot be read says why."""
    try:
        view = read_report(record.data).view
    except CleanReleaseError as error:
        return ReportSummary(
            seq=record.seq, digest=record.digest, recorded_at=record.recorded_at, problem=error.message
        )
    return ReportSummary(
        seq=record.seq,
        digest=record.digest,
        recorded_at=record.recorded_at,
        project=view.project,
        verdict=view.verdict,
        is_gating=view.gating.gating,
        evaluated_at=view.evaluated_at,
        failed=tuple(ruling.rule.code for ruling in view.with_outcome(Outcome.FAILED)),
        not_evaluated=len(view.with_outcome(Outcome.NOT_EVALUATED)),
        candidate=view.candidate,
        violations={ruling.rule.code: len(ruling.violations) for ruling in view.rulings if ruling.violations},
    )
