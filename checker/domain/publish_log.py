"""What the log of a failed publish shows: the claims its token made, and the problems it names.

A claim that was printed as missing is known to be absent; one that was not printed is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Problem(StrEnum):
    """A failure a log can name; the first seven are the registry's own codes."""

    INVALID_PUBLISHER = "invalid-publisher"
    INVALID_PENDING_PUBLISHER = "invalid-pending-publisher"
    INVALID_REUSE_TOKEN = "invalid-reuse-token"  # noqa: S105 - the registry's word
    INVALID_TOKEN = "invalid-token"  # noqa: S105 - as above
    INVALID_PAYLOAD = "invalid-payload"
    NOT_ENABLED = "not-enabled"
    EMPTY_TOKEN = "empty-token"  # noqa: S105 - as above
    NO_IDENTITY_TOKEN = "no-identity-token"  # noqa: S105 - as above
    ATTESTATION_MISMATCH = "attestation-mismatch"
    NEW_PROJECT = "new-project"
    REF_NOT_ALLOWED = "ref-not-allowed"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedProblem:
    """A problem and the line (from 1) and text it was seen in; `parts` are what the text names."""

    problem: Problem
    line: int
    text: str
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedClaims:
    """The claims of one token as they were printed; None for those printed as missing."""

    values: Mapping[str, str | None]
    line: int = 0

    @property
    def environment(self) -> str | None:
        """The job's environment, empty where it has none; None where the log does not say.

        Older publishers print no environment, but the default subject names it in its third part.
        """
        if "environment" in self.values:
            return self.values["environment"] or ""
        subject = (self.values.get("sub") or "").split(":")
        if len(subject) > 2 and subject[0] == "repo":  # noqa: PLR2004 - repo, the repository, and its context
            return subject[3] if subject[2] == "environment" and len(subject) > 3 else ""  # noqa: PLR2004 - and its name
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredTemplate:
    """A mapping that was kept beside claims: what somebody meant to register."""

    owner: str
    repository: str
    workflow: str
    environment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishLog:
    """Everything that was understood of a log."""

    claims: tuple[LoggedClaims, ...] = ()
    problems: tuple[LoggedProblem, ...] = ()
    template: DeclaredTemplate | None = None
