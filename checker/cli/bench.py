"""`clean-release bench`: how long the gate takes here."""

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.options import AnchorOption, ProjectOption

app = typer.Typer(help="Measure the gate on this machine.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Measure the gate on this machine."""


@app.command()
def latency(  # noqa: PLR0913 - one parameter per option of the command
    *,
    samples: Annotated[int, typer.Option(metavar="N", help="How many decisions are timed.")] = 1000,
    seed: Annotated[int, typer.Option(metavar="N", help="Which moments they are made at.")] = 1,
    raw_output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write every sample as a line of JSON; never over a file.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the figures as a page; never over a file.")
    ] = None,
    evidence: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write them for `release evidence add`; never over a file."),
    ] = None,
    anchor: AnchorOption = "",
    project: ProjectOption = Path(),
) -> int:
    """Time decisions about this project: P95 at most 80 ms and P99 at most 150 ms pass; exit 1 if they do not."""
    from checker.bootstrap.early import begin_engine  # noqa: PLC0415 - nothing is loaded for --help

    begin_engine()
    from checker.cli.bench_run import LatencyOutputs, run_latency  # noqa: PLC0415 - as above

    outputs = LatencyOutputs(raw=raw_output, report=report, evidence=evidence)
    return run_latency(project, anchor, samples=samples, seed=seed, outputs=outputs)
