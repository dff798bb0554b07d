"""Which of several declared publishers the registry takes: the one for a job need not be the one that is meant.

A publisher with the job's environment comes before one for any, and a pending one before both; the token is then good
for the projects of that one only.
"""

from collections.abc import Sequence
from dataclasses import replace

from checker.domain.publish_prediction import Check, Finding, Standing
from checker.domain.publish_route import Route
from checker.domain.publisher import ISSUER, Publisher
from checker.domain.publisher_in_workflows import file_name
from checker.domain.token_exchange import RegistryState, exchange, normalised

_SOME_REF, _SOME_COMMIT, _SOME_TOKEN = "refs/tags/v1", "0" * 40, "token"


def taken_instead(publisher: Publisher, route: Route, declared: Sequence[Publisher]) -> Finding | None:
    """What fails although the publisher itself matches the job; None where nothing does."""
    environment = route.job.environment
    if route.is_remote or (environment and not environment.is_known):
        return None
    others = [replace(one, workflow=file_name(one)) for one in declared if one.registry is publisher.registry]
    existing = {normalised(one.project) for one in others if not one.pending}
    claims = _claims(publisher, environment.text if environment else "")
    answer = exchange(claims, RegistryState(registry=publisher.registry, publishers=others, existing=existing))
    if answer.publisher is None:
        return None
    if not answer.is_accepted:
        return _pending(answer.publisher, f"{answer.code}: {answer.description}")
    is_hidden = answer.publisher.environment and not publisher.environment
    same = normalised(answer.publisher.project) == normalised(publisher.project)
    return _other(publisher, answer.publisher) if is_hidden and not same else None


def _pending(found: Publisher, answer: str) -> Finding:
    return Finding(
        check=Check.PROJECT_NAME,
        standing=Standing.FAILS,
        why=f"the registry takes the pending publisher of {found.project} first, and that project exists already",
        field="pending",
        seen="true",
        expected="false",
        fix=f"delete the pending publisher of {found.project}",
        answer=answer,
    )


def _other(publisher: Publisher, found: Publisher) -> Finding:
    return Finding(
        check=Check.ENVIRONMENT,
        standing=Standing.FAILS,
        why=f"the registry takes the publisher of {found.project}, which has the job's environment, before one for any",
        field="environment",
        seen="",
        expected=found.environment,
        fix=f"register {publisher.project} with the environment {found.environment} too, or use another job",
        answer=f"Invalid API Token: OIDC scoped token is not valid for project '{publisher.project}'",
    )


def _claims(publisher: Publisher, environment: str) -> dict[str, str]:
    """The claims a job makes that matches this publisher in everything but the environment, which is the job's."""
    return {
        "iss": ISSUER,
        "aud": publisher.registry.value,
        "repository": publisher.slug,
        "repository_owner": publisher.owner,
        "repository_owner_id": str(publisher.owner_id),
        "job_workflow_ref": f"{publisher.slug}/.github/workflows/{file_name(publisher)}@{_SOME_REF}",
        "jti": _SOME_TOKEN,
        "event_name": "push",
        "ref": _SOME_REF,
        "sha": _SOME_COMMIT,
        "environment": environment,
    }
