"""The facts of one workflow file, for people and for machines; a file that is no workflow is shown as that."""

from collections.abc import Iterator

from checker.application.read_workflows import ReadWorkflow
from checker.domain.json_value import Json
from checker.domain.workflow import Concurrency, Job, SecretUse, Step, Trigger, Workflow
from checker.domain.workflow_permissions import Access, Permissions
from checker.domain.workflow_uses import Pin, Uses
from checker.output.terminal import Terminal

_OTHERWISE = {
    Access.NONE: "nothing",
    Access.READ: "read all",
    Access.WRITE: "write all",
    Access.UNKNOWN: "not known",
}
_PINS = {
    Pin.COMMIT: "a commit",
    Pin.DIGEST: "a digest",
    Pin.SAME_COMMIT: "the same commit",
    Pin.MOVING: "a name that can move",
    Pin.NONE: "nothing",
    Pin.UNKNOWN: "not known",
}


def render_workflow(read: ReadWorkflow, *, shown: Terminal) -> str:
    """The file and its facts, a line for each."""
    if read.workflow is None:
        place = f"{read.path}:{read.line}" if read.line else read.path
        return shown.safe(f"{place}  not read: {read.problem}") + "\n"
    return "\n".join(shown.safe(line) for line in _lines(read.workflow)) + "\n"


def workflow_document(read: ReadWorkflow) -> dict[str, Json]:
    """The facts of a file as JSON; of one that was not read, the problem.

    What commands, inputs and variables hold is left out: somebody may have written a secret there.
    """
    if read.workflow is None:
        return {"path": read.path, "status": "error", "problem": read.problem, "line": read.line}
    workflow = read.workflow
    return {
        "path": read.path,
        "status": "collected",
        "name": workflow.name,
        "triggers": [_trigger(one) for one in workflow.triggers],
        "concurrency": _concurrency(workflow.concurrency),
        "secrets": _secrets(workflow.secrets),
        "jobs": [_job(one) for one in workflow.jobs],
    }


def _lines(workflow: Workflow) -> Iterator[str]:
    yield f"{workflow.path}  {workflow.name}".rstrip()
    yield f"  starts on: {'; '.join(_started(one) for one in workflow.triggers)}"
    if workflow.concurrency:
        yield f"  one at a time: {workflow.concurrency.group.text} (cancels: {workflow.concurrency.cancels})"
    for job in workflow.jobs:
        yield f"  job {job.id} (line {job.line})"
        yield from (f"    {line}" for line in _job_lines(job))


def _started(trigger: Trigger) -> str:
    filters = ", ".join(f"{name}: {' '.join(patterns)}" for name, patterns in trigger.filters)
    return f"{trigger.event} ({filters})" if filters else trigger.event


def _job_lines(job: Job) -> Iterator[str]:
    environment, runner = job.environment, job.runner
    named = environment.text + ("" if environment.is_known else " (not known)") if environment else ""
    rows = {
        "needs": ", ".join(job.needs),
        "if": job.condition,
        "permissions": f"{_may(job.permissions)}, from the {str(job.permissions.source).replace('-', ' ')}",
        "environment": named,
        "runs on": f"{', '.join(runner.labels)} ({runner.kind})" if runner else "",
        "secrets": _named(job.secrets),
        "calls": _used(job.calls) if job.calls else "",
    }
    yield from (f"{name}: {text}" for name, text in rows.items() if text)
    yield from (f"uses: {_used(step.uses)}" for step in job.steps if step.uses)
    if runs := sum(1 for step in job.steps if step.run):
        yield f"commands: {runs}"


def _may(permissions: Permissions) -> str:
    scopes = [f"{name} {access}" for name, access in permissions.scopes]
    if permissions.otherwise is not Access.NONE or not scopes:
        scopes.append(f"{'otherwise ' if scopes else ''}{_OTHERWISE[permissions.otherwise]}")
    return ", ".join(scopes)


def _named(secrets: SecretUse) -> str:
    more = ["any of them"] * secrets.all + ["all are handed on"] * secrets.inherited
    return ", ".join([*secrets.names, *more])


def _used(uses: Uses) -> str:
    return f"{uses.text} (line {uses.line}, names {_PINS[uses.pin]})"


def _trigger(trigger: Trigger) -> dict[str, Json]:
    filters: dict[str, Json] = {name: list[Json](patterns) for name, patterns in trigger.filters}
    return {"event": trigger.event, "line": trigger.line, "filters": filters}


def _concurrency(concurrency: Concurrency | None) -> dict[str, Json]:
    if concurrency is None:
        return {}
    return {"group": concurrency.group.text, "line": concurrency.group.line, "cancels": concurrency.cancels}


def _secrets(secrets: SecretUse) -> dict[str, Json]:
    return {"names": list[Json](secrets.names), "all": secrets.all, "inherited": secrets.inherited}


def _job(job: Job) -> dict[str, Json]:
    environment = job.environment
    runner = job.runner
    named: dict[str, Json] = (
        {"name": environment.text, "known": environment.is_known, "line": environment.line} if environment else {}
    )
    return {
        "id": job.id,
        "line": job.line,
        "needs": list[Json](job.needs),
        "if": job.condition,
        "permissions": _permissions(job.permissions),
        "environment": named,
        "runner": {"kind": str(runner.kind), "labels": list[Json](runner.labels)} if runner else {},
        "calls": _use(job.calls) if job.calls else {},
        "steps": [_step(step) for step in job.steps],
        "secrets": _secrets(job.secrets),
        "concurrency": _concurrency(job.concurrency),
        "matrix": job.has_matrix,
    }


def _permissions(permissions: Permissions) -> dict[str, Json]:
    return {
        "source": str(permissions.source),
        "line": permissions.line,
        "scopes": {name: str(access) for name, access in permissions.scopes},
        "otherwise": str(permissions.otherwise),
    }


def _step(step: Step) -> dict[str, Json]:
    return {
        "line": step.line,
        "name": step.name,
        "if": step.condition,
        "uses": _use(step.uses) if step.uses else {},
        "runs": bool(step.run),
        "with": [name for name, _ in step.inputs],
        "env": [name for name, _ in step.env],
    }


def _use(uses: Uses) -> dict[str, Json]:
    return {
        "text": uses.text,
        "line": uses.line,
        "kind": str(uses.kind),
        "pin": str(uses.pin),
        "repository": uses.repository,
        "path": uses.path,
        "ref": uses.ref,
    }
