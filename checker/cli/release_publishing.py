"""`clean-release release publish|confirm|revoke`: what an approved candidate may do, did, and is not to do any more."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import (
    ActorOption,
    AnchorOption,
    AttemptOption,
    CandidateOption,
    ChannelOption,
    EnvironmentOption,
    FormatOption,
    JobRunOption,
    JSONOption,
    OwnNamespaceOption,
    ProjectOption,
    ReasonOption,
    ReportOption,
    WorkflowRefOption,
    WorkflowShaOption,
    WrittenOption,
)

app = typer.Typer()


@app.command()
def publish(  # noqa: PLR0913 - one parameter per option of the command
    *,
    candidate_id: CandidateOption,
    report_id: ReportOption,
    channel: ChannelOption,
    actor: ActorOption,
    environment: EnvironmentOption = "",
    workflow_ref: WorkflowRefOption = "",
    workflow_sha: WorkflowShaOption = "",
    run_id: JobRunOption = 0,
    run_attempt: AttemptOption = 0,
    output: WrittenOption = None,
    anchor: AnchorOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Judge an approved candidate once more and sign a permit for one channel, an hour at most; nothing is uploaded."""
    from checker.bootstrap.job import JobFlags  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.release_publishing_run import PublishOptions, run_publish  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above
    from checker.domain.permit_terms import WorkflowRun  # noqa: PLC0415 - as above

    run = WorkflowRun(ref=workflow_ref, sha=workflow_sha, run_id=run_id, run_attempt=run_attempt)
    options = PublishOptions(
        candidate=candidate_id,
        report=report_id,
        job=JobFlags(channel=channel, environment=environment, workflow=run),
        actor=actor,
        output=output,
        format="json" if json else format,
    )
    return run_publish(Where(project=project, namespace=namespace, anchor=anchor), options)


@app.command()
def confirm(  # noqa: PLR0913 - one parameter per option of the command
    *,
    candidate_id: CandidateOption,
    actor: ActorOption,
    channel: Annotated[str, typer.Option(metavar="NAME", help="Only this one; every permitted one, left out.")] = "",
    allow_partial: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Accept that this channel has only a part; repeatable, with --reason."),
    ] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why that is accepted.")] = "",
    registry: Annotated[
        list[str] | None, typer.Option(metavar="NAME=URL", help="Where a registry is; repeatable.")
    ] = None,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Read from the registries what is there, and record it: exit 1 until every channel is done."""
    from checker.cli.release_publishing_run import ConfirmOptions, run_confirm  # noqa: PLC0415 - not for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    options = ConfirmOptions(
        candidate=candidate_id,
        channel=channel,
        partial=tuple(allow_partial or ()),
        reason=reason,
        addresses=tuple(registry or ()),
        actor=actor,
        format="json" if json else format,
    )
    return run_confirm(Where(project=project, namespace=namespace), options)


@app.command()
def revoke(  # noqa: PLR0913 - one parameter per option of the command
    *,
    candidate_id: CandidateOption,
    reason: ReasonOption,
    actor: ActorOption,
    output: WrittenOption = None,
    anchor: AnchorOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Say, signed, that a release is not to be used any more; no permit of it is verified here from then on."""
    from checker.cli.release_publishing_run import run_revoke  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace, anchor=anchor)
    return run_revoke(
        where, candidate_id, reason=reason, actor=actor, output=output, format_name="json" if json else format
    )
