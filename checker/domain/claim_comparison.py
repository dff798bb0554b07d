"""Where the claims of a token and a declared publisher differ, field by field, as the registry compares them."""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.domain.publish_log import LoggedClaims
from checker.domain.publisher import Publisher
from checker.domain.token_exchange import workflow_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field of a publisher: what is declared, and exactly what it would have to be for these claims."""

    field: str
    declared: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPublisher:
    """The publisher that would match a token; `environment` and `owner_id` are None where the claims do not say."""

    owner: str
    repository: str
    workflow: str
    environment: str | None
    owner_id: str | None


def wanted_publisher(claims: LoggedClaims) -> WantedPublisher:
    """What would have to be registered for these claims; parts that were not printed are empty."""
    owner, _, repository = (claims.values.get("repository") or "").partition("/")
    return WantedPublisher(
        owner=owner,
        repository=repository,
        workflow=workflow_file(claims.values.get("job_workflow_ref") or claims.values.get("workflow_ref") or ""),
        environment=claims.environment,
        owner_id=claims.values.get("repository_owner_id"),
    )


def differences(wanted: WantedPublisher, publisher: Publisher) -> tuple[Difference, ...]:
    """The fields in which a publisher would not match; an environment that is not declared matches any."""
    pairs = [
        ("owner", publisher.owner, wanted.owner),
        ("repository", publisher.repository, wanted.repository),
        ("workflow", publisher.workflow, wanted.workflow),
    ]
    if wanted.owner_id is not None and publisher.owner_id:
        pairs.append(("owner_id", str(publisher.owner_id), wanted.owner_id))
    if wanted.environment is not None and publisher.environment.lower() not in {"", wanted.environment.lower()}:
        pairs.append(("environment", publisher.environment, wanted.environment))
    return tuple(
        Difference(field=name, declared=declared, expected=expected)
        for name, declared, expected in pairs
        if expected != declared and (expected or name == "environment")
    )


def closest(
    wanted: WantedPublisher, publishers: Sequence[Publisher]
) -> tuple[Publisher, tuple[Difference, ...]] | None:
    """The publisher with the fewest differences, the first of several; None where there is none."""
    compared = [(publisher, differences(wanted, publisher)) for publisher in publishers]
    return min(compared, key=lambda one: len(one[1]), default=None)
