"""`server/v1`: the settings of a server, `server.yaml` beside the anchor.

An issuer signs for everybody who asks it. So the audience and the numbers of a repository are never left out: without
them, whoever has an account there would call as a job of ours.
"""

from typing import Any, cast

from checker.domain.call_limit import CallLimit, CallLimits
from checker.domain.job_token import JobEntry, JobTrust
from checker.domain.limits import HAND_WRITTEN
from checker.domain.namespace import Namespace
from checker.domain.principal import Role
from checker.domain.server_settings import ServerSettings
from checker.domain.web_address import is_safe, split_address
from checker.errors import InputRefusedError
from checker.formats.locate import locate
from checker.formats.published import document_schema
from checker.formats.strict_yaml import read_yaml
from checker.formats.text_safety import refuse_unsafe_identifier

FILE_NAME = "server.yaml"


def parse_server(data: bytes, *, source: str) -> ServerSettings:
    """The settings as their file declares them.

    Raises:
        InputRefusedError: malformed, against the schema, an address that may not be asked, or two entries for one job.
    """
    document = cast("dict[str, Any]", read_yaml(data, source=source, limits=HAND_WRITTEN))
    document_schema("server_v1").refuse_unless_valid(document, source=source, data=data)
    jobs = _trust(document["oidc"], data, source) if "oidc" in document else None
    return ServerSettings(jobs=jobs, limits=_limits(document.get("limits", {})))


def _trust(fields: dict[str, Any], data: bytes, source: str) -> JobTrust:
    issuer = fields["issuer"]
    parts = split_address(issuer)
    if not is_safe(issuer) or parts.query or parts.fragment or issuer.endswith("/"):
        raise InputRefusedError(
            f"the issuer {issuer!a} may not be asked, expected https:// with a host, and no / at its end",
            hint="GitHub's is https://token.actions.githubusercontent.com",
            where=locate(data, "/oidc/issuer", source=source),
        )
    entries = tuple(_entry(item, source) for item in fields["jobs"])
    for number, entry in enumerate(entries):
        if any(entry.overlaps(other) for other in entries[:number]):
            raise InputRefusedError(
                "a job is in two entries, expected one for each job",
                hint="write the projects and roles of a job into one entry",
                where=locate(data, f"/oidc/jobs/{number}", source=source),
            )
    return JobTrust(issuer=issuer, audience=fields["audience"], entries=entries)


def _entry(fields: dict[str, Any], source: str) -> JobEntry:
    for name in fields["projects"]:
        refuse_unsafe_identifier(name, what="project", where=source)
    for name in ("job_workflow_ref", "environment", "ref"):
        refuse_unsafe_identifier(fields.get(name, "none"), what=name, where=source)
    return JobEntry(
        repository_id=fields["repository_id"],
        owner_id=fields["repository_owner_id"],
        workflow_ref=fields["job_workflow_ref"],
        environment=fields.get("environment", ""),
        ref=fields.get("ref", ""),
        label=fields["principal"],
        namespace=Namespace(fields["namespace"]),
        projects=tuple(sorted(fields["projects"])),
        roles=frozenset(map(Role, fields["roles"])),
    )


def _limits(fields: dict[str, int]) -> CallLimits:
    usual = CallLimits()
    failures = CallLimit(
        most=fields.get("failures", usual.failures.most),
        seconds=fields.get("lockout_seconds", usual.failures.seconds),
    )
    return CallLimits(
        requests=CallLimit(most=fields.get("requests_per_minute", usual.requests.most), seconds=60),
        runs=CallLimit(most=fields.get("runs_per_hour", usual.runs.most), seconds=3600),
        failures=failures,
    )
