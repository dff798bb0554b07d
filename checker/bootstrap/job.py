"""The job this is: what its run says of itself, in the environment that the provider sets, or on the command line.

An empty or odd value is no value: what a permit then expects is what nobody has, and it is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from checker.domain.namespace import Namespace
from checker.domain.permit_terms import NO_RUN, PermitBinding, WorkflowRun
from checker.errors import UsageError

_MOST_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFlags:
    """What a command line says of the job; what is empty or 0, the environment says."""

    channel: str
    environment: str = ""
    host: str = ""
    repository_id: int = 0
    owner_id: int = 0
    commit: str = ""
    ref: str = ""
    workflow: WorkflowRun = NO_RUN


def workflow_of(flags: JobFlags, environment: Mapping[str, str]) -> WorkflowRun:
    """The run that this is, or that the flags name; none outside of one.

    Raises:
        UsageError: flag and environment differ.
    """
    said = flags.workflow
    return WorkflowRun(
        ref=_text("--workflow-ref", said.ref, environment.get("GITHUB_WORKFLOW_REF", "")),
        sha=_text("--workflow-sha", said.sha, environment.get("GITHUB_WORKFLOW_SHA", "")),
        run_id=_number("--run-id", said.run_id, environment.get("GITHUB_RUN_ID", "")),
        run_attempt=_number("--run-attempt", said.run_attempt, environment.get("GITHUB_RUN_ATTEMPT", "")),
    )


def binding_of(flags: JobFlags, environment: Mapping[str, str], *, namespace: Namespace) -> PermitBinding:
    """Everything that a permit has to be for.

    Raises:
        UsageError: flag and environment differ, or neither says it.
    """
    server = environment.get("GITHUB_SERVER_URL", "").removeprefix("https://")
    binding = PermitBinding(
        namespace=namespace,
        host=_text("--host", flags.host, server) or "github.com",
        repository_id=_number("--repository-id", flags.repository_id, environment.get("GITHUB_REPOSITORY_ID", "")),
        owner_id=_number("--owner-id", flags.owner_id, environment.get("GITHUB_REPOSITORY_OWNER_ID", "")),
        commit=_text("--commit", flags.commit, environment.get("GITHUB_SHA", "")),
        ref=_text("--ref", flags.ref, environment.get("GITHUB_REF", "")),
        workflow=workflow_of(flags, environment),
        environment=flags.environment,
        channel=flags.channel,
    )
    for option, value in (("--commit", binding.commit), ("--ref", binding.ref)):
        if not value:
            raise UsageError(
                f"nothing says what {option} is, and it is never taken from the permit",
                hint=f"run it in the job, or give {option}",
            )
    return binding


def _text(option: str, said: str, told: str) -> str:
    if said and told and said != told:
        raise UsageError(f"{option} is {said!a}, and this run is of {told!a}", hint=f"leave {option} out")
    return said or told


def _number(option: str, said: int, told: str) -> int:
    number = int(told) if told.isascii() and told.isdigit() and len(told) <= _MOST_DIGITS else 0
    if said and number and said != number:
        raise UsageError(f"{option} is {said}, and this run is of {number}", hint=f"leave {option} out")
    return said or number
