"""`clean-release release`: the way to a release, step by step, and what goes with it besides its verdict."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli import release_blockers, release_decisions, release_drill, release_evidence, release_publishing
from checker.cli.options import FormatOption, JSONOption, ProjectOption, RunOption, TargetOption

app = typer.Typer(help="Releases: their steps in order, evidence, blockers, and why one failed.", no_args_is_help=True)
app.add_typer(release_evidence.app, name="evidence")
app.add_typer(release_blockers.app, name="blockers")
app.add_typer(release_drill.app, name="drill")

app.add_typer(release_decisions.app)
app.add_typer(release_publishing.app)


@app.callback()
def group() -> None:
    """Releases: their steps in order, evidence, blockers, and why one failed."""


@app.command()
def step(
    name: Annotated[str, typer.Argument(metavar="build|tap|rehearsal|publish", help="The step.")],
    *,
    outcome: Annotated[
        str,
        typer.Option(
            metavar="succeeded|failed|not-needed",
            help="Record how it ended; left out, the answer is whether it may begin. Only a tap can be not-needed.",
        ),
    ] = "",
    run_id: RunOption = 0,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why, where that needs saying.")] = "",
    target: TargetOption = "",
    project: ProjectOption = Path(),
) -> int:
    """Keep build, tap, rehearsal and publish in order: exit 3 while a step has to wait for the one before it."""
    from checker.application.end_step import EndedStep  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.release_run import run_step  # noqa: PLC0415 - as above

    return run_step(EndedStep(step=name, outcome=outcome, run=run_id, reason=reason), target=target, project=project)


@app.command("dry-run")
def dry_run(
    *,
    target: TargetOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Show what each step waits for; nobody is asked, and nothing is pushed, published or recorded."""
    from checker.cli.release_run import run_plan  # noqa: PLC0415 - nothing is loaded for --help

    return run_plan(target=target, project=project, format_name="json" if json else format)


@app.command()
def smoke(  # noqa: PLR0913 - one parameter per option of the command
    command: Annotated[
        list[str] | None,
        typer.Argument(metavar="[-- COMMAND...]", help="What is run; the project file's smoke, if left out."),
    ] = None,
    *,
    manifest: Annotated[str, typer.Option(metavar="FILE", help="Instead of the one the project file names.")] = "",
    registry: Annotated[
        list[str] | None, typer.Option(metavar="NAME=URL", help="Where a registry is; repeatable.")
    ] = None,
    only: Annotated[str, typer.Option(metavar="NAME", help="Only this registry of the manifest's targets.")] = "",
    dist: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Install the files that lie here.")] = None,
    seconds: Annotated[int, typer.Option(min=1, max=3600, help="How long it may take in all.")] = 600,
    target: TargetOption = "",
    project: ProjectOption = Path(),
) -> int:
    """Install the published files in a fresh environment and run a command of them: exit 1 if that fails."""
    from checker.bootstrap.smoking import SmokeQuestion  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.release_smoke_run import run_smoke  # noqa: PLC0415 - as above

    question = SmokeQuestion(
        manifest=manifest,
        addresses=tuple(registry or ()),
        only=only,
        dist=dist,
        command=tuple(command or ()),
        seconds=seconds,
    )
    return run_smoke(question, target=target, project=project)


@app.command()
def diagnose(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="The log of the job that failed.")],
    *,
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Name each known failure in a log, its likely cause and the exact fix: exit 3 if something stays unexplained."""
    from checker.cli.release_run import run_diagnose  # noqa: PLC0415 - nothing is loaded for --help

    return run_diagnose(log, project=project, format_name="json" if json else format)
