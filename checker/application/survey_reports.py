"""Survey reports: how verdicts and violations went lately, from the reports themselves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from checker.application.list_reports import ReportSummary, summary_of
from checker.ports.store import Store

LATELY = 40
"""How many reports a survey looks at, the newest."""
MOST_RULES = 20
"""How many rules a survey follows, those with the most violations now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHistory:
    """How many violations of a rule each report of a survey has, in their order."""

    code: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSurvey:
    """Reports, oldest first, and the rules violated in them; `more` and `rules_left_out` say what is not here."""

    reports: tuple[ReportSummary, ...] = ()
    rules: tuple[RuleHistory, ...] = ()
    more: bool = False
    rules_left_out: int = 0


def survey_reports(store: Store, *, limit: int = LATELY) -> ReportSurvey:
    """The newest reports of a store."""
    records = store.list_reports(limit=limit + 1)
    reports = tuple(summary_of(record) for record in reversed(records[:limit]))
    rules = _rules(reports)
    return ReportSurvey(
        reports=reports,
        rules=rules[:MOST_RULES],
        more=len(records) > limit,
        rules_left_out=max(0, len(rules) - MOST_RULES),
    )


def _rules(reports: Sequence[ReportSummary]) -> tuple[RuleHistory, ...]:
    """Every rule that was violated, those with the most violations now first."""
    totals: Counter[str] = Counter()
    for report in reports:
        totals.update(report.violations)
    histories = (
        RuleHistory(code=code, counts=tuple(report.violations.get(code, 0) for report in reports)) for code in totals
    )
    return tuple(sorted(histories, key=lambda one: (-one.counts[-1], -sum(one.counts), one.code)))
