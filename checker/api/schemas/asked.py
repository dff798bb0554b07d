"""What a body may say. It is closed: who acts, and what state something is in, is nothing that a caller states."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from checker.api.schemas.names import CHANNEL, ENVIRONMENT, LABEL, MANIFEST_NAME, REF, REPORT_NAME, VERSION, WORKFLOW

_LARGEST = 2**53 - 1

ReportName = Annotated[
    str, Field(pattern=REPORT_NAME, description="The report of the current run: rpt-001, or its digest.")
]
Channel = Annotated[str, Field(pattern=CHANNEL, description="A channel: a target of the manifest.", examples=["pypi"])]


class Asked(BaseModel):
    """A closed body: exactly these fields, of exactly these types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Registration(Asked):
    """A new candidate."""

    candidate_id: Annotated[str, Field(pattern=LABEL, description="Its name.", examples=["2026.03.09-rc2"])]
    version: Annotated[str, Field(pattern=VERSION, description="The version to be released.", examples=["1.2.0"])]
    source_snapshot: Annotated[
        str,
        Field(
            pattern=REF, max_length=200, description="The tag or branch; its commit is kept.", examples=["v1.2.0-rc1"]
        ),
    ]


class RunWanted(Asked):
    """A compliance run."""

    manifest_id: Annotated[
        str,
        Field(pattern=MANIFEST_NAME, description="The latest manifest; left out, that is meant.", examples=["man-001"]),
    ] = ""


class ManifestWanted(Asked):
    """A manifest of the files that were imported; there is nothing to say of it."""


class Approval(Asked):
    """An approval by whoever calls."""

    report_id: ReportName
    channels: Annotated[list[Channel], Field(max_length=50, description="For these channels; none: for all.")] = []


class Rejection(Asked):
    """A rejection by whoever calls."""

    reason: Annotated[
        str,
        Field(pattern=r"\S", max_length=2000, description="Why; it is recorded.", examples=["the notes are missing"]),
    ]


class WorkflowWanted(Asked):
    """The run of a workflow that may upload, as its provider names it."""

    ref: Annotated[str, Field(pattern=WORKFLOW, max_length=500, description="Its job_workflow_ref.")]
    sha: Annotated[str, Field(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$", description="The commit of the workflow.")]
    run_id: Annotated[int, Field(ge=1, le=_LARGEST, description="The number of the run.")]
    run_attempt: Annotated[int, Field(ge=1, le=_LARGEST, description="Which attempt of it.")]


class Publication(Asked):
    """A permit for one channel, for whoever calls."""

    report_id: ReportName
    channel: Channel
    environment: Annotated[
        str, Field(max_length=255, pattern=ENVIRONMENT, description="The environment of the job that uploads.")
    ] = ""
    workflow: Annotated[WorkflowWanted | None, Field(description="The run that uploads; left out: any.")] = None
