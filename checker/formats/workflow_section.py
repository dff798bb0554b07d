"""The section `workflows` of an audit: the facts of every file with their lines, and every way to a job's last step.

What commands, inputs and variables hold never enters it: somebody may have written a secret there.
"""

from collections.abc import Iterable

from checker.domain.job_condition import goes_on_after_failure, ref_prefixes
from checker.domain.json_value import Json
from checker.domain.observation import collected
from checker.domain.piped_script import piped_scripts
from checker.domain.project_code import project_code
from checker.domain.publish_route import Route
from checker.domain.upload_step import upload_of
from checker.domain.verified_jobs import verified_before
from checker.domain.workflow import CALL, Job, SecretUse, Trigger, Workflow, Written
from checker.domain.workflow_permissions import ID_TOKEN, Permissions


def workflow_facts(workflow: Workflow) -> dict[str, Json]:
    """What one file says."""
    return {
        "name": workflow.name,
        "triggers": [_trigger(one) for one in workflow.triggers],
        "permissions": _permissions(workflow.permissions),
        "has_concurrency": workflow.concurrency is not None,
        "jobs": [_job(one) for one in workflow.jobs],
    }


def route_facts(routes: Iterable[Route]) -> list[Json]:
    """Every way from what is started to a job, once each, with what holds at its end because of all jobs on it."""
    found: dict[str, Json] = {}
    for route in routes:
        name = " > ".join(f"{link.workflow.file}: {link.job.id}" for link in route.chain)
        if name not in found:
            found[name] = {"id": name, **_route(route)}
    return [found[name] for name in sorted(found)]


def _route(route: Route) -> dict[str, Json]:
    job, chain = route.job, route.chain
    return {
        "entry": route.entry.path,
        "file": route.called.path,
        "job": job.id,
        "line": job.line,
        "triggers": [_trigger(one) for one in route.entry.triggers],
        "ref_prefixes": _words(prefix for link in chain for prefix in ref_prefixes(link.job.condition)),
        "verified_by": _words(name for link in chain for name in verified_before(link.workflow, link.job)),
        "environment": _environment(job.environment),
        "permissions": _permissions(route.permissions),
        "id_token": str(route.permissions.access(ID_TOKEN)),
        "secrets": _secrets(job.secrets),
        "has_concurrency": any(link.workflow.concurrency or link.job.concurrency for link in chain),
        "is_remote": route.is_remote,
        "uploads": any(upload_of(step) for step in job.steps),
        "project_code": [{"kind": str(one.kind), "line": one.line} for one in project_code(job)],
    }


def _job(job: Job) -> dict[str, Json]:
    return {
        "id": job.id,
        "line": job.line,
        "needs": _words(job.needs),
        "goes_on_after_failure": goes_on_after_failure(job.condition),
        "may_fail": job.may_fail,
        "permissions": _permissions(job.permissions),
        "environment": _environment(job.environment),
        "runner": {"kind": str(job.runner.kind), "labels": _words(job.runner.labels)} if job.runner else _NO_RUNNER,
        "has_matrix": job.has_matrix,
        "has_concurrency": job.concurrency is not None,
        "secrets": _secrets(job.secrets),
        "uses": _uses(job),
        "piped_scripts": collected([{"line": line} for line in dict.fromkeys(piped_scripts(job))]).to_json(),
    }


_NO_RUNNER: dict[str, Json] = {"kind": "none", "labels": []}


def _uses(job: Job) -> list[Json]:
    found = [*((job.calls,) if job.calls else ()), *(step.uses for step in job.steps if step.uses)]
    return [{"text": one.text, "line": one.line, "kind": str(one.kind), "pin": str(one.pin)} for one in found]


def _trigger(trigger: Trigger) -> dict[str, Json]:
    """`only_tags`: nothing but a push of a tag starts it, and `tags` are the patterns it must match."""
    tags = trigger.patterns("tags") or ()
    others = [name for name in ("branches", "branches-ignore", "tags-ignore") if trigger.patterns(name) is not None]
    return {
        "event": trigger.event,
        "line": trigger.line,
        "is_call": trigger.event == CALL,
        "only_tags": trigger.event == "push" and bool(tags) and not others,
        "tags": _words(tags),
    }


def _permissions(permissions: Permissions) -> dict[str, Json]:
    return {
        "source": str(permissions.source),
        "line": permissions.line,
        "otherwise": str(permissions.otherwise),
        "scopes": [{"scope": scope, "access": str(access)} for scope, access in permissions.scopes],
    }


def _environment(environment: Written | None) -> dict[str, Json]:
    if environment is None:
        return {"kind": "none", "name": "", "line": 0}
    kind = "named" if environment.is_known else "expression"
    return {"kind": kind, "name": environment.text, "line": environment.line}


def _secrets(secrets: SecretUse) -> dict[str, Json]:
    return {"names": _words(secrets.names), "all": secrets.all, "inherited": secrets.inherited}


def _words(words: Iterable[str]) -> list[Json]:
    """Distinct words, sorted."""
    return sorted(set(words))  # type: ignore[return-value]
