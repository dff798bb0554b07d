"""The report as Markdown: for a step summary, a pull request or release documents.

At most 1 MiB, which is what GitHub takes for the summary of a step; what does not fit is left out from the end and
counted, so that a summary that is too long never vanishes as a whole. The verdict stands first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome, Ruling
from checker.formats.canonical import canonical_bytes
from checker.formats.report_view import ReportView, view_of
from checker.output.markdown_text import code, prose
from checker.output.report_counts import advisory, blocking, counted, further_reasons, gate_of, undecided_because

MOST_BYTES = 1024 * 1024
_FOR_THE_FOOT = 1024
_LONGEST_EVIDENCE = 400


def render_markdown(document: Mapping[str, Json], *, digest: str) -> str:
    """The whole text of a valid `report/v1` document, ending with the report's name."""
    view = view_of(document)
    lines = _bounded([*_head(view), *_body(view)])
    return "\n".join([*lines, "", f"Report `{digest}`"]) + "\n"


def _head(view: ReportView) -> Iterator[str]:
    yield f"# Clean Release: {view.verdict}"
    yield ""
    if view.namespace is not Namespace.REAL:
        yield f"**[{view.namespace}] this verdict opens no real gate**"
        yield ""
    yield f"{counted(view)}; {gate_of(view)}."
    yield ""
    source = view.source
    at = f" at {code(source.commit)}" if source.commit else ""
    judged = f"{code(source.slug)} on {code(source.host)}{at}" if source.slug else "no repository"
    yield f"- Judged: {code(view.project)}, {judged}, evaluated {code(view.evaluated_at)}"
    yield f"- Snapshot: {code(view.snapshot)}"
    for reason in (*further_reasons(view), *view.gating.because):
        yield f"- {prose(reason)}"


def _body(view: ReportView) -> Iterator[str]:
    failed = view.with_outcome(Outcome.FAILED)
    yield from _group("Failed", blocking(failed))
    yield from _group("Not evaluated", view.with_outcome(Outcome.NOT_EVALUATED))
    yield from _unread(view)
    yield from _group("Warnings", advisory(failed), said=view.warnings)
    yield from _group("Waived", view.with_outcome(Outcome.WAIVED))
    yield from _titles("Passed", view.with_outcome(Outcome.PASSED))
    yield from _titles("Not applicable", view.with_outcome(Outcome.NOT_APPLICABLE))


def _group(title: str, rulings: Sequence[Ruling], *, said: Sequence[str] = ()) -> Iterator[str]:
    """Rules one by one with all there is to know, then sentences that belong to no rule."""
    if not rulings and not said:
        return
    yield from _title(title, len(rulings) + len(said))
    for ruling in rulings:
        rule = ruling.rule
        yield f"- {code(rule.code)} ({rule.severity}, {rule.enforcement}): {prose(rule.title)}"
        if ruling.outcome is Outcome.NOT_EVALUATED:
            yield f"  - {prose(undecided_because(ruling))}"
        yield from _violations(ruling)
    for sentence in said:
        yield f"- {prose(sentence)}"


def _violations(ruling: Ruling) -> Iterator[str]:
    for violation in ruling.violations:
        waived = " (waived)" if violation.fingerprint in ruling.waived else ""
        yield f"  - {code(violation.subject)}: {prose(violation.message)}{waived}"
        for fact in violation.evidence:
            yield f"    - evidence: {code(canonical_bytes(fact).decode()[:_LONGEST_EVIDENCE])}"
        if violation.fix.click:
            yield f"    - fix: {prose(violation.fix.click)}"
        if violation.fix.command:
            yield f"    - run: {code(violation.fix.command)}"


def _unread(view: ReportView) -> Iterator[str]:
    """What could not be seen, why, which permission would settle it, and which rules wait for it."""
    if not view.unread:
        return
    yield from _title("Could not read", len(view.unread))
    for item in view.unread:
        yield f"- {code(item.observation)} ({code(item.status)}): {prose(item.why)}"
        if item.needs:
            yield f"  - settled by: {prose(item.needs)}"
        yield f"  - needed by: {', '.join(map(code, item.rules))}"


def _titles(title: str, rulings: Sequence[Ruling]) -> Iterator[str]:
    """One line per rule: its code and what it is about."""
    if not rulings:
        return
    yield from _title(title, len(rulings))
    for ruling in rulings:
        about = ruling.reason if ruling.outcome is Outcome.NOT_APPLICABLE else ruling.rule.title
        yield f"- {code(ruling.rule.code)}: {prose(about)}"


def _title(title: str, count: int) -> Iterator[str]:
    yield from ("", f"## {title} ({count})", "")


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    """The first lines that fit, then how many do not."""
    room, left_out = MOST_BYTES - _FOR_THE_FOOT, 0
    for line in lines:
        room -= len(line.encode()) + 1
        if left_out or room < 0:
            left_out += 1
        else:
            yield line
    if left_out:
        yield from ("", f"**{left_out} more lines did not fit; the report has all of them.**")
