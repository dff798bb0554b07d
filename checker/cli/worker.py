"""`clean-release worker`: who works at compliance runs that nobody waits for."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import ActorOption, AnchorOption, OwnNamespaceOption, ProjectOption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("worker")(worker)


def worker(
    *,
    actor: ActorOption,
    once: Annotated[bool, typer.Option("--once", help="End when there is nothing left to do.")] = False,
    on_call: Annotated[
        bool, typer.Option("--on-call", help="Work whenever the server that began this says so; `serve` asks for it.")
    ] = False,
    anchor: AnchorOption = "",
    namespace: OwnNamespaceOption = "",
    project: ProjectOption = Path(),
) -> int:
    """Work at compliance runs that nobody has: what was left to a worker, and what another one died over."""
    from checker.cli.where import Where  # noqa: PLC0415 - nothing is loaded for --help
    from checker.cli.worker_run import answer_calls, run_worker  # noqa: PLC0415 - as above

    where = Where(project=project, namespace=namespace, anchor=anchor)
    return answer_calls(where, actor=actor, once=once) if on_call else run_worker(where, actor=actor, once=once)
