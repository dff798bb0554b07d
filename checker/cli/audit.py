"""`clean-release audit`: what a repository's settings were, as documents that can be judged."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli import (
    audit_attestations,
    audit_baseline,
    audit_github,
    audit_paths,
    audit_permissions,
    audit_publisher,
    audit_registry,
    audit_show,
    audit_workflows,
    audit_workspace,
)
from checker.cli.options import FormatOption, JSONOption

app = typer.Typer(
    help="Audits: collect settings, import what was captured, sign, show and compare it.", no_args_is_help=True
)
audit_github.register(app)
audit_permissions.register(app)
audit_workflows.register(app)
audit_workspace.register(app)
audit_publisher.register(app)
audit_paths.register(app)
audit_registry.register(app)
audit_attestations.register(app)
audit_show.register(app)
app.add_typer(audit_baseline.app, name="baseline")


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(metavar="CAPTURE", help="A capture folder, or one file.")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the audits go.")] = Path(
        "audits"
    ),
    repository: Annotated[
        str, typer.Option(metavar="OWNER/NAME", help="Whose exported rulesets these are, if nothing else says it.")
    ] = "",
    format: FormatOption = "text",  # noqa: A002 - the option's name
    json: JSONOption = False,
) -> int:
    """Turn `gh api` outputs, exported rulesets or saved release audits into audit documents."""
    from checker.cli.audit_run import run_import  # noqa: PLC0415 - nothing is loaded for --help

    return run_import(source, output, repository=repository, format_name="json" if json else format)


@app.command()
def sign(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="The audit, or a piece of evidence.")],
    *,
    key: Annotated[str, typer.Option(metavar="NAME", help="The auditor's or builder's key; see keys generate.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where the signed document goes.")],
) -> int:
    """Sign an audit or a piece of evidence, so that it can gate where the anchor names that key."""
    from checker.cli.audit_run import run_sign  # noqa: PLC0415 - as above

    return run_sign(source, output, key=key)
