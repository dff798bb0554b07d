"""`clean-release waiver`: violations that two persons accept for a time."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from checker.cli.options import ActorOption, AnchorOption, FormatOption, JSONOption, OwnNamespaceOption, ProjectOption

_HELP = "Accept single violations for a time: one person asks, another approves, both sign."
app = typer.Typer(help=_HELP, no_args_is_help=True)
WaiverNameOption: TypeAlias = Annotated[
    str, typer.Option("--waiver-id", metavar="WAIVER", help="Its name (wvr-001) or its digest.")
]
FileOption: TypeAlias = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the signed waiver; never over a file.")
]


@app.callback()
def group() -> None:
    """Accept single violations for a time: one person asks, another approves, both sign."""


@app.command()
def request(  # noqa: PLR0913 - one parameter per option of the command
    *,
    fingerprint: Annotated[
        str, typer.Option(metavar="HEX", help="The violation, by the first characters of its fingerprint.")
    ],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it is accepted.")],
    owner: Annotated[str, typer.Option(metavar="NAME", help="Who mends it.")],
    expires: Annotated[
        str, typer.Option(metavar="TIME", help="Until when: a day or a moment, within 90 days.", show_default=False)
    ],
    actor: ActorOption,
    report_id: Annotated[
        str, typer.Option(metavar="REPORT", help="The report with the violation, by name or digest.")
    ] = "latest",
    output: FileOption = None,
    namespace: OwnNamespaceOption = "",
    anchor: AnchorOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Ask for a waiver of one violation, and sign it; it counts when somebody else has signed it too."""
    from checker.cli.waiver_run import Asked, run_request  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    asked = Asked(report=report_id, fingerprint=fingerprint, reason=reason, owner=owner, expires=expires, output=output)
    where = Where(project=project, namespace=namespace, anchor=anchor)
    return run_request(where, asked, actor=actor, format_name="json" if json else format)


@app.command()
def approve(  # noqa: PLR0913 - one parameter per option of the command
    *,
    waiver_id: WaiverNameOption = "",
    input: Annotated[  # noqa: A002 - the option's name
        Path | None, typer.Option(metavar="FILE", help="A waiver from elsewhere, instead of one kept here.")
    ] = None,
    actor: ActorOption,
    output: FileOption = None,
    namespace: OwnNamespaceOption = "",
    anchor: AnchorOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Sign a waiver that somebody else asked for; from then on checks are given it."""
    from checker.cli.waiver_run import run_approve  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace, anchor=anchor)
    format_name = "json" if json else format
    return run_approve(where, waiver_id, source=input, output=output, actor=actor, format_name=format_name)


@app.command("list")
def list_(
    *,
    namespace: OwnNamespaceOption = "",
    anchor: AnchorOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """The waivers of this folder, with whether each counts now and why not."""
    from checker.cli.waiver_run import run_list  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace, anchor=anchor)
    return run_list(where, format_name="json" if json else format)


@app.command()
def expire(  # noqa: PLR0913 - one parameter per option of the command
    *,
    waiver_id: WaiverNameOption,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it ends before its time.")],
    actor: ActorOption,
    namespace: OwnNamespaceOption = "",
    anchor: AnchorOption = "",
    project: ProjectOption = Path(),
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """End a waiver before its time; checks are not given it any more."""
    from checker.cli.waiver_run import run_expire  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.where import Where  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace, anchor=anchor)
    return run_expire(where, waiver_id, reason=reason, actor=actor, format_name="json" if json else format)
