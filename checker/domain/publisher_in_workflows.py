"""What the workflow files say about a publish: the file, the environment, calls, permissions, triggers, the runner.

Checks P1, P4 to P7 and P12 of the prediction, and whether a password stands in the way.
"""

from collections.abc import Iterator

from checker.domain.publish_prediction import NO_PUBLISHER, Check, Finding, Standing, holds, unknown
from checker.domain.publish_route import Route
from checker.domain.publisher import Publisher
from checker.domain.workflow import CALL, RunnerKind
from checker.domain.workflow_permissions import ID_TOKEN, Access, PermissionSource

_TARGET = "pull_request_target"
_ATTESTATION = (
    "400 Invalid attestations supplied during upload: Certificate's Build Config URI ({signed}) does not match "
    "expected Trusted Publisher ({registered})"
)
_NO_TOKEN = "OpenID Connect token retrieval failed: missing or insufficient OIDC token permissions"  # noqa: S105 - a message


def route_findings(publisher: Publisher, route: Route) -> Iterator[Finding]:
    """Everything that follows from one route."""
    yield _environment(publisher, route)
    yield _reusable(publisher, route)
    yield _identity_token(route)
    yield _trigger(route)
    yield _runner(route)
    yield _credential(route)


def file_name(publisher: Publisher) -> str:
    """The workflow's file as the registry names it: without its folder."""
    return publisher.workflow.rpartition("/")[2]


def file_is_named(publisher: Publisher) -> Finding | None:
    """P1, as far as the declaration itself decides it: a registry keeps a file's name, not its path."""
    name = file_name(publisher)
    if name == publisher.workflow:
        return None
    return Finding(
        check=Check.WORKFLOW_FILE,
        standing=Standing.FAILS,
        why="the registry keeps the name of the file, without its folder",
        field="workflow",
        seen=publisher.workflow,
        expected=name,
        fix=f"register the workflow as {name}",
        answer=NO_PUBLISHER,
    )


def file_is_missing(publisher: Publisher, known: tuple[str, ...]) -> Finding:
    """P1 where no file of that name is there."""
    return Finding(
        check=Check.WORKFLOW_FILE,
        standing=Standing.FAILS,
        why="there is no such workflow file",
        field="workflow",
        seen=publisher.workflow,
        expected=" or ".join(known) or "a file in .github/workflows",
        fix=f"add .github/workflows/{file_name(publisher)} at the release ref, or register the file that publishes",
        answer=NO_PUBLISHER,
    )


def _environment(publisher: Publisher, route: Route) -> Finding:
    check, environment, job = Check.ENVIRONMENT, route.job.environment, route.job.id
    if route.is_remote:
        return unknown(check, "the job is in another repository", fix="publish from a workflow of this repository")
    if not publisher.environment:
        return holds(check, "the publisher is registered for any environment")
    if environment and not environment.is_known:
        return unknown(
            check,
            f"an expression decides the environment of job {job}: {environment.text} (line {environment.line})",
            fix=f"write environment: {publisher.environment} at job {job}",
        )
    seen = environment.text if environment else ""
    if seen.lower() == publisher.environment.lower():
        return holds(check, f"job {job} and the publisher both have the environment {seen}")
    return Finding(
        check=check,
        standing=Standing.FAILS,
        why=f"job {job} has {'another' if seen else 'no'} environment",
        field="environment",
        seen=seen,
        expected=publisher.environment,
        fix=f"write environment: {publisher.environment} at job {job} in {route.called.path} (line {route.job.line})",
        answer=NO_PUBLISHER,
    )


def _reusable(publisher: Publisher, route: Route) -> Finding:
    check, name = Check.REUSABLE, file_name(publisher)
    if route.is_remote:
        return _remote(publisher, route)
    if route.called.file != name:
        return Finding(
            check=check,
            standing=Standing.FAILS,
            why=f"{route.entry.file} calls {route.called.file}, and the token names the file that is called",
            field="workflow",
            seen=name,
            expected=route.called.file,
            fix=f"move job {route.job.id} into {name}; or register {route.called.file} and write attestations: false",
            answer=NO_PUBLISHER,
        )
    if len(route.chain) == 1:
        if route.entry.events != {CALL}:
            return holds(check, f"{name} is started itself")
        why = f"{name} is only called, and nothing here calls it"
        return unknown(check, why, fix="publish from a workflow that is started itself")
    return _called(route)


def _called(route: Route) -> Finding:
    """The token names the file that is called, the signature the one that was started."""
    check, upload = Check.REUSABLE, route.upload
    file, caller, job = route.called.file, route.entry.file, route.job.id
    if upload is None:
        why = f"{file} is called by {caller}, and it is not known how job {job} uploads"
        return unknown(check, why, fix=f"move job {job} into {caller}, and register that")
    if upload.attests is False:
        return holds(check, f"{file} is called by {caller}, and no attestations are uploaded")
    fix = f"turn attestations off in {route.called.path} (line {upload.line}): {upload.without}"
    if upload.attests is None:
        return unknown(check, f"{file} is called, and it is not known whether attestations are uploaded", fix=fix)
    return Finding(
        check=check,
        standing=Standing.FAILS,
        why=f"{file} is called by {caller}, and the files are signed as the caller's",
        field="attestations",
        seen="true",
        expected="false",
        fix=f"{fix}; or move job {job} into {caller}, and register that",
        answer=_ATTESTATION.format(signed=route.entry.path, registered=file),
    )


def _remote(publisher: Publisher, route: Route) -> Finding:
    calls = route.job.calls.text if route.job.calls else ""
    if publisher.job != route.job.id:
        why = f"job {route.job.id} calls {calls}, and what that does cannot be read here"
        return unknown(Check.REUSABLE, why, fix="publish from a workflow of this repository, or name the job")
    return Finding(
        check=Check.REUSABLE,
        standing=Standing.FAILS,
        why=f"job {route.job.id} publishes from a workflow of another repository",
        field="job_workflow_ref",
        seen=calls,
        expected=f"{publisher.slug}/.github/workflows/{file_name(publisher)}",
        fix=f"write the publishing job into .github/workflows/{file_name(publisher)} of this repository",
        answer=NO_PUBLISHER,
    )


def _identity_token(route: Route) -> Finding:
    check, permissions = Check.IDENTITY_TOKEN, route.permissions
    access, where = permissions.access(ID_TOKEN), f"job {route.job.id} in {route.called.path} (line {route.job.line})"
    if access is Access.WRITE and route.is_remote:
        return unknown(check, "the job is in another repository", fix="publish from a workflow of this repository")
    if access is Access.WRITE:
        return holds(check, f"job {route.job.id} may ask for an identity token")
    if access is Access.UNKNOWN:
        return unknown(check, "an expression decides what the job may do", fix=f"write id-token: write at {where}")
    default = permissions.source is PermissionSource.REPOSITORY_DEFAULT
    above = " and at every job that calls it" if len(route.chain) > 1 else ""
    return Finding(
        check=check,
        standing=Standing.FAILS,
        why="the job may not ask for an identity token" + (", and no default lets it" if default else ""),
        field="permissions.id-token",
        seen=str(access),
        expected="write",
        fix=f"write permissions: {{id-token: write}} at {where}{above}",
        answer=_NO_TOKEN,
    )


def _trigger(route: Route) -> Finding:
    check, events = Check.TRIGGER, route.entry.events - {CALL}
    if _TARGET not in events:
        return holds(check, f"{route.entry.file} is not started by {_TARGET}")
    fix = f"start {route.entry.file} by a tag, a release or workflow_dispatch, and not by {_TARGET}"
    if events != {_TARGET}:
        return unknown(check, f"a run that {_TARGET} starts is refused, one that something else starts is not", fix=fix)
    return Finding(
        check=check,
        standing=Standing.FAILS,
        why=f"nothing but {_TARGET} starts it",
        field="on",
        seen=_TARGET,
        expected="push, release or workflow_dispatch",
        fix=fix,
        answer=(
            "invalid-publisher: valid token, but no corresponding publisher "
            f"(Publishing from a workflow invoked via '{_TARGET}' is not supported.)"
        ),
    )


def _runner(route: Route) -> Finding:
    """P12: PyPI does not look at the runner, so this never fails there."""
    runner = route.job.runner
    if runner is None or runner.kind is RunnerKind.HOSTED:
        return holds(Check.RUNNER, "the provider's own machine runs it")
    return holds(Check.RUNNER, "PyPI accepts any machine; npm refuses those that are not the provider's own")


def _credential(route: Route) -> Finding:
    check = Check.CREDENTIAL
    if route.upload is None:
        why = f"it is not known how job {route.job.id} uploads"
        return unknown(check, why, fix="upload with pypa/gh-action-pypi-publish or uv publish, without a password")
    if not route.upload.has_password:
        return holds(check, "the step is given no password")
    return Finding(
        check=check,
        standing=Standing.FAILS,
        why="the step is given a password, so the trusted publisher is not used; an empty one ends with 403",
        field="password",
        seen="given",
        expected="left out",
        fix=f"leave the password out in {route.called.path} (line {route.upload.line})",
        answer="403 Invalid or non-existent authentication information",
    )
