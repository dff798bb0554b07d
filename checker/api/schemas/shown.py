"""What answers look like: the documents that the command line prints with `--json`, told for the OpenAPI.

Nothing is made from these; a test holds what is answered to them. A field may be added, so an answer is not closed.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from checker.domain.release import State
from checker.domain.run import RunStatus, Stage, StageOutcome
from checker.domain.verdict import Verdict

Moment = Annotated[str, Field(description="RFC 3339, in UTC.")]
Counted = Literal["real", "demo"]
Count = Annotated[int, Field(ge=0)]


class Shown(BaseModel):
    """A document that is answered."""

    model_config = ConfigDict(frozen=True, title=None)


class Source(Shown):
    """What a candidate is built from."""

    ref: str
    commit: str


class ImportedFiles(Shown):
    """The list of files that was imported; empty and 0 before."""

    digest: str
    files: Count


class ManifestLine(Shown):
    """A manifest by its names."""

    manifest_id: str
    digest: str
    candidate_id: str
    built_at: Moment
    built_by: str


class BuiltManifest(ManifestLine):
    """A manifest that was just built."""

    namespace: Counted


class CandidateLine(Shown):
    """Where a candidate stands."""

    schema_: Annotated[Literal["clean-release/candidate/v1"], Field(alias="schema")]
    candidate_id: str
    state: State
    version: str
    source: Source
    registered_at: Moment
    registered_by: str
    artifacts: ImportedFiles
    manifests: list[ManifestLine]
    next: Annotated[str, Field(description="The command that comes next.")]


class Candidate(CandidateLine):
    """Where a candidate stands, and the namespace it counts in."""

    namespace: Counted


class Candidates(Shown):
    """Candidates, in the order they were registered."""

    schema_: Annotated[Literal["clean-release/candidates/v1"], Field(alias="schema")]
    candidates: list[CandidateLine]
    namespace: Counted


class Manifests(Shown):
    """Manifests, oldest first."""

    schema_: Annotated[Literal["clean-release/manifests/v1"], Field(alias="schema")]
    manifests: list[ManifestLine]
    namespace: Counted


class StageLine(Shown):
    """A stage of a run that ended."""

    stage: Stage
    outcome: StageOutcome
    started_at: Moment
    ended_at: Moment
    document: str
    code: str
    detail: str


class Run(Shown):
    """A compliance run; `task` is empty where nobody was to work at it."""

    schema_: Annotated[Literal["clean-release/compliance-run/v1"], Field(alias="schema")]
    run_id: str
    task_id: Annotated[int, Field(ge=0, description="The number of its task; 0 without one.")]
    digest: str
    candidate_id: str
    manifest_id: str
    manifest: str
    status: RunStatus
    is_current: bool
    requested_at: Moment
    requested_by: str
    code: str
    question: str
    stages: list[StageLine]
    next_stage: str
    report_id: str
    report: str
    verdict: str
    gating: bool
    task: dict[str, JsonValue]
    next: str
    namespace: Counted


class Stages(Shown):
    """The stages of a run that ended, in their order."""

    schema_: Annotated[Literal["clean-release/compliance-stages/v1"], Field(alias="schema")]
    run_id: str
    status: RunStatus
    stages: list[StageLine]
    namespace: Counted


class Violations(Shown):
    """Every violation of the report of a run, each as the report has it."""

    schema_: Annotated[Literal["clean-release/compliance-violations/v1"], Field(alias="schema")]
    run_id: str
    report_id: str
    report: str
    violations: list[dict[str, JsonValue]]
    namespace: Counted


class Report(Shown):
    """A report, byte for byte as it was kept: `report/v1`, whose SHA-256 is its digest."""

    schema_: Annotated[Literal["clean-release/report/v1"], Field(alias="schema")]
    namespace: Counted
    verdict: Verdict


class ReportLine(Shown):
    """A report by its digest; `problem` says why it cannot be read, and then nothing else is known."""

    digest: str
    recorded_at: Moment
    seq: Count
    project: str
    verdict: str
    gating: bool
    evaluated_at: str
    failed: list[str]
    not_evaluated: Count
    problem: str


class Reports(Shown):
    """Reports, newest first."""

    schema_: Annotated[Literal["clean-release/report-list/v1"], Field(alias="schema")]
    reports: list[ReportLine]
    next_before: Count
    namespace: Counted
