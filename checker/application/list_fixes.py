"""List fixes: the smallest set of commands and clicks that would mend every violation of a report.

Nothing is ever run.
"""

import shlex
from collections.abc import Iterable
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
    together: dict[str, list[Violation]] = {}
    for command, violations in needed.items():
        together.setdefault(_widest(command, needed), []).extend(violations)
    return tuple(_repair(command, violations) for command, violations in together.items())


def _widest(command: str, commands: Iterable[str]) -> str:
    """The command that makes a ruleset with everything in it that this one's would have; this one if none does more.

    Rulesets add up, so whoever runs the wider one need not run the other.
    """
    wanted = _ruleset(command)
    wider = [other for other in commands if wanted and wanted <= _ruleset(other)]
    return max(wider, key=lambda other: len(_ruleset(other)), default=command)


def _ruleset(command: str) -> frozenset[str]:
    """Where a ruleset is made and its fields, whatever its name; empty for any other command."""
    try:
        words = shlex.split(command)
    except ValueError:  # a report may be older than the check of commands
        return frozenset()
    is_made = words[:4] == ["gh", "api", "-X", "POST"] and words[4:5] and words[4].endswith("/rulesets")
    return frozenset(word for word in words[4:] if not word.startswith("name=")) if is_made else frozenset()


def _repair(command: str, violations: list[Violation]) -> NeededFix:
    """The one repair that these violations share."""
    clicks = dict.fromkeys(violation.fix.click for violation in violations if violation.fix.click)
    return NeededFix(
        command="" if command.startswith("\n") else command,
        click="; ".join(clicks),
        mends=tuple((violation.rule, violation.subject) for violation in violations),
    )
