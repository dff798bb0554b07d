"""What is known of a compliance run, for people and for machines."""

from collections.abc import Iterator

from checker.application.follow_run import RunStep
from checker.application.show_run import ShownRun
from checker.domain.json_value import Json
from checker.domain.outcome import Violation
from checker.domain.run import RunEnded, RunStatus, RunWaiting, StageEnded
from checker.domain.run_history import StageRecord
from checker.domain.task import TaskState
from checker.errors import ContextSignatureError
from checker.formats.report_v1 import StoredReport
from checker.output.terminal import Terminal

SCHEMA = "clean-release/compliance-run/v1"
STAGES_SCHEMA = "clean-release/compliance-stages/v1"
VIOLATIONS_SCHEMA = "clean-release/compliance-violations/v1"
_SHORT = 12
_NEXT = {
    RunStatus.PENDING: "clean-release compliance resume --run-id {run} --actor NAME",
    RunStatus.RUNNING: "clean-release compliance status --run-id {run}",
    RunStatus.WAITING: "clean-release compliance resume --run-id {run} --answer TEXT --actor NAME",
    RunStatus.PASSED: "clean-release release approve --candidate-id {candidate} --report-id {report} --actor NAME",
    RunStatus.BLOCKED: "clean-release compliance violations --run-id {run}",
    RunStatus.UNDECIDED: "clean-release compliance report --run-id {run}",
    RunStatus.FAILED: "clean-release compliance resume --run-id {run} --actor NAME",
    RunStatus.CANCELLED: "clean-release compliance run --candidate-id {candidate} --actor NAME",
}


def run_document(shown: ShownRun) -> dict[str, Json]:
    """A run as one document."""
    run, view = shown.run, shown.report.view if shown.report else None
    requested = run.events[0]
    return {
        "schema": SCHEMA,
        "run_id": run.name,
        "digest": run.digest,
        "candidate_id": run.candidate,
        "manifest_id": shown.manifest,
        "manifest": run.manifest,
        "status": str(run.status),
        "is_current": shown.is_current,
        "requested_at": requested.at,
        "requested_by": requested.actor,
        "code": run.code,
        "question": run.waiting.question if run.waiting else "",
        "stages": [_stage(one) for one in run.stages],
        "next_stage": str(run.next_stage or ""),
        "report_id": run.report.name if run.report else "",
        "report": run.report.digest if run.report else "",
        "verdict": str(view.verdict) if view else "",
        "gating": view is not None and view.gating.gating,
        "task": _task(shown),
        "task_id": shown.task.number if shown.task else 0,
        "next": _next(shown),
    }


def stages_document(shown: ShownRun) -> dict[str, Json]:
    """The stages that ended, in their order."""
    return {
        "schema": STAGES_SCHEMA,
        "run_id": shown.run.name,
        "status": str(shown.run.status),
        "stages": [_stage(one) for one in shown.run.stages],
    }


def step_document(run: str, step: RunStep) -> dict[str, Json]:
    """One step of a run; what it has nothing of is empty."""
    happened = step.happened
    stage = happened if isinstance(happened, StageEnded) else None
    return {
        "run_id": run,
        "number": step.number,
        "at": step.at,
        "action": str(happened.action),
        "stage": str(stage.stage) if stage else "",
        "outcome": str(stage.outcome) if stage else "",
        "code": happened.code if isinstance(happened, StageEnded | RunEnded | RunWaiting) else "",
        "question": happened.question if isinstance(happened, RunWaiting) else "",
        "status": str(step.status),
        "next_stage": str(step.next_stage or ""),
    }


def violations_document(report: StoredReport, shown: ShownRun) -> dict[str, Json]:
    """Every violation of the report, with the code of its rule."""
    rules = report.document["rules"]
    found = (
        [one for rule in rules if isinstance(rule, dict) for one in _listed(rule)] if isinstance(rules, list) else []
    )
    return {
        "schema": VIOLATIONS_SCHEMA,
        "run_id": shown.run.name,
        "report_id": shown.run.report.name if shown.run.report else "",
        "report": report.digest,
        "violations": found,
    }


def render_run(shown: ShownRun, *, on: Terminal) -> str:
    """A run for people."""
    return "".join(f"{line}\n" for line in _lines(shown, on))


def render_stages(shown: ShownRun, *, on: Terminal) -> str:
    """A line for each stage that ended."""
    return "".join(f"{_stage_line(one, on)}\n" for one in shown.run.stages)


def render_violations(report: StoredReport, *, on: Terminal) -> str:
    """Each violation with its fix and the beginning of its fingerprint, which is what a waiver is asked for by."""
    found = [one for ruling in report.view.rulings for one in ruling.violations]
    lines = [line for one in found for line in _violation_lines(one)] or [f"no violations in {report.digest}"]
    return "".join(f"{on.safe(line)}\n" for line in lines)


def _violation_lines(one: Violation) -> Iterator[str]:
    yield f"{one.rule} {one.subject}: {one.message}"
    yield from (f"    fix: {how}" for how in (one.fix.command or one.fix.click,) if how)
    yield f"    fingerprint: {one.fingerprint[:_SHORT]}"


def _listed(rule: dict[str, Json]) -> list[Json]:
    violations = rule["violations"]
    return violations if isinstance(violations, list) else []


def _stage(one: StageRecord) -> dict[str, Json]:
    return {
        "stage": str(one.stage),
        "outcome": str(one.outcome),
        "started_at": one.started,
        "ended_at": one.ended,
        "document": one.document,
        "code": one.code,
        "detail": one.detail,
    }


def _task(shown: ShownRun) -> dict[str, Json]:
    task = shown.task
    if task is None:
        return {}
    return {
        "task_id": task.number,
        "state": str(task.state),
        "attempt": task.attempt,
        "holder": task.holder,
        "reason": task.reason,
    }


def _next(shown: ShownRun) -> str:
    run = shown.run
    report = run.report.name if run.report else ""
    status = run.status
    if run.code == ContextSignatureError.code:  # resuming would not help
        status = RunStatus.CANCELLED
    elif status is RunStatus.RUNNING and shown.task and shown.task.state is TaskState.QUEUED:  # it was let go of
        status = RunStatus.PENDING
    return _NEXT[status].format(run=run.name, candidate=run.candidate, report=report)


def _lines(shown: ShownRun, on: Terminal) -> Iterator[str]:
    run = shown.run
    old = "" if shown.is_current else " (not the current run of its candidate)"
    yield on.safe(f"{run.name}: {run.status} of {run.candidate}, {shown.manifest}{old}")
    yield from (_stage_line(one, on) for one in run.stages)
    if run.waiting:
        yield on.safe(f"waits ({run.waiting.code}): {run.waiting.question}")
    if run.report and shown.report:
        view = shown.report.view
        yield on.safe(f"report {run.report.name} {run.report.digest}: {view.verdict}")
        yield from (on.safe(f"opens no gate: {why}") for why in view.gating.because)
    if shown.task:
        yield on.safe(f"task {shown.task.number}: {shown.task.state}")
    yield on.safe(f"next: {_next(shown)}")


def _stage_line(one: StageRecord, on: Terminal) -> str:
    why = f" ({one.code}): {one.detail}" if one.code else ""
    return on.safe(f"{one.stage} {one.outcome} {one.ended}{why}")
