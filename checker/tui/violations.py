"""The violations of a report as rows and pages: filtered, sorted, shown whole, and as text to copy."""

from dataclasses import dataclass

from checker.domain.outcome import Outcome, Ruling, Violation
from checker.domain.rule import Enforcement
from checker.formats.canonical import canonical_bytes
from checker.formats.report_v1 import StoredReport
from checker.output.terminal import Tone
from checker.tui.lines import Line, inert

SORTS = ("rule", "subject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A violation and the ruling that it belongs to."""

    ruling: Ruling
    violation: Violation

    @property
    def is_waived(self) -> bool:
        """Whether it was accepted."""
        return self.violation.fingerprint in self.ruling.waived

    @property
    def searched(self) -> str:
        """What a filter looks in, in small letters."""
        one = self.violation
        return f"{one.rule} {one.subject} {one.message}".lower()


def violations_of(report: StoredReport) -> tuple[Found, ...]:
    """Every violation, those that block first."""
    found = [Found(ruling=ruling, violation=one) for ruling in report.view.rulings for one in ruling.violations]
    return tuple(sorted(found, key=_weight))


def matching(found: tuple[Found, ...], *, words: str, sort: str) -> tuple[Found, ...]:
    """Those in which every word occurs, in the order that was chosen; in their own order where none was."""
    wanted = words.lower().split()
    left = [one for one in found if all(word in one.searched for word in wanted)]
    if sort == "rule":
        left.sort(key=lambda one: (one.violation.rule, one.violation.subject))
    elif sort == "subject":
        left.sort(key=lambda one: (one.violation.subject, one.violation.rule))
    return tuple(left)


def row_of(one: Found) -> Line:
    """One line of a list."""
    waived = " (waived)" if one.is_waived else ""
    violation, rule = one.violation, one.ruling.rule
    text = f"{rule.enforcement:<6} {violation.rule}  {violation.subject}  {violation.message}{waived}"
    return Line(text=text, tone=_tone(one))


def page_of(one: Found) -> tuple[Line, ...]:
    """All that is known of one."""
    violation, rule = one.violation, one.ruling.rule
    waived = ", waived" if one.is_waived else ""
    weight = " ".join(word for word in (rule.catalogue, rule.severity, rule.enforcement) if word)
    lines = [
        Line(label="rule", text=f"{violation.rule} ({weight}){waived}", tone=Tone.STRONG),
        Line(text=rule.title),
        Line(label="subject", text=violation.subject),
        Line(label="message", text=violation.message, tone=_tone(one)),
        *(Line(label="evidence", text=canonical_bytes(fact).decode()) for fact in violation.evidence),
    ]
    if violation.fix.click:
        lines.append(Line(label="fix", text=violation.fix.click))
    if violation.fix.command:
        lines.append(Line(label="run", text=violation.fix.command))
    return (*lines, Line(label="fingerprint", text=violation.fingerprint, tone=Tone.FAINT))


def copied(one: Found) -> str:
    """The same as text; inert, because whoever pastes it may paste it into a shell."""
    lines = (f"{line.label}: {inert(line.text)}" if line.label else inert(line.text) for line in page_of(one))
    return "\n".join(lines)


def undecided_of(report: StoredReport) -> tuple[Line, ...]:
    """A line for each rule that was not evaluated: it is no violation, and opens no gate either."""
    return tuple(
        Line(text=f"not evaluated: {ruling.rule.code} {ruling.reason}", tone=Tone.OPEN)
        for ruling in report.view.with_outcome(Outcome.NOT_EVALUATED)
    )


def _weight(one: Found) -> tuple[bool, bool, str, str]:
    return (
        one.is_waived,
        one.ruling.rule.enforcement is not Enforcement.BLOCK,
        one.violation.rule,
        one.violation.subject,
    )


def _tone(one: Found) -> Tone:
    if one.is_waived:
        return Tone.FAINT
    return Tone.BAD if one.ruling.rule.enforcement is Enforcement.BLOCK else Tone.OPEN
