"""What every way of showing a report counts alike: which rulings press, which advise, and what is open."""

from collections.abc import Sequence

from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome, Ruling
from checker.domain.rule import Enforcement
from checker.domain.verdict import Verdict
from checker.formats.report_view import ReportView


def blocking(rulings: Sequence[Ruling]) -> tuple[Ruling, ...]:
    """Those that decide the verdict."""
    return tuple(ruling for ruling in rulings if ruling.rule.enforcement is Enforcement.BLOCK)


def advisory(rulings: Sequence[Ruling]) -> tuple[Ruling, ...]:
    """Those that are listed and never change the verdict."""
    return tuple(ruling for ruling in rulings if ruling.rule.enforcement is not Enforcement.BLOCK)


def mark_of(view: ReportView) -> str:
    """What stands before each sentence of a report that counts nowhere; nothing before one that is real."""
    return "" if view.namespace is Namespace.REAL else f"[{view.namespace}] "


def counted(view: ReportView) -> str:
    """How many rules ended how; a failure that blocks nothing is a warning."""
    failed = view.with_outcome(Outcome.FAILED)
    counts = {
        "failed": len(blocking(failed)),
        "not evaluated": len(view.with_outcome(Outcome.NOT_EVALUATED)),
        "warned": len(advisory(failed)),
        "waived": len(view.with_outcome(Outcome.WAIVED)),
        "passed": len(view.with_outcome(Outcome.PASSED)),
        "not applicable": len(view.with_outcome(Outcome.NOT_APPLICABLE)),
    }
    parts = [f"{count} {word}" for word, count in counts.items() if count or word in {"failed", "passed"}]
    return f"{', '.join(parts)} of {view.ledger.in_snapshot} rules"


def gate_of(view: ReportView) -> str:
    """What the report does to its gate, as a sentence."""
    if not view.gating.gating:
        return "this report opens no gate"
    return f"this report {'opens its gate' if view.verdict is Verdict.PASSED else 'keeps its gate closed'}"


def opens_its_gate(view: ReportView) -> bool:
    """Whether this is a pass that gates; everything else keeps the gate closed."""
    return view.gating.gating and view.verdict is Verdict.PASSED


def further_reasons(view: ReportView) -> tuple[str, ...]:
    """The reasons for the verdict that the rules themselves do not already show."""
    shown = {f"{ruling.rule.code} failed" for ruling in view.with_outcome(Outcome.FAILED)}
    shown |= {f"{ruling.rule.code} was not evaluated" for ruling in view.with_outcome(Outcome.NOT_EVALUATED)}
    return tuple(reason for reason in view.verdict_because if reason not in shown)


def undecided_because(ruling: Ruling) -> str:
    """Why a rule was not evaluated: its reason, and the engine's error as code and place."""
    if not ruling.error:
        return ruling.reason or "no reason was recorded"
    where = f" at {ruling.error.where}" if ruling.error.where else ""
    return f"{ruling.reason} (error {ruling.error.code}{where})".lstrip()


def named(*, subject: str, message: str) -> str:
    """A message that says which subject it is about."""
    return message if subject in message else f"{subject}: {message}"
