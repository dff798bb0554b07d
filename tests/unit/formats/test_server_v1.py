"""The settings of a server: what is left out counts as usual, except what would let everybody in."""

import pytest

from checker.domain.call_limit import CallLimit, CallLimits
from checker.domain.namespace import Namespace
from checker.domain.principal import Role
from checker.errors import InputRefusedError
from checker.formats.server_v1 import parse_server

HEAD = "schema: clean-release/server/v1\n"
JOB = """
    - repository_id: 1001
      repository_owner_id: 17
      job_workflow_ref: example-org/widget/.github/workflows/release.yml@refs/heads/main
      principal: release-bot
      namespace: real
      projects: [widget, gadget]
      roles: [publisher, operator]
"""
ISSUER, AUDIENCE = "issuer: https://issuer.example", "audience: https://server.example"


def settings(*, issuer: str = ISSUER, audience: str = AUDIENCE, jobs: str = JOB, more: str = "") -> bytes:
    return f"{HEAD}oidc:\n  {issuer}\n  {audience}\n  jobs:{jobs}{more}".encode()


def refusal(data: bytes) -> str:
    with pytest.raises(InputRefusedError) as refused:
        parse_server(data, source="server.yaml")
    return str(refused.value)


def test_an_entry_is_read() -> None:
    found = parse_server(settings(), source="server.yaml")

    assert found.jobs is not None
    (entry,) = found.jobs.entries
    assert (entry.label, entry.namespace, entry.projects) == ("release-bot", Namespace.REAL, ("gadget", "widget"))
    assert entry.roles == {Role.OPERATOR, Role.PUBLISHER}
    assert (entry.environment, entry.ref) == ("", "")
    assert found.limits == CallLimits()


def test_without_jobs_there_are_limits_alone() -> None:
    limits = "{requests_per_minute: 1, runs_per_hour: 2, failures: 3, lockout_seconds: 4}"
    found = parse_server(f"{HEAD}limits: {limits}\n".encode(), source="server.yaml")

    assert found.jobs is None
    assert found.limits == CallLimits(
        requests=CallLimit(most=1, seconds=60),
        runs=CallLimit(most=2, seconds=3600),
        failures=CallLimit(most=3, seconds=4),
    )


@pytest.mark.parametrize("audience", ["", "audience: ''", "audience: [https://server.example]", "audience: null"])
def test_settings_that_do_not_say_for_whom_tokens_are_made_are_refused(audience: str) -> None:
    assert "audience" in refusal(settings(audience=audience))


@pytest.mark.parametrize(
    "issuer",
    [
        "http://issuer.example",
        "https://issuer.example/",
        "https://issuer.example?tenant=1",
        "https://issuer.example#x",
        "https://name:word@issuer.example",
        "ftp://issuer.example",
        "issuer.example",
    ],
)
def test_an_issuer_that_may_not_be_asked_is_refused(issuer: str) -> None:
    assert "expected https:// with a host" in refusal(settings(issuer=f"issuer: {issuer}"))


def test_an_issuer_on_this_machine_may_be_asked_without_encryption() -> None:
    assert parse_server(settings(issuer="issuer: http://127.0.0.1:8080"), source="server.yaml").jobs


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("repository_id: 1001", "repository_id: '1001'", "repository_id"),
        ("repository_id: 1001", "repository_id: 0", "repository_id"),
        ("repository_owner_id: 17", "repository_owner: example-org", "repository_owner"),
        ("@refs/heads/main", "", "job_workflow_ref"),
        ("@refs/heads/main", "@main", "job_workflow_ref"),
        ("@refs/heads/main", "@refs/heads/m\u0430in", "job_workflow_ref"),
        ("[widget, gadget]", "[]", "projects"),
        ("[widget, gadget]", "['wid\u202eget']", "project"),
        ("operator]", "admin]", "roles"),
        ("namespace: real", "namespace: both", "namespace"),
        ("principal: release-bot", "principal: 'a b'", "principal"),
        ("principal: release-bot", "principal: a\n      environment: ''", "environment"),
    ],
)
def test_an_entry_that_is_not_what_it_looks_like_is_refused(old: str, new: str, said: str) -> None:
    assert said in refusal(settings(jobs=JOB.replace(old, new)))


def test_two_entries_for_one_job_are_refused() -> None:
    other = JOB.replace("release-bot", "another") + "      ref: refs/heads/main\n"

    assert "a job is in two entries" in refusal(settings(jobs=JOB + other))
    assert parse_server(settings(jobs=JOB + other.replace("17", "18")), source="server.yaml").jobs


def test_a_limit_that_lets_nobody_call_is_refused() -> None:
    assert "requests_per_minute" in refusal(f"{HEAD}limits: {{requests_per_minute: 0}}\n".encode())
