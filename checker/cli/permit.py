"""`clean-release permit`: what a publish job may upload."""

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
    HostOption,
    JobRunOption,
    JSONOption,
    OwnNamespaceOption,
    ProjectOption,
    ReasonOption,
    WorkflowRefOption,
    WorkflowShaOption,
)

app = typer.Typer(help="Permits: what a publish job may upload, and nothing else.", no_args_is_help=True)

PermitArgument = Annotated[Path, typer.Argument(metavar="PERMIT", help="The file of the permit.")]


@app.callback()
def group() -> None:
    """Permits: what a publish job may upload, and nothing else."""


@app.command()
def verify(  # noqa: PLR0913 - one parameter per option of the command
    permit: PermitArgument,
    *,
    dir: Annotated[Path, typer.Option("--dir", metavar="FOLDER", help="The files that were built.")],  # noqa: A002
    into: Annotated[Path, typer.Option(metavar="FOLDER", help="The new folder that is uploaded; not there yet.")],
    channel: ChannelOption,
    environment: EnvironmentOption = "",
    host: HostOption = "",
    repository_id: Annotated[
        int, typer.Option(metavar="N", min=0, help="What GITHUB_REPOSITORY_ID says, if left out.")
    ] = 0,
    owner_id: Annotated[
        int, typer.Option(metavar="N", min=0, help="What GITHUB_REPOSITORY_OWNER_ID says, if left out.")
    ] = 0,
    commit: Annotated[str, typer.Option(metavar="SHA", help="What GITHUB_SHA says, if left out.")] = "",
    ref: Annotated[str, typer.Option(metavar="REF", help="What GITHUB_REF says, if left out.")] = "",
    workflow_ref: WorkflowRefOption = "",
    workflow_sha: WorkflowShaOption = "",
    run_id: JobRunOption = 0,
    run_attempt: AttemptOption = 0,
    revocation: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="A revocation that is known; repeatable.")
    ] = None,
    anchor: AnchorOption = "",
    namespace: Annotated[
        str, typer.Option("--namespace", metavar="real|demo", help="Where it counts; never what a file says.")
    ] = "real",
    project: ProjectOption = Path(),
) -> int:
    """Copy exactly the permitted files into a new folder: exit 0, or 4 under a break-glass, or nothing is copied."""
    from checker.bootstrap.job import JobFlags  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.permit_run import run_verify  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above
    from checker.domain.permit_terms import WorkflowRun  # noqa: PLC0415 - as above

    flags = JobFlags(
        channel=channel,
        environment=environment,
        host=host,
        repository_id=repository_id,
        owner_id=owner_id,
        commit=commit,
        ref=ref,
        workflow=WorkflowRun(ref=workflow_ref, sha=workflow_sha, run_id=run_id, run_attempt=run_attempt),
    )
    where = Where(project=project, namespace=namespace, anchor=anchor)
    return run_verify(where, permit, flags, folder=dir, into=into, revocations=tuple(revocation or ()))


@app.command()
def show(permit: PermitArgument, *, format: FormatOption = "text", json: JSONOption = False) -> int:  # noqa: A002
    """What a permit says; nothing is verified."""
    from checker.cli.permit_run import run_show  # noqa: PLC0415 - nothing is loaded for --help

    return run_show(permit, format_name="json" if json else format)


@app.command("break-glass")
def break_glass(  # noqa: PLR0913 - one parameter per option of the command
    *,
    candidate_id: CandidateOption,
    channel: ChannelOption,
    reason: ReasonOption,
    actor: ActorOption,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where it is written.")],
    second: Annotated[
        str, typer.Option(metavar="NAME", help="Who signs too, with a key that is here; else: permit countersign.")
    ] = "",
    hours: Annotated[int, typer.Option(metavar="N", help="For how long it holds, 24 at most.")] = 1,
    environment: EnvironmentOption = "",
    workflow_ref: WorkflowRefOption = "",
    workflow_sha: WorkflowShaOption = "",
    run_id: JobRunOption = 0,
    run_attempt: AttemptOption = 0,
    anchor: AnchorOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
) -> int:
    """Ask to publish whatever the verdict is; it takes a second signature, and is recorded at once."""
    from checker.bootstrap.job import JobFlags  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.permit_run import GlassOptions, run_break_glass  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above
    from checker.domain.permit_terms import WorkflowRun  # noqa: PLC0415 - as above

    run = WorkflowRun(ref=workflow_ref, sha=workflow_sha, run_id=run_id, run_attempt=run_attempt)
    options = GlassOptions(
        candidate=candidate_id,
        reason=reason,
        actor=actor,
        second=second,
        hours=hours,
        job=JobFlags(channel=channel, environment=environment, workflow=run),
        output=output,
    )
    return run_break_glass(Where(project=project, namespace=namespace, anchor=anchor), options)


@app.command()
def countersign(
    permit: PermitArgument,
    *,
    actor: ActorOption,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where it is written.")],
    anchor: AnchorOption = "",
    namespace: Annotated[str, typer.Option("--namespace", metavar="real|demo", help="Where it counts.")] = "real",
    project: ProjectOption = Path(),
) -> int:
    """Sign a break-glass as the second person, on any machine; read its reason first: permit show."""
    from checker.cli.permit_run import run_countersign  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace, anchor=anchor)
    return run_countersign(where, permit, actor=actor, output=output)
