"""Jobs: whom the configuration makes of what an issuer says, and which entries are for one job."""

from dataclasses import replace

import pytest

from checker.domain.identity import Method
from checker.domain.job_token import JobClaims, JobTrust
from checker.errors import ForbiddenError
from tests.fakes.fixed_clock import NOON
from tests.job_issuer import AUDIENCE, ENTRY

CLAIMS = JobClaims(
    subject="repo:example-org/widget:environment:release",
    number="0b5f",
    repository_id=ENTRY.repository_id,
    owner_id=ENTRY.owner_id,
    workflow_ref=ENTRY.workflow_ref,
    ref="refs/heads/main",
    event="push",
    environment=ENTRY.environment,
    issued=NOON,
    expires=NOON,
)
OTHER = replace(ENTRY, environment="staging", label="stager")
TRUST = JobTrust(issuer="https://issuer.example", audience=AUDIENCE, entries=(OTHER, ENTRY))


def test_a_job_is_the_principal_of_its_entry_proven_by_the_issuer() -> None:
    principal = TRUST.principal_of(CLAIMS)

    assert (principal.label, principal.projects, principal.roles) == (ENTRY.label, ENTRY.projects, ENTRY.roles)
    assert (principal.method, principal.issuer, principal.subject) == (Method.OIDC, TRUST.issuer, CLAIMS.subject)
    assert TRUST.principal_of(replace(CLAIMS, environment="staging")).label == "stager"


@pytest.mark.parametrize(
    "claims",
    [
        replace(CLAIMS, repository_id=2),
        replace(CLAIMS, owner_id=2),
        replace(CLAIMS, workflow_ref=CLAIMS.workflow_ref + "x"),
        replace(CLAIMS, environment=""),
    ],
)
def test_a_job_of_no_entry_is_nobody(claims: JobClaims) -> None:
    with pytest.raises(ForbiddenError, match="no entry of the server's configuration is for this job"):
        TRUST.principal_of(claims)


@pytest.mark.parametrize(
    "claims",
    [
        replace(CLAIMS, event="pull_request"),
        replace(CLAIMS, event="pull_request_target"),
        replace(CLAIMS, subject="repo:example-org/widget:pull_request"),
    ],
)
def test_a_pull_request_is_nobody(claims: JobClaims) -> None:
    with pytest.raises(ForbiddenError, match="belongs to a pull request"):
        TRUST.principal_of(claims)


def test_a_ref_is_compared_where_the_entry_names_one() -> None:
    named = replace(ENTRY, ref="refs/heads/main")

    assert named.is_for(CLAIMS)
    assert not named.is_for(replace(CLAIMS, ref="refs/heads/topic"))
    assert ENTRY.is_for(replace(CLAIMS, ref="refs/heads/topic"))


def test_two_entries_overlap_where_a_job_could_be_of_both() -> None:
    main, topic = (replace(ENTRY, ref=f"refs/heads/{name}") for name in ("main", "topic"))

    assert main.overlaps(replace(main, label="another"))
    assert main.overlaps(ENTRY)
    assert ENTRY.overlaps(main)
    assert not main.overlaps(topic)
    assert not ENTRY.overlaps(OTHER)
