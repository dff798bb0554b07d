"""The evidence report of a release: context, acceptance matrix, thresholds, blockers and everything that happened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.domain.acceptance import Answer, Requirement, together
from checker.domain.json_value import Json
from checker.domain.release_order import Present
from checker.domain.release_record import (
    BlockerClosed,
    BlockerFiled,
    Content,
    DrillStep,
    Entry,
    EvidenceAdded,
    ReleaseRecord,
    Resumed,
    Smoked,
    Started,
    StepEnded,
)
from checker.output.markdown_text import code, prose
from checker.output.terminal import Terminal

SCHEMA = "clean-release/release-evidence/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseReport:
    """What a report shows: the record, what is checked out, what was judged when, and the next step in words."""

    record: ReleaseRecord
    present: Present
    requirements: Sequence[Requirement]
    at: str
    next_step: str


def evidence_document(report: ReleaseReport) -> dict[str, Json]:
    """The report as one document."""
    record = report.record
    return {
        "schema": SCHEMA,
        "at": report.at,
        "context": {
            "release_target": record.release,
            "base_tag": record.started.base_tag if record.started else "",
            "mode": str(record.started.mode) if record.started else "",
            "commit": report.present.commit,
            "workflows": report.present.workflows,
            "times_started": record.times_started,
        },
        "accepted": str(together(one.answer for one in report.requirements)),
        "requirements": [_requirement(one) for one in report.requirements],
        "next_step": report.next_step,
        "blockers": [_blocker(entry, blocker) for entry, blocker in record.open_blockers()],
        "checkpoints": [_checkpoint(entry) for entry in record.entries],
    }


def render_evidence(report: ReleaseReport) -> str:
    """The report as Markdown that nothing foreign in it can bend."""
    return "\n".join(_markdown(report)) + "\n"


def blockers_document(record: ReleaseRecord) -> dict[str, Json]:
    """The open blockers as one document."""
    return {
        "release": record.release,
        "blockers": [_blocker(entry, blocker) for entry, blocker in record.open_blockers()],
    }


def told(content: Content) -> str:
    """What an entry says, in one line."""
    match content:
        case Started():
            again = f", again: {content.because}" if content.because else ""
            return f"started since {content.base_tag}, {content.mode}{again}"
        case Resumed():
            return f"resumed, {len(content.facts)} things looked at"
        case StepEnded():
            run = f" in run {content.run}" if content.run else ""
            return f"{content.step} {content.outcome}{run}" + (f": {content.reason}" if content.reason else "")
        case EvidenceAdded():
            return f"{content.kind} {'accepted' if content.accepted else 'not accepted'}"
        case _:
            return _told_of_trial(content)


def _told_of_trial(content: BlockerFiled | BlockerClosed | Smoked | DrillStep) -> str:
    match content:
        case BlockerFiled():
            return f"blocker {content.name} filed: {content.title}"
        case BlockerClosed():
            return f"blocker {content.name} closed: {content.reason}"
        case Smoked():
            return f"smoke test of {content.registry} {content.project} {content.outcome} in {content.seconds} s"
        case DrillStep():
            return f"drill {content.attempt}, {content.step} {content.outcome} after {content.seconds} s"


def _markdown(report: ReleaseReport) -> Iterator[str]:
    record = report.record
    started = record.started
    yield f"# Release evidence: {code(record.release)}"
    yield ""
    yield f"- release_target: {code(record.release)}"
    yield f"- base_tag: {code(started.base_tag if started else '')}"
    yield f"- mode: {code(str(started.mode) if started else '')}"
    yield f"- commit: {code(report.present.commit)}"
    yield f"- made at: {report.at}"
    yield f"- next step: {prose(report.next_step)}"
    yield ""
    yield "## Acceptance"
    yield ""
    yield "| Requirement | Demands | Threshold | Answer | Evidence |"
    yield "|---|---|---|---|---|"
    for one in report.requirements:
        yield f"| {one.name} | {one.demand} | {_cell(one.limit)} | {_answer(one.answer)} | {_cell(one.evidence)} |"
    yield ""
    yield from _blocker_lines(record)
    yield "## Checkpoints"
    yield ""
    yield "| # | At | Commit | What |"
    yield "|---|---|---|---|"
    for entry in record.entries:
        yield f"| {entry.number} | {entry.at} | {code(entry.commit[:12])} | {_cell(told(entry.content))} |"


def _blocker_lines(record: ReleaseRecord) -> Iterator[str]:
    yield "## Open blockers"
    yield ""
    for _, one in record.open_blockers():
        yield f"- {code(one.name)}: {prose(one.title)}"
        yield from (f"  - {prose(text)}" for text in (one.summary, one.command, *one.fixes) if text)
    if not record.open_blockers():
        yield "None is open."
    yield ""


def _answer(answer: Answer) -> str:
    return f"**{answer}**" if answer is Answer.NOT_MET else str(answer)


def _cell(text: str) -> str:
    """Foreign text in a table: a bar would end the cell even inside of code."""
    return prose(text).replace("|", "\\|") if text else ""


def _requirement(one: Requirement) -> dict[str, Json]:
    return {
        "name": one.name,
        "demand": one.demand,
        "limit": one.limit,
        "answer": str(one.answer),
        "evidence": one.evidence,
    }


def _blocker(entry: Entry, blocker: BlockerFiled) -> dict[str, Json]:
    return {
        "name": blocker.name,
        "title": blocker.title,
        "summary": blocker.summary,
        "check": blocker.check,
        "run": blocker.run,
        "command": blocker.command,
        "log": blocker.log,
        "fixes": list(blocker.fixes),
        "filed_at": entry.at,
        "commit": entry.commit,
    }


def _checkpoint(entry: Entry) -> dict[str, Json]:
    return {
        "number": entry.number,
        "at": entry.at,
        "commit": entry.commit,
        "digest": entry.digest,
        "what": told(entry.content),
    }


def render_blockers(record: ReleaseRecord, *, shown: Terminal) -> str:
    """The open blockers for a terminal."""
    lines = [shown.safe(line) for entry, one in record.open_blockers() for line in _shown_blocker(entry, one)]
    return "".join(f"{line}\n" for line in lines) or shown.safe(f"{record.release}: no blocker is open") + "\n"


def _shown_blocker(entry: Entry, one: BlockerFiled) -> Iterator[str]:
    yield f"{one.name}: {one.title}"
    run = f", run {one.run}" if one.run else ""
    yield f"  filed at {entry.at}{run}"
    parts = (("seen", one.summary), ("check", one.check), ("command", one.command), ("log", one.log))
    yield from (f"  {name}: {text}" for name, text in parts if text)
    yield from (f"  fix: {fix}" for fix in one.fixes)
