"""`clean-release worker` and `clean-release metrics`: who works at runs, and how that goes."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import ActorOption, AnchorOption, JSONOption, OwnNamespaceOption, ProjectOption


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("worker")(worker)
    app.command("metrics")(metrics)


def worker(
    *,
    actor: ActorOption,
    once: Annotated[bool, typer.Option("--once", help="End when there is nothing left to do.")] = False,
    anchor: AnchorOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
) -> int:
    """Work at compliance runs that nobody has: what was left to a worker, and what another one died over."""
    from checker.cli.where import Where  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.worker_run import run_worker  # noqa: PLC0415 - as above

    return run_worker(Where(project=project, namespace=namespace, anchor=anchor), actor=actor, once=once)


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
