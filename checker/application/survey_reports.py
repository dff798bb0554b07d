"""Survey reports: how verdicts and violations went lately, from the reports themselves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from checker.domain.digest import Digest
from checker.domain.verdict import Verdict
from checker.errors import CleanReleaseError
from checker.formats.report_v1 import read_report
from checker.ports.store import ReportRecord, Store

LATELY = 40
"""How many reports a survey looks at, the newest."""
MOST_RULES = 20
"""How many rules a survey follows, those with the most violations now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyedReport:
    """One report of a survey; `violations` counts by rule. `problem` says why it cannot be read, if it cannot."""

    seq: int
    digest: Digest
    recorded_at: str
    verdict: Verdict | None = None
    is_gating: bool = False
    candidate: str = ""
    violations: dict[str, int] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHistory:
    """How many violations of a rule each report of a survey has, in their order."""

    code: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSurvey:
    """Reports, oldest first, and the rules violated in them; `more` and `rules_left_out` say what is not here."""

    reports: tuple[SurveyedReport, ...] = ()
    rules: tuple[RuleHistory, ...] = ()
    more: bool = False
    rules_left_out: int = 0


def survey_reports(store: Store, *, limit: int = LATELY) -> ReportSurvey:
    """The newest reports of a store."""
    records = store.list_reports(limit=limit + 1)
    reports = tuple(_surveyed(record) for record in reversed(records[:limit]))
    rules = _rules(reports)
    return ReportSurvey(
        reports=reports,
        rules=rules[:MOST_RULES],
        more=len(records) > limit,
        rules_left_out=max(0, len(rules) - MOST_RULES),
    )


def _surveyed(record: ReportRecord) -> SurveyedReport:
    try:
        view = read_report(record.data).view
    except CleanReleaseError as error:
        return SurveyedReport(
            seq=record.seq, digest=record.digest, recorded_at=record.recorded_at, problem=error.message
        )
    return SurveyedReport(
        seq=record.seq,
        digest=record.digest,
        recorded_at=record.recorded_at,
        verdict=view.verdict,
        is_gating=view.gating.gating,
        candidate=view.candidate,
        violations={ruling.rule.code: len(ruling.violations) for ruling in view.rulings if ruling.violations},
    )


def _rules(reports: Sequence[SurveyedReport]) -> tuple[RuleHistory, ...]:
    """Every rule that was violated, those with the most violations now first."""
    totals: Counter[str] = Counter()
    for report in reports:
        totals.update(report.violations)
    histories = (
        RuleHistory(code=code, counts=tuple(report.violations.get(code, 0) for report in reports)) for code in totals
    )
    return tuple(sorted(histories, key=lambda one: (-one.counts[-1], -sum(one.counts), one.code)))
