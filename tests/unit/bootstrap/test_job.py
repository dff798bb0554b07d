"""What a job is, its run says; a flag may say it where no run does, and never otherwise."""

import pytest

from checker.bootstrap.job import JobFlags, binding_of, workflow_of
from checker.domain.namespace import Namespace
from checker.domain.permit_terms import NO_RUN, PermitBinding, WorkflowRun
from checker.errors import UsageError

SHA = "a" * 40
RUN = {
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY_ID": "42",
    "GITHUB_REPOSITORY_OWNER_ID": "7",
    "GITHUB_SHA": SHA,
    "GITHUB_REF": "refs/tags/v1",
    "GITHUB_WORKFLOW_REF": "octo/widget/.github/workflows/release.yml@refs/tags/v1",
    "GITHUB_WORKFLOW_SHA": SHA,
    "GITHUB_RUN_ID": "4711",
    "GITHUB_RUN_ATTEMPT": "2",
}


def test_a_run_says_what_it_is() -> None:
    binding = binding_of(JobFlags(channel="prod", environment="release"), RUN, namespace=Namespace.REAL)

    assert binding == PermitBinding(
        namespace=Namespace.REAL,
        host="github.com",
        repository_id=42,
        owner_id=7,
        commit=SHA,
        ref="refs/tags/v1",
        workflow=WorkflowRun(ref=RUN["GITHUB_WORKFLOW_REF"], sha=SHA, run_id=4711, run_attempt=2),
        environment="release",
        channel="prod",
    )


def test_outside_of_a_run_flags_say_it() -> None:
    flags = JobFlags(channel="prod", commit=SHA, ref="refs/tags/v1", repository_id=42, owner_id=7)
    binding = binding_of(flags, {}, namespace=Namespace.DEMO)

    assert (binding.host, binding.repository_id, binding.workflow) == ("github.com", 42, NO_RUN)


@pytest.mark.parametrize(
    "flags",
    [
        JobFlags(channel="prod", commit="b" * 40),
        JobFlags(channel="prod", repository_id=43),
        JobFlags(channel="prod", host="git.example.org"),
        JobFlags(channel="prod", workflow=WorkflowRun(run_id=1)),
        JobFlags(channel="prod", workflow=WorkflowRun(ref="other")),
    ],
)
def test_a_flag_never_contradicts_the_run(flags: JobFlags) -> None:
    with pytest.raises(UsageError, match="this run is of"):
        binding_of(flags, RUN, namespace=Namespace.REAL)


def test_what_nobody_says_is_not_guessed() -> None:
    with pytest.raises(UsageError, match="nothing says what --commit is"):
        binding_of(JobFlags(channel="prod"), {}, namespace=Namespace.REAL)
    assert workflow_of(JobFlags(channel="prod"), {"GITHUB_RUN_ID": "4e3"}) == NO_RUN
