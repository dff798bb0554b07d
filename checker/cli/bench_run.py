"""What `clean-release bench` does."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap import CleanRelease
from checker.bootstrap.measuring import MeasuredGate
from checker.bootstrap.output_files import refuse_present, write_output
from checker.cli.console import show, tell
from checker.cli.exit_codes import BLOCKED, PASSED
from checker.domain.latency import GateLatency
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal
from checker.output.latency_view import MeasuredUnder, latency_page, raw_lines

if TYPE_CHECKING:
    from checker.domain.json_value import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class LatencyOutputs:
    """Where the figures go, besides standard output."""

    raw: Path | None
    report: Path | None
    evidence: Path | None


def run_latency(project: Path, anchor: str, *, samples: int, seed: int, outputs: LatencyOutputs) -> int:
    """Measure, print the page, write what was asked for."""
    for path in (outputs.raw, outputs.report, outputs.evidence):
        refuse_present(path)
    facade = CleanRelease(directory=project, anchor=anchor)
    commit = facade.releasing().present().commit if outputs.evidence else ""
    measured = facade.measuring.gate(samples=samples, seed=seed)
    latency = GateLatency.of(measured.samples)
    page = latency_page(latency, _under(measured, outputs))
    written = {
        outputs.raw: raw_lines(measured.samples),
        outputs.report: page.encode(),
        outputs.evidence: pretty_bytes(_evidence(latency, measured, commit)),
    }
    for path, data in written.items():
        if path:
            write_output(path, data)
            tell(f"wrote {escape_for_terminal(str(path))}")
    show(page.rstrip("\n"))
    return PASSED if latency.is_short else BLOCKED


def _under(measured: MeasuredGate, outputs: LatencyOutputs) -> MeasuredUnder:
    return MeasuredUnder(
        seed=measured.seed,
        rules=measured.rules,
        engine=measured.engine,
        tool=measured.tool,
        machine=measured.machine,
        ended_at=measured.ended_at,
        raw=outputs.raw.name if outputs.raw else "not written; give --raw-output FILE",
    )


def _evidence(latency: GateLatency, measured: MeasuredGate, commit: str) -> "dict[str, Json]":
    return {
        "schema": "clean-release/gate-latency/v1",
        "commit": commit,
        "ended_at": measured.ended_at,
        "samples": latency.samples,
        "p95": latency.p95,
        "p99": latency.p99,
    }
