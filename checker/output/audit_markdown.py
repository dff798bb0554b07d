"""Audits and proposals as Markdown for the documents of a release."""

import shlex
from collections.abc import Iterable, Iterator, Sequence

from checker.application.propose_settings import Proposal, ProposedStep
from checker.application.show_audit import ShownSection, show_audit
from checker.domain.audit import Audit
from checker.domain.facts import Fact, Gap, facts_of
from checker.formats.canonical import pretty_bytes
from checker.formats.github.setting_requests import SettingRequest
from checker.formats.text_safety import escape_for_terminal
from checker.output.audit_view import UNCHECKED, difference_line, shown_value, unknown_line
from checker.output.markdown_text import code, prose

_HEREDOC = "JSON"


def render_audits_markdown(audits: Sequence[Audit]) -> str:
    """Audits section by section, unread ones first."""
    return "\n".join(line for audit in audits for line in _audit(audit))


def render_proposal(proposal: Proposal) -> str:
    """Target settings, what differs, and the commands; nothing that was run."""
    return "\n".join(_proposal(proposal))


def _audit(audit: Audit) -> Iterator[str]:
    yield f"# {str(audit.kind).capitalize()} audit of {code(f'{audit.host}/{audit.subject.slug}')}"
    yield ""
    yield f"Read {prose(audit.collected_at) if audit.collected_at else 'at no known time'}; {UNCHECKED}."
    yield f"Audit {code(audit.digest)}, facts {code(audit.facts_digest)}."
    yield ""
    for section in show_audit(audit):
        yield from _section(section)


def _section(section: ShownSection) -> Iterator[str]:
    yield f"## {code(section.name)}: {section.status}"
    yield ""
    if section.gaps:
        yield from _table(("Not read", "Status", "Why", "Needs"), map(_gap_row, section.gaps))
    if section.facts:
        yield from _facts(section.facts)


def _facts(facts: Sequence[Fact]) -> Iterator[str]:
    rows = ((code(fact.path.lstrip(".") or "value"), code(shown_value(fact.value))) for fact in facts)
    yield from _table(("Setting", "Value"), rows)


def _gap_row(gap: Gap) -> tuple[str, ...]:
    return (code(gap.path.lstrip(".") or "all of it"), str(gap.status), prose(gap.why), prose(gap.needs))


def _proposal(proposal: Proposal) -> Iterator[str]:
    now, baseline, drift = proposal.now, proposal.baseline, proposal.drift
    yield f"# Target settings of {code(f'{now.host}/{now.subject.slug}')}"
    yield ""
    yield f"The baseline is audit {code(baseline.digest)}, read {_moment(baseline)}."
    yield f"The settings are those of audit {code(now.digest)}, read {_moment(now)}; {UNCHECKED}."
    yield "Nothing was changed; the commands are for a person to read and run."
    yield ""
    yield f"## To do: {len(proposal.steps)}"
    yield ""
    for number, step in enumerate(proposal.steps, start=1):
        yield from _step(number, step, slug=now.subject.slug)
    if drift.unknown:
        yield "## Not known"
        yield ""
        yield from (f"- {code(unknown_line(one))}" for one in drift.unknown)
        yield ""
    yield "## Target"
    yield ""
    for name in sorted(drift.target):
        found = tuple(facts_of(drift.target[name], ""))
        yield f"### {code(name)}"
        yield ""
        yield from _facts([one for one in found if isinstance(one, Fact)])
        gaps = [one for one in found if isinstance(one, Gap)]
        if gaps:
            yield from _table(("Not read", "Status", "Why", "Needs"), map(_gap_row, gaps))


def _moment(audit: Audit) -> str:
    return prose(audit.collected_at) if audit.collected_at else "at no known time"


def _step(number: int, step: ProposedStep, *, slug: str) -> Iterator[str]:
    yield f"### {number}. {code(step.what)}"
    yield ""
    yield from (f"- {code(difference_line(one))}" for one in step.differences)
    yield ""
    commands = [_command(request, slug=slug) for request in step.requests]
    if commands and all(commands):
        yield "What a request does not name may go to the provider's default."
        yield ""
        yield from _fenced("\n".join(commands))
    else:
        yield f"By hand: {step.place}."
    yield ""


def _command(request: SettingRequest, *, slug: str) -> str:
    """The command line that sends a request; empty where it would not show as what it does."""
    target = shlex.quote(f"repos/{slug}/{request.path}")
    command = f"gh api -X {request.method} {target}"
    if request.body:
        body = pretty_bytes(request.body).decode().strip()
        command = f"{command} --input - <<'{_HEREDOC}'\n{body}\n{_HEREDOC}"
    return command if escape_for_terminal(command, keep_newlines=True) == command else ""


def _fenced(text: str) -> Iterator[str]:
    fence = "```"
    while fence in text:
        fence += "`"
    yield f"{fence}sh"
    yield text
    yield fence


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] * len(head))
    yield from map(_row, rows)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
