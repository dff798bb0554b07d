"""What a job's token may do: as the job says, else as the workflow says, else as the repository's default says.

A job that says anything replaces what the workflow says entirely, and a scope it does not name it does not have.
The repository's default is a setting and not in the file; whatever it is, it never lets a job ask for an identity
token. A workflow that is called has at most what its caller has. Source: GitHub's documentation of `permissions`.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

ID_TOKEN = "id-token"  # noqa: S105 - the name of a scope


class Access(StrEnum):
    """What may be done within one scope."""

    NONE = "none"
    READ = "read"
    WRITE = "write"
    UNKNOWN = "unknown"


class PermissionSource(StrEnum):
    """Where a job's permissions come from."""

    JOB = "job"
    WORKFLOW = "workflow"
    REPOSITORY_DEFAULT = "repository-default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """Effective permissions: `scopes` by name, and `otherwise` what every scope has that is not among them.

    `line` is where they are written, 0 for the repository's default.
    """

    source: PermissionSource
    scopes: tuple[tuple[str, Access], ...] = ()
    otherwise: Access = Access.NONE
    line: int = 0

    def access(self, scope: str) -> Access:
        """What may be done within a scope."""
        return dict(self.scopes).get(scope, self.otherwise)

    def within(self, caller: "Permissions") -> "Permissions":
        """What is left of them in a workflow that `caller` calls; with none of its own, it has the caller's."""
        if self.source is PermissionSource.REPOSITORY_DEFAULT:
            return caller
        names = dict.fromkeys(name for name, _ in (*self.scopes, *caller.scopes))
        return replace(
            self,
            scopes=tuple((name, _least(self.access(name), caller.access(name))) for name in names),
            otherwise=_least(self.otherwise, caller.otherwise),
        )


REPOSITORY_DEFAULT = Permissions(
    source=PermissionSource.REPOSITORY_DEFAULT, scopes=((ID_TOKEN, Access.NONE),), otherwise=Access.UNKNOWN
)


def _least(one: Access, other: Access) -> Access:
    """The weaker of two; what is not known can only be known to be nothing."""
    return next(access for access in (Access.NONE, Access.UNKNOWN, Access.READ, Access.WRITE) if access in {one, other})
