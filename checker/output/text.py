"""The report for people: what failed first, with evidence and fix, then what could not be seen, the rest in few lines.

Made from the stored document alone, so `report show` prints what `check` printed. Every foreign string is escaped: a
branch name could otherwise colour a failure green or forge the last line.
"""

from collections.abc import Iterator, Mapping, Sequence

from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome, Ruling, Violation
from checker.domain.verdict import Verdict
from checker.formats.canonical import canonical_bytes
from checker.formats.report_view import ReportView, TrustedBundle, view_of
from checker.output import terminal
from checker.output.report_counts import advisory, blocking, counted, further_reasons, gate_of
from checker.output.report_words import WELL_TRUSTED, abridged, trusted_how
from checker.output.terminal import Mark, Terminal, Tone

_NARROWEST = 40
_VERDICT_TONES = {Verdict.PASSED: Tone.GOOD, Verdict.BLOCKED: Tone.BAD, Verdict.UNDECIDED: Tone.OPEN}


def render_text(
    document: Mapping[str, Json], *, digest: str, colour: bool = False, width: int = 0, ascii_only: bool = False
) -> str:
    """The whole text, ending with the line `report sha256:<64 hex>`.

    Args:
        document: a valid `report/v1` document.
        digest: the report's digest.
        colour: whether to use SGR colours.
        width: columns to break sentences at, 0 for never; commands are never broken, so that they can be copied.
        ascii_only: whether the output cannot carry more than ASCII.
    """
    shown = Terminal(colour=colour, width=max(width, _NARROWEST) if width else 0, ascii_only=ascii_only)
    page = _Page(view_of(document), shown)
    lines = [*page.head(), *page.body(), *page.foot(), f"report {digest}"]
    return "\n".join(lines) + "\n"


class _Page:
    """One report on one terminal."""

    def __init__(self, view: ReportView, shown: Terminal) -> None:
        self.view = view
        self.shown = shown

    def head(self) -> Iterator[str]:
        """What was judged, when, and by which version."""
        view, safe = self.view, self.shown.safe
        if view.namespace is not Namespace.REAL:
            yield self.shown.toned(f"[{view.namespace}] this verdict opens no real gate", Tone.OPEN)
        source = view.source
        judged = f"{safe(source.slug)} on {safe(source.host)}" if source.slug else "no repository"
        at = f" at {safe(source.commit[:12])}" if source.commit else ""
        yield f"{self.shown.toned(safe(view.project), Tone.STRONG)}: {judged}{at}, evaluated {safe(view.evaluated_at)}"

    def body(self) -> Iterator[str]:
        """Every rule, the urgent ones first."""
        failed = self.view.with_outcome(Outcome.FAILED)
        unseen = self.view.with_outcome(Outcome.NOT_EVALUATED)
        yield from self._group("Failed", blocking(failed), terminal.FAILED, Tone.BAD)
        yield from self._group("Not evaluated", unseen, terminal.OPEN, Tone.OPEN)
        yield from self._unread()
        yield from self._group("Warnings", advisory(failed), terminal.WARNED, Tone.OPEN, said=self.view.warnings)
        yield from self._group("Waived", self.view.with_outcome(Outcome.WAIVED), terminal.ASIDE, Tone.OPEN)
        yield from self._compact("Passed", self.view.with_outcome(Outcome.PASSED), terminal.PASSED, Tone.GOOD)
        aside = self.view.with_outcome(Outcome.NOT_APPLICABLE)
        yield from self._compact("Not applicable", aside, terminal.ASIDE, Tone.FAINT)

    def foot(self) -> Iterator[str]:
        """The verdict in one line, whether it gates, and who vouches for the policy."""
        view, safe = self.view, self.shown.safe
        yield ""
        word = self.shown.toned(str(view.verdict), _VERDICT_TONES[view.verdict])
        yield f"{word}: {counted(self.view)}"
        for reason in further_reasons(self.view):
            yield from self.shown.sentence(safe(reason), indent=2)
        yield f"gating: {'yes' if view.gating.gating else 'no'}, {gate_of(view)}"
        for reason in view.gating.because:
            yield from self.shown.sentence(safe(reason), indent=2)
        yield from (f"policy: {self._trust(bundle)}" for bundle in view.trust)

    def _group(
        self, title: str, rulings: Sequence[Ruling], mark: Mark, tone: Tone, *, said: Sequence[str] = ()
    ) -> Iterator[str]:
        """Rules one by one with everything there is to know, then sentences that belong to no rule."""
        if not rulings and not said:
            return
        yield from self._title(title, len(rulings) + len(said), tone)
        for ruling in rulings:
            yield from self._ruling(ruling, self.shown.toned(self.shown.mark(mark), tone))
        for sentence in said:
            yield from self.shown.sentence(f"{self.shown.mark(mark)} {self.shown.safe(sentence)}", indent=2)

    def _compact(self, title: str, rulings: Sequence[Ruling], mark: Mark, tone: Tone) -> Iterator[str]:
        """One line per rule: its code and what it is about."""
        if not rulings:
            return
        yield from self._title(title, len(rulings), tone)
        safe = self.shown.safe
        longest = max(len(safe(ruling.rule.code)) for ruling in rulings)
        for ruling in rulings:
            about = ruling.reason if ruling.outcome is Outcome.NOT_APPLICABLE else ruling.rule.title
            sign = self.shown.toned(self.shown.mark(mark), tone)
            line = f"  {sign} {safe(ruling.rule.code):<{longest}}  {safe(about)}"
            yield line.rstrip()

    def _ruling(self, ruling: Ruling, sign: str) -> Iterator[str]:
        rule, safe = ruling.rule, self.shown.safe
        named = " ".join(safe(word) for word in (rule.catalogue, rule.severity, rule.enforcement) if word)
        yield f"  {sign} {self.shown.toned(safe(rule.code), Tone.STRONG)} ({named})"
        yield from self.shown.sentence(safe(rule.title), indent=4)
        if ruling.reason:
            yield from self.shown.sentence(safe(ruling.reason), indent=4)
        if ruling.error:
            where = f" at {safe(ruling.error.where)}" if ruling.error.where else ""
            yield f"    error {safe(ruling.error.code)}{where}"
        for violation in ruling.violations:
            yield from self._violation(violation, is_waived=violation.fingerprint in ruling.waived)

    def _violation(self, violation: Violation, *, is_waived: bool) -> Iterator[str]:
        safe = self.shown.safe
        waived = " (waived)" if is_waived else ""
        named = "" if violation.subject in violation.message else f"{safe(violation.subject)}: "
        yield from self.shown.sentence(f"{named}{safe(violation.message)}{waived}", indent=4)
        for fact in violation.evidence:
            yield f"      evidence: {safe(abridged(canonical_bytes(fact).decode()))}"
        if violation.fix.click:
            yield from self.shown.sentence(f"fix: {safe(violation.fix.click)}", indent=6)
        if violation.fix.command:
            yield f"      run: {safe(violation.fix.command)}"

    def _unread(self) -> Iterator[str]:
        """What could not be seen, why, which permission would settle it, and which rules wait for it."""
        if not self.view.unread:
            return
        safe = self.shown.safe
        yield from self._title("Could not read", len(self.view.unread), Tone.OPEN)
        for item in self.view.unread:
            why = f": {safe(item.why)}" if item.why else ""
            yield from self.shown.sentence(f"{safe(item.observation)} ({safe(item.status)}){why}", indent=2)
            if item.needs:
                yield from self.shown.sentence(f"settled by: {safe(item.needs)}", indent=4)
            yield from self.shown.sentence(f"needed by: {', '.join(map(safe, item.rules))}", indent=4)

    def _title(self, title: str, count: int, tone: Tone) -> Iterator[str]:
        yield ""
        yield self.shown.toned(f"{title} ({count})", tone)

    def _trust(self, bundle: TrustedBundle) -> str:
        trust = bundle.trust
        tone = Tone.PLAIN if trust.method in WELL_TRUSTED else Tone.OPEN
        safe = self.shown.safe
        return f"{safe(bundle.name)} {safe(bundle.tree_digest)}, {self.shown.toned(trusted_how(trust), tone)}"
