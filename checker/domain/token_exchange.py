"""How PyPI answers an identity token of a GitHub workflow: the exact order, comparisons and words.

Lookup compares case-sensitively, verification mostly does not; pending publishers come first. Source: pypi/warehouse
at 6b62157, `oidc/views.py`, `oidc/utils.py` and `oidc/models/github.py`.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from checker.domain.publisher import ISSUER, Publisher, PublishingRegistry

NOT_FOUND = "Publisher with matching claims was not found"
NO_CLAIM = "Missing claim {!r}"
REQUIRED = (
    "repository",
    "repository_owner",
    "repository_owner_id",
    "job_workflow_ref",
    "jti",
    "event_name",
    "ref",
    "sha",
)
_FILE = re.compile(r"[^/]+\.(?:yml|yaml)(?=@)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the registry answers: with an empty `code` it gives a token for `publisher`, else an error in its words."""

    code: str = ""
    description: str = ""
    publisher: Publisher | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether a token is given."""
        return not self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryState:
    """What the registry knows: its publishers, the projects that exist (normalised), and tokens used before."""

    registry: PublishingRegistry
    publishers: Sequence[Publisher]
    existing: Collection[str] = field(default=())
    used_tokens: Collection[str] = field(default=())


class _NoPublisherError(Exception):
    """No publisher corresponds; the message is the registry's."""


class _UsedTokenError(Exception):
    """The token was exchanged before."""


def exchange(claims: Mapping[str, str], state: RegistryState) -> Answer:
    """The registry's answer to a token with these claims, whose signature and times are taken to be good."""
    if claims.get("iss") != ISSUER:
        return Answer(code="invalid-payload", description="unknown trusted publishing issuer")
    if claims.get("aud") != state.registry:
        return Answer(code="invalid-token", description="malformed or invalid token")
    try:
        pending = _found(claims, state, pending=True)
        if pending and normalised(pending.project) in state.existing:
            return Answer(
                code="invalid-pending-publisher",
                description="valid token, but project already exists",
                publisher=pending,
            )
        return Answer(publisher=pending or _publisher(claims, state, pending=False))
    except _UsedTokenError:
        return Answer(code="invalid-reuse-token", description="invalid token: already used")
    except _NoPublisherError as error:
        return Answer(code="invalid-publisher", description=f"valid token, but no corresponding publisher ({error})")


def workflow_file(job_workflow_ref: str) -> str:
    """The file name that PyPI takes out of the claim; empty where it finds none."""
    found = _FILE.search(job_workflow_ref)
    return found[0] if found else ""


def normalised(project: str) -> str:
    """A project's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", project).lower()


def _found(claims: Mapping[str, str], state: RegistryState, *, pending: bool) -> Publisher | None:
    try:
        return _publisher(claims, state, pending=pending)
    except _NoPublisherError:
        return None


def _publisher(claims: Mapping[str, str], state: RegistryState, *, pending: bool) -> Publisher:
    for name in REQUIRED:
        if name not in claims:
            raise _NoPublisherError(NO_CLAIM.format(name))
    publisher = _looked_up(claims, [one for one in state.publishers if one.pending is pending])
    _verify(claims, publisher, state)
    return publisher


def _looked_up(claims: Mapping[str, str], publishers: Sequence[Publisher]) -> Publisher:
    owner, _, name = claims["repository"].partition("/")
    file = workflow_file(claims["job_workflow_ref"])
    if not file:
        raise _NoPublisherError("Could not job extract workflow filename from OIDC claims")
    wanted = (owner, name, claims["repository_owner_id"], file)
    candidates = {
        one.environment.lower(): one
        for one in reversed(publishers)
        if (one.owner, one.repository, str(one.owner_id), one.workflow) == wanted
    }
    found = candidates.get(claims.get("environment", "").lower()) or candidates.get("")
    if found is None:
        raise _NoPublisherError(NOT_FOUND)
    return found


def _verify(claims: Mapping[str, str], publisher: Publisher, state: RegistryState) -> None:
    """The checks after the lookup; those on repository, owner id and environment cannot fail any more then."""
    if claims["repository_owner"] != publisher.owner:
        raise _NoPublisherError("Check failed for required claim 'repository_owner'")
    if not (claims["ref"] or claims["sha"]):
        raise _NoPublisherError("The ref and sha claims are empty")
    place = f"{publisher.slug}/.github/workflows/{publisher.workflow}"
    expected = {f"{place}@{ref}" for ref in (claims["ref"], claims["sha"]) if ref}
    seen = claims["job_workflow_ref"]
    if seen not in expected:
        raise _NoPublisherError(
            f"The job_workflow_ref claim does not match, expecting one of {sorted(expected)!r}, got {seen!r}"
        )
    if claims["jti"] in state.used_tokens:
        raise _UsedTokenError
    if claims["event_name"] == "pull_request_target":
        raise _NoPublisherError("Publishing from a workflow invoked via 'pull_request_target' is not supported.")
