"""`clean-release trail`: what happened, and the proof that it is as it was recorded."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from checker.cli.options import AnchorOption, FormatOption, JSONOption, OwnNamespaceOption, ProjectOption

KeyOption: TypeAlias = Annotated[
    str, typer.Option("--key", metavar="NAME", help="Your key; the anchor must name it with the role permit.")
]
SigningActorOption: TypeAlias = Annotated[
    str, typer.Option("--actor", metavar="NAME", help="Sign with this actor's key (`keys generate --actor`) instead.")
]

app = typer.Typer(help="The trail: what happened, verified, and how it is taken elsewhere.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The trail: what happened, verified, and how it is taken elsewhere."""


@app.command()
def show(  # noqa: PLR0913 - one parameter per option of the command
    *,
    candidate: Annotated[str, typer.Option(metavar="ID", help="What happened to this candidate.")] = "",
    run: Annotated[str, typer.Option(metavar="RUN", help="What happened in this compliance run, run-001.")] = "",
    actor: Annotated[str, typer.Option(metavar="NAME", help="What this actor did.")] = "",
    action: Annotated[
        str, typer.Option(metavar="ACTION", help="Only this: approve, revise, resume, cancel, keep, …")
    ] = "",
    since: Annotated[str, typer.Option(metavar="TIME", help="From this moment or day on (RFC 3339).")] = "",
    limit: Annotated[int, typer.Option(metavar="N", min=0, help="At most the newest N; 0 for all.")] = 50,
    foreign: Annotated[bool, typer.Option("--foreign", help="Of the trails that were imported instead.")] = False,
    anchor: AnchorOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Who did what when, after the whole trail was verified; exit 1 if it does not hold."""
    from checker.application.read_timeline import TimelineQuestion  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.trail_run import run_show, run_show_foreign  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    asked = TimelineQuestion(candidate=candidate, run=run, actor=actor, action=action, since=since, limit=limit)
    where = Where(project=project, namespace=namespace, anchor=anchor)
    return (run_show_foreign if foreign else run_show)(where, asked, format_name="json" if json else format)


@app.command()
def verify(
    *,
    checkpoint: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Hold it against this checkpoint, which was kept elsewhere.")
    ] = None,
    anchor: AnchorOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Recompute the whole trail from its rows and name the first that is wrong; exit 1 if one is."""
    from checker.cli.trail_run import run_verify  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace, anchor=anchor)
    return run_verify(where, checkpoint, format_name="json" if json else format)


@app.command()
def checkpoint(  # noqa: PLR0913 - one parameter per option of the command
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="A new file for the checkpoint.")],
    key: KeyOption = "",
    actor: SigningActorOption = "",
    anchor: AnchorOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Sign what the trail is like now; kept elsewhere, it shows later that the trail was cut or rewritten."""
    from checker.bootstrap.trails import TrailKey  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.trail_run import run_checkpoint  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace, anchor=anchor)
    return run_checkpoint(where, TrailKey(name=key, actor=actor), output, format_name="json" if json else format)


@app.command("export")
def export_(  # noqa: PLR0913 - one parameter per option of the command
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="A new file for the record.")],
    first: Annotated[
        int, typer.Option(metavar="N", min=1, help="Begin at this entry; those before it are known where it goes.")
    ] = 1,
    key: KeyOption = "",
    actor: SigningActorOption = "",
    anchor: AnchorOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Write a signed record of the trail, with everything that it commits, for another machine."""
    from checker.bootstrap.trails import TrailKey  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.trail_run import run_export  # noqa: PLC0415 - as above
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace, anchor=anchor)
    signing = TrailKey(name=key, actor=actor)
    return run_export(where, signing, output, first=first, format_name="json" if json else format)


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="The record.")],
    *,
    anchor: AnchorOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Keep a record of another store beside one's own trail, after all of it was verified."""
    from checker.cli.trail_run import run_import  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace, anchor=anchor)
    return run_import(where, source, format_name="json" if json else format)
