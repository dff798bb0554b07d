"""The schema of the settings of a server."""

from tools.schemas.blocks import REF, Schema, closed, listed, one_of, text, whole
from tools.schemas.documents import NAMESPACE, document
from tools.schemas.lifecycle_event import LABEL

ROLES = ("reader", "operator", "approver", "publisher")
WORKFLOW = "^[^/@\\s]+/[^/@\\s]+/\\.github/workflows/[^/@\\s]+\\.ya?ml@refs/(heads|tags)/\\S+$"


def server_v1() -> Schema:
    """Whose jobs may call, and how much a caller may ask for."""
    return document(
        "Server",
        "server/v1",
        {
            "oidc": closed(
                {
                    "issuer": text(shortest=1, longest=500),
                    "audience": text(shortest=1, longest=500),
                    "jobs": listed(_job(), least=1, most=1000),
                }
            ),
            "limits": _limits(),
        },
        optional=("oidc", "limits"),
    )


def _job() -> Schema:
    """A job, and whom the server makes of it."""
    projects: Schema = {**listed(text(shortest=1), least=1, most=100), "uniqueItems": True}
    roles: Schema = {**listed(one_of(*ROLES), least=1, most=len(ROLES)), "uniqueItems": True}
    return closed(
        {
            "repository_id": whole(least=1),
            "repository_owner_id": whole(least=1),
            "job_workflow_ref": text(pattern=WORKFLOW),
            "environment": text(shortest=1),
            "ref": text(pattern=REF),
            "principal": text(pattern=LABEL),
            "namespace": one_of(*NAMESPACE),
            "projects": projects,
            "roles": roles,
        },
        optional=("environment", "ref"),
    )


def _limits() -> Schema:
    """How often what may happen."""
    fields = {
        "requests_per_minute": whole(least=1, most=1_000_000),
        "runs_per_hour": whole(least=1, most=100_000),
        "failures": whole(least=1, most=1_000),
        "lockout_seconds": whole(least=1, most=24 * 3600),
    }
    return closed(fields, optional=tuple(fields))
