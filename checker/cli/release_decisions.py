"""`clean-release release approve|reject|revise|status`: what persons decide about a judged candidate."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import (
    ActorOption,
    AnchorOption,
    CandidateOption,
    FormatOption,
    JSONOption,
    OwnNamespaceOption,
    ProjectOption,
    ReasonOption,
    ReportOption,
)

app = typer.Typer()


@app.command()
def approve(  # noqa: PLR0913 - one parameter per option of the command
    *,
    candidate_id: CandidateOption,
    report_id: ReportOption,
    actor: ActorOption,
    channel: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="For this channel; repeatable, left out for all.")
    ] = None,
    anchor: AnchorOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Let a candidate go on the report of its current run: signed, by somebody who did not make it."""
    from checker.application.approve_release import ApprovalAsked  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.release_decisions_run import run_approve  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    asked = ApprovalAsked(candidate=candidate_id, report=report_id, channels=tuple(channel or ()))
    where = Where(project=project, namespace=namespace, anchor=anchor)
    return run_approve(where, asked, actor=actor, format_name="json" if json else format)


@app.command()
def reject(  # noqa: PLR0913 - one parameter per option of the command
    *,
    candidate_id: CandidateOption,
    reason: ReasonOption,
    actor: ActorOption,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Decide that a candidate is not released, and why."""
    from checker.cli.release_decisions_run import run_reject  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace)
    return run_reject(where, candidate_id, reason=reason, actor=actor, format_name="json" if json else format)


@app.command()
def revise(  # noqa: PLR0913 - one parameter per option of the command
    *,
    candidate_id: CandidateOption,
    reason: ReasonOption,
    actor: ActorOption,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Send a candidate back to be built anew, and say why; its approvals are void."""
    from checker.cli.release_decisions_run import run_revise  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace)
    return run_revise(where, candidate_id, reason=reason, actor=actor, format_name="json" if json else format)


@app.command()
def status(
    *,
    candidate_id: CandidateOption,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Where a release stands: approvals, permits, channels, and the next command."""
    from checker.cli.release_decisions_run import run_status  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace)
    return run_status(where, candidate_id, format_name="json" if json else format)
