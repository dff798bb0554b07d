"""List fixes: the smallest set of commands and clicks that would mend every violation of a report.

Nothing is ever run.
"""

from dataclasses import dataclass

from checker.domain.outcome import Outcome
from checker.domain.rule import WORST_FIRST
from checker.formats.report_view import ReportView


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededFix:
    """One repair and everything it mends: rule codes and subjects, in the order of the report."""

    command: str
    click: str
    mends: tuple[tuple[str, str], ...]


def list_fixes(view: ReportView) -> tuple[NeededFix, ...]:
    """Each different repair once, the worst violations first."""
    mends: dict[tuple[str, str], list[tuple[str, str]]] = {}
    failed = [ruling for ruling in view.rulings if ruling.outcome is Outcome.FAILED]
    failed.sort(key=lambda ruling: (WORST_FIRST.index(ruling.rule.severity), ruling.rule.code))
    for ruling in failed:
        for violation in ruling.violations:
            key = (violation.fix.command, violation.fix.click)
            mends.setdefault(key, []).append((violation.rule, violation.subject))
    return tuple(NeededFix(command=command, click=click, mends=tuple(what)) for (command, click), what in mends.items())
