"""What `clean-release release` does."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json
from checker.cli.exit_codes import BLOCKED, PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.plain_terminal import plain_terminal
from checker.domain.acceptance import Answer, together
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal
from checker.output.log_diagnosis import diagnosis_document, render_diagnosis
from checker.output.release_plan import plan_document, render_plan
from checker.output.release_report import (
    blockers_document,
    evidence_document,
    render_blockers,
    render_evidence,
    told,
)

if TYPE_CHECKING:
    from checker.application.audit_workspace import ReleaseContext
    from checker.application.end_step import EndedStep
    from checker.application.open_record import OpenedRecord
    from checker.bootstrap.releasing import Releasing
    from checker.domain.release_record import BlockerClosed, BlockerFiled

_CODES = {Answer.MET: PASSED, Answer.NOT_MET: BLOCKED, Answer.UNKNOWN: UNDECIDED}


def run_diagnose(log: Path, *, project: Path, format_name: str) -> int:
    """Diagnose a log; 3 when something in it stays unexplained."""
    refuse_unknown_format(format_name)
    found = CleanRelease(directory=project).publishing.diagnose(log)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(diagnosis_document(found)))
    else:
        show(render_diagnosis(found, shown=plain_terminal()))
    return PASSED if found.is_known else UNDECIDED


def run_start(context: "ReleaseContext", *, because: str, project: Path) -> int:
    """Begin a record."""
    return _tell_newest(CleanRelease(directory=project).releasing().start(context, because=because))


def run_step(said: "EndedStep", *, target: str, project: Path) -> int:
    """Record how a step ended, or say that it may begin."""
    releasing = _releasing(target, project)
    if said.outcome:
        return _tell_newest(releasing.step(said))
    releasing.refuse_out_of_order(said.step)
    show(f"{said.step} may begin")
    return PASSED


def run_plan(*, target: str, project: Path, format_name: str) -> int:
    """Show what each step waits for."""
    refuse_unknown_format(format_name)
    plan = _releasing(target, project).plan()
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(plan_document(plan)))
    else:
        show(render_plan(plan, shown=plain_terminal()))
    return PASSED


def run_add(document: Path, *, target: str, project: Path) -> int:
    """Record evidence."""
    return _tell_newest(_releasing(target, project).add(document))


def run_report(audits: Sequence[str], *, target: str, project: Path, format_name: str, exit_status: bool) -> int:
    """Print the evidence report; with `exit_status`, 1 or 3 where a requirement is not met or unknown."""
    refuse_unknown_format(format_name, known=("markdown", JSON_FORMAT))
    report = _releasing(target, project).report(audits)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(evidence_document(report)))
    else:
        show(render_evidence(report))
    return _CODES[together(one.answer for one in report.requirements)] if exit_status else PASSED


def run_file(blocker: "BlockerFiled", *, log: Path | None, target: str, project: Path) -> int:
    """File blockers."""
    opened = _releasing(target, project).file(blocker, log=log)
    show(render_blockers(opened.record, shown=plain_terminal()))
    return PASSED


def run_close(closed: "BlockerClosed", *, target: str, project: Path) -> int:
    """Close a blocker."""
    return _tell_newest(_releasing(target, project).close(closed))


def run_blockers(*, target: str, project: Path, format_name: str, exit_status: bool) -> int:
    """List the open blockers; with `exit_status`, 1 if there is one."""
    refuse_unknown_format(format_name)
    record = _releasing(target, project).record()
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(blockers_document(record)))
    else:
        show(render_blockers(record, shown=plain_terminal()))
    return BLOCKED if exit_status and record.open_blockers() else PASSED


def _releasing(target: str, project: Path) -> "Releasing":
    return CleanRelease(directory=project).releasing(target)


def _tell_newest(opened: "OpenedRecord") -> int:
    entry = opened.record.entries[-1]
    said = escape_for_terminal(f"{opened.record.release}: {told(entry.content)} (entry {entry.number})")
    show(said)
    return PASSED
