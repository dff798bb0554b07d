"""Tokens of jobs: what an issuer says of the job that calls, and whom the server's configuration makes of it.

A job is known by numbers and by the workflow that runs, never by a name alone: a repository that was renamed or deleted
leaves its name to whoever takes it, but not its number. A pull request is nobody, whatever else fits: its author may
have written what runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from checker.domain.identity import Method
from checker.domain.namespace import Namespace
from checker.domain.principal import Principal, Role
from checker.errors import ForbiddenError

ALGORITHMS = ("RS256", "ES256")
"""How an issuer may sign: with a key of which it keeps half; nothing that a reader of its keys could sign with."""

MOST_SKEW = timedelta(seconds=60)
"""How far two clocks may differ."""
LONGEST_LIFE = timedelta(hours=1)
"""A token that counts for longer was not made for one job."""

_PULL_REQUEST = "pull_request"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerKey:
    """A public key of an issuer (a JWK by its fields), the name the issuer gives it, and the one way it signs."""

    name: str
    algorithm: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobClaims:
    """What an issuer says of a job; `number` is what the token itself is known by."""

    subject: str
    number: str
    repository_id: int
    owner_id: int
    workflow_ref: str
    ref: str
    event: str
    environment: str
    issued: datetime
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEntry:
    """A job that the server knows, and whom it makes of it.

    Args:
        workflow_ref: the workflow that runs, `owner/name/.github/workflows/file.yml@refs/heads/main`.
        environment: the environment of the job; empty: it has none.
        ref: what the workflow that was started runs for; empty: any.
    """

    repository_id: int
    owner_id: int
    workflow_ref: str
    environment: str
    ref: str
    label: str
    namespace: Namespace
    projects: tuple[str, ...]
    roles: frozenset[Role]

    def is_for(self, claims: JobClaims) -> bool:
        """Whether this is the job that an issuer speaks of."""
        said = (claims.repository_id, claims.owner_id, claims.workflow_ref, claims.environment)
        known = (self.repository_id, self.owner_id, self.workflow_ref, self.environment)
        return said == known and self.ref in ("", claims.ref)

    def overlaps(self, other: "JobEntry") -> bool:
        """Whether there are jobs that both are for."""
        mine = (self.repository_id, self.owner_id, self.workflow_ref, self.environment)
        theirs = (other.repository_id, other.owner_id, other.workflow_ref, other.environment)
        return mine == theirs and (self.ref == other.ref or "" in (self.ref, other.ref))


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTrust:
    """Whose tokens of jobs a server takes, for whom they must have been made, and the jobs it knows."""

    issuer: str
    audience: str
    entries: tuple[JobEntry, ...]

    def principal_of(self, claims: JobClaims) -> Principal:
        """Whom the configuration makes of a job.

        Raises:
            ForbiddenError: it is a pull request's, or no entry is for it.
        """
        if claims.event.startswith(_PULL_REQUEST) or claims.subject.endswith(f":{_PULL_REQUEST}"):
            raise ForbiddenError("the job belongs to a pull request, which is nobody to this server")
        found = _first_for(claims, self.entries)
        if found is None:
            raise ForbiddenError(
                "no entry of the server's configuration is for this job",
                hint="compare its ids, workflow and environment with an entry under oidc.jobs",
            )
        return Principal(
            label=found.label,
            namespace=found.namespace,
            projects=found.projects,
            roles=found.roles,
            method=Method.OIDC,
            issuer=self.issuer,
            subject=claims.subject,
            until=claims.expires,
        )


def _first_for(claims: JobClaims, entries: Sequence[JobEntry]) -> JobEntry | None:
    return next((entry for entry in entries if entry.is_for(claims)), None)
