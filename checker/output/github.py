"""The report as annotations of a GitHub workflow run: workflow commands, the counts first.

GitHub shows at most ten annotations of a kind per step, so the last of a kind says how many more there are. Foreign
text cannot begin a command of its own: it is made visible first, and then escaped as the runner demands
(docs.github.com, "Workflow commands"; actions/toolkit, `command.ts`).
"""

from collections.abc import Iterator, Mapping, Sequence

from checker.domain.json_value import Json
from checker.domain.outcome import Outcome, Ruling
from checker.formats.report_view import ReportView, view_of
from checker.formats.text_safety import escape_for_terminal
from checker.output.report_counts import (
    advisory,
    blocking,
    counted,
    further_reasons,
    gate_of,
    mark_of,
    named,
    opens_its_gate,
    undecided_because,
)

MOST_OF_A_KIND = 10
_Said = tuple[str, str]
"""The title of an annotation and its text."""


def render_github(document: Mapping[str, Json], *, digest: str) -> str:
    """The commands of a valid `report/v1` document, then the line `report sha256:<64 hex>`."""
    view = view_of(document)
    errors, warnings, notices = list(_errors(view)), list(_warnings(view)), list(_notices(view))
    first = (f"clean-release {view.verdict}", f"{counted(view)}; {gate_of(view)}")
    (notices if opens_its_gate(view) else errors).insert(0, first)
    kinds = {"notice": notices, "error": errors, "warning": warnings}
    if not opens_its_gate(view):
        kinds = {"error": errors, "warning": warnings, "notice": notices}
    lines = [line for kind, said in kinds.items() for line in _commands(kind, said, mark_of(view))]
    return "\n".join([*lines, f"report {digest}"]) + "\n"


def _errors(view: ReportView) -> Iterator[_Said]:
    """What keeps the gate closed."""
    for ruling in blocking(view.with_outcome(Outcome.FAILED)):
        yield from _denied(ruling)
    for ruling in blocking(view.with_outcome(Outcome.NOT_EVALUATED)):
        yield f"{ruling.rule.code} not evaluated", undecided_because(ruling)
    for reason in (*further_reasons(view), *view.gating.because):
        yield "clean-release", reason


def _warnings(view: ReportView) -> Iterator[_Said]:
    """What changes no verdict, and what could not be read."""
    for ruling in advisory(view.with_outcome(Outcome.FAILED)):
        yield from _denied(ruling)
    for ruling in advisory(view.with_outcome(Outcome.NOT_EVALUATED)):
        yield f"{ruling.rule.code} not evaluated", undecided_because(ruling)
    for item in view.unread:
        settled = f"; settled by: {item.needs}" if item.needs else ""
        yield "could not read", f"{item.observation} ({item.status}): {item.why}{settled}"
    for warning in view.warnings:
        yield "clean-release", warning


def _notices(view: ReportView) -> Iterator[_Said]:
    """What was accepted for a time."""
    for ruling in view.with_outcome(Outcome.WAIVED):
        yield from _denied(ruling)


def _denied(ruling: Ruling) -> Iterator[_Said]:
    for violation in ruling.violations:
        fix = violation.fix.click or violation.fix.command
        waived = " (waived)" if violation.fingerprint in ruling.waived else ""
        text = f"{named(subject=violation.subject, message=violation.message)}{waived}"
        yield ruling.rule.code, f"{text}. Fix: {fix}" if fix else text


def _commands(kind: str, said: Sequence[_Said], mark: str) -> Iterator[str]:
    """At most ten commands of one kind; the mark stands before each title."""
    if len(said) > MOST_OF_A_KIND:
        more = len(said) - MOST_OF_A_KIND + 1
        said = [*said[: MOST_OF_A_KIND - 1], ("clean-release", f"{more} more; the report has all of them")]
    for title, text in said:
        yield f"::{kind} title={_property(mark + title)}::{_data(text)}"


def _data(text: str) -> str:
    """The text of a command: one line, whatever it holds."""
    return escape_for_terminal(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property of a command, which a colon or a comma would end."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
