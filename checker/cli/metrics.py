"""`clean-release metrics`: how compliance runs go."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import JSONOption, OwnNamespaceOption, ProjectOption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("metrics")(metrics)


def metrics(
    *,
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
    format: Annotated[  # noqa: A002 - the option's name
        str, typer.Option("--format", "-f", metavar="text|json|prometheus", help="What is printed.")
    ] = "text",
    json: JSONOption = False,
) -> int:
    """Figures of compliance runs: stalled ones, how often resuming helped, how long a verdict takes, alerts."""
    from checker.cli.where import Where  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.worker_run import run_metrics  # noqa: PLC0415 - as above

    return run_metrics(Where(project=project, namespace=namespace), format_name="json" if json else format)
