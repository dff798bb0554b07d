"""`clean-release audit github`: what a repository's settings are, read from its provider now."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli.options import FormatOption, HostOption, JSONOption, ProjectOption, WorkflowOption

if TYPE_CHECKING:
    from checker.cli.audit_github_run import GitHubOptions

OutputOption = Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the audits go.")]
ProfileOption = Annotated[
    str,
    typer.Option(
        metavar="rules|full|all", help="What the selected rules read, everything in 44 requests, or in two more."
    ),
]
AlsoOption = Annotated[
    list[str] | None, typer.Option(metavar="SECTION", help="A section of the audit to read besides; repeatable.")
]
OrganizationOption = Annotated[str, typer.Option(metavar="NAME", help="Every repository of this organization.")]
ListOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The repositories this file lists, one on a line.")
]
JudgeOption = Annotated[
    bool, typer.Option("--judge", help="Judge each with the shipped bundle; then 0 is never the exit code.")
]
PaceOption = Annotated[float, typer.Option(metavar="N", help="Requests per second after the first 60; 0 for no limit.")]
BranchOption = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="A release branch, instead of the project's; repeatable.")
]
RefOption = Annotated[str, typer.Option(metavar="REF", help="The commit, tag or branch whose workflow files are read.")]
BaseTagOption = Annotated[
    str, typer.Option(metavar="TAG", help="Where reviews begin while nothing is released; else the last release.")
]
CacheOption = Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep replies of earlier runs.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("github")(github)


def github(  # noqa: PLR0913 - one parameter per option of the command
    repository: Annotated[
        list[str] | None, typer.Argument(metavar="[OWNER/REPO]...", help="The project's own, if none is named.")
    ] = None,
    *,
    output: OutputOption = Path("audits"),
    profile: ProfileOption = "rules",
    also: AlsoOption = None,
    branch: BranchOption = None,
    ref: RefOption = "",
    base_tag: BaseTagOption = "",
    workflow: WorkflowOption = "",
    org: OrganizationOption = "",
    repos: ListOption = None,
    judge: JudgeOption = False,
    host: HostOption = "github.com",
    pace: PaceOption = 4.0,
    no_cache: CacheOption = False,
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Read release settings from GitHub into audit documents; exit 3 if anything went wrong on the way."""
    from checker.bootstrap.collecting import Collection  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.audit_github_run import GitHubOptions  # noqa: PLC0415 - as above

    how = Collection(
        host=host,
        profile=profile,
        also=tuple(also or ()),
        branches=tuple(branch or ()),
        ref=ref,
        base_tag=base_tag,
        workflow=workflow,
        pace=pace,
        keep=not no_cache,
    )
    options = GitHubOptions(
        repositories=tuple(repository or ()),
        output=output,
        project=project,
        org=org,
        repos=repos,
        judge=judge,
        how=how,
        format="json" if json else format,
    )
    return _run(options)


def _run(options: "GitHubOptions") -> int:
    if options.is_fleet:
        from checker.cli.audit_fleet_run import run_fleet  # noqa: PLC0415 - nothing is loaded for --help

        return run_fleet(options)
    from checker.cli.audit_github_run import run_github  # noqa: PLC0415 - as above

    return run_github(options)
