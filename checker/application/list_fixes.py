"""List fixes: the smallest set of commands and clicks that would mend every violation of a report.

Nothing is ever run.
"""

from dataclasses import dataclass

from checker.domain.outcome import Outcome, Violation
from checker.domain.rule import WORST_FIRST
from checker.formats.report_view import ReportView


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededFix:
    """One repair and everything it mends: rule codes and subjects, the worst first.

    `click` says the same repair in words; where rules word one command differently, each wording once, joined by `; `.
    """

    command: str
    click: str
    mends: tuple[tuple[str, str], ...]


def list_fixes(view: ReportView) -> tuple[NeededFix, ...]:
    """Each different repair once, the worst violations first; what is waived needs none.

    A command is one repair whatever the rules call it; only a repair without a command goes by its words.
    """
    needed: dict[str, list[Violation]] = {}
    failed = [ruling for ruling in view.rulings if ruling.outcome is Outcome.FAILED]
    failed.sort(key=lambda ruling: (WORST_FIRST.index(ruling.rule.severity), ruling.rule.code))
    for ruling in failed:
        for violation in ruling.violations:
            if violation.fingerprint not in ruling.waived:
                needed.setdefault(violation.fix.command or f"\n{violation.fix.click}", []).append(violation)
    return tuple(_repair(violations) for violations in needed.values())


def _repair(violations: list[Violation]) -> NeededFix:
    """The one repair that these violations share."""
    clicks = dict.fromkeys(violation.fix.click for violation in violations if violation.fix.click)
    return NeededFix(
        command=violations[0].fix.command,
        click="; ".join(clicks),
        mends=tuple((violation.rule, violation.subject) for violation in violations),
    )
