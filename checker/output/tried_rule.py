"""What one rule decided of one document: what it could not see, every subject, and what would mend the denied ones."""

from collections.abc import Iterator

from checker.application.try_rule import TriedRule
from checker.domain.json_value import Json
from checker.domain.outcome import Decision, Outcome, Violation
from checker.formats.canonical import canonical_bytes
from checker.output import terminal
from checker.output.terminal import Mark, Terminal, Tone

SCHEMA = "clean-release/tried-rule/v1"
_MARKS: dict[Decision, tuple[Mark, Tone]] = {
    Decision.HOLDS: (terminal.PASSED, Tone.GOOD),
    Decision.DENIED: (terminal.FAILED, Tone.BAD),
    Decision.UNDECIDED: (terminal.OPEN, Tone.OPEN),
}
_TONES = {Outcome.PASSED: Tone.GOOD, Outcome.FAILED: Tone.BAD}


def render_trial(tried: TriedRule, *, shown: Terminal) -> str:
    """The whole text; its last line says what became of the rule."""
    page = _Page(tried, shown)
    return "\n".join([*page.head(), *page.unread(), *page.subjects(), *page.breaches(), *page.foot()]) + "\n"


class _Page:
    """One trial on one terminal."""

    def __init__(self, tried: TriedRule, shown: Terminal) -> None:
        self.tried = tried
        self.ruling = tried.ruling
        self.shown = shown

    def head(self) -> Iterator[str]:
        """The rule, as of when, with which parameters, and whether it applies."""
        rule, safe = self.ruling.rule, self.shown.safe
        about = " ".join(safe(word) for word in (rule.catalogue, rule.severity, rule.enforcement) if word)
        yield f"{self.shown.toned(safe(rule.code), Tone.STRONG)} ({about})"
        yield from self.shown.sentence(safe(rule.title), indent=2)
        yield f"  judged as of {safe(self.tried.evaluated_at)}; nothing is kept, and no gate opens"
        for name, value in sorted(self.tried.parameters.items()):
            yield f"  with {safe(name)} = {safe(canonical_bytes(value).decode())}"
        for item in self.tried.weakenings:
            yield f"  {self.shown.mark(terminal.WARNED)} {safe(item.what)}"
        if self.ruling.outcome is Outcome.NOT_APPLICABLE:
            yield "  applies: no"
        elif rule.has_applies and (self.ruling.subjects or self.ruling.outcome is Outcome.PASSED):
            yield "  applies: yes"

    def unread(self) -> Iterator[str]:
        """What could not be seen, why, and which permission would settle it."""
        if not self.tried.unread:
            return
        safe = self.shown.safe
        yield ""
        yield self.shown.toned("Could not read", Tone.STRONG)
        for item in self.tried.unread:
            why = f": {safe(item.why)}" if item.why else ""
            yield from self.shown.sentence(f"{safe(item.observation)} ({safe(item.status)}){why}", indent=2)
            if item.needs:
                yield from self.shown.sentence(f"needs {safe(item.needs)}", indent=4)

    def subjects(self) -> Iterator[str]:
        """Every subject, the denied ones with what was found and what mends it."""
        if not self.ruling.subjects:
            return
        yield ""
        yield self.shown.toned("Subjects", Tone.STRONG)
        violations = {violation.subject: violation for violation in self.ruling.violations}
        for one in self.ruling.subjects:
            mark, tone = _MARKS[one.decision]
            sign = self.shown.toned(f"{self.shown.mark(mark)} {one.decision}", tone)
            yield f"  {sign} {self.shown.safe(one.subject)}"
            if one.subject in violations:
                yield from self._violation(violations[one.subject])

    def breaches(self) -> Iterator[str]:
        """Where the rule breaks the contract: a bundle with it would be refused."""
        if not self.tried.breaches:
            return
        safe = self.shown.safe
        yield ""
        yield self.shown.toned("Against the contract", Tone.STRONG)
        for breach in self.tried.breaches:
            place = f"{safe(breach.file)}:{breach.row}:{breach.column}"
            yield from self.shown.sentence(f"{place}: {safe(breach.message)} [{safe(breach.code)}]", indent=2)
            if breach.fix:
                yield from self.shown.sentence(f"fix: {safe(breach.fix)}", indent=4)

    def foot(self) -> Iterator[str]:
        """What became of the rule, and why where it is no plain answer."""
        ruling, safe = self.ruling, self.shown.safe
        yield ""
        said = f": {safe(ruling.reason)}" if ruling.reason else f": {self._counts()}"
        if ruling.error:
            said += f" [{safe(ruling.error.code)}{' at ' + safe(ruling.error.where) if ruling.error.where else ''}]"
        outcome = str(ruling.outcome).replace("_", " ")
        yield f"{self.shown.toned(outcome, _TONES.get(ruling.outcome, Tone.OPEN))}{said}"
        if self.tried.breaches:
            yield "no bundle may hold this rule until it keeps the contract"

    def _counts(self) -> str:
        decisions = [one.decision for one in self.ruling.subjects]
        found = [f"{decisions.count(decision)} {decision}" for decision in Decision if decision in decisions]
        return ", ".join(found) or "no subject"

    def _violation(self, violation: Violation) -> Iterator[str]:
        safe = self.shown.safe
        yield from self.shown.sentence(safe(violation.message), indent=4)
        for fact in violation.evidence:
            yield f"    evidence: {safe(canonical_bytes(fact).decode())}"
        if violation.fix.click:
            yield from self.shown.sentence(f"fix: {safe(violation.fix.click)}", indent=4)
        if violation.fix.command:
            yield f"    run: {safe(violation.fix.command)}"


def trial_document(tried: TriedRule) -> dict[str, Json]:
    """The trial as one document."""
    ruling = tried.ruling
    error: dict[str, Json] = {"code": ruling.error.code, "where": ruling.error.where} if ruling.error else {}
    return {
        "schema": SCHEMA,
        "rule": ruling.rule.code,
        "evaluated_at": tried.evaluated_at,
        "parameters": dict(tried.parameters),
        "weakenings": [item.what for item in tried.weakenings],
        "outcome": str(ruling.outcome),
        "reason": ruling.reason,
        "error": error,
        "subjects": [{"subject": one.subject, "decision": str(one.decision)} for one in ruling.subjects],
        "violations": [
            {
                "subject": violation.subject,
                "message": violation.message,
                "evidence": list(violation.evidence),
                "fix": {"click": violation.fix.click, "command": violation.fix.command},
            }
            for violation in ruling.violations
        ],
        "unread": [
            {"observation": item.observation, "status": item.status, "why": item.why, "needs": item.needs}
            for item in tried.unread
        ],
        "breaches": [
            {
                "code": breach.code,
                "at": f"{breach.file}:{breach.row}:{breach.column}",
                "message": breach.message,
                "fix": breach.fix,
            }
            for breach in tried.breaches
        ],
    }
