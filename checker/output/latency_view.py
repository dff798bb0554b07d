"""The latency of the gate as a page for people, and every sample as a line for machines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.domain.latency import MOST_P95, MOST_P99, GateLatency, GateSample
from checker.formats.canonical import canonical_bytes

_MILLI = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredUnder:
    """What a measurement depends on, in words."""

    seed: int
    rules: int
    engine: str
    tool: str
    machine: str
    ended_at: str
    raw: str


def raw_lines(samples: Sequence[GateSample]) -> bytes:
    """Every sample as one line of canonical JSON, in the order they were taken."""
    return b"".join(
        canonical_bytes(
            {
                "moment": one.moment,
                "microseconds": one.microseconds,
                "verdict": str(one.verdict),
                "input": one.input_digest,
            }
        )
        + b"\n"
        for one in samples
    )


def latency_page(latency: GateLatency, under: MeasuredUnder) -> str:
    """The page: PASS or FAIL, the figures against their aims, and what they depend on."""
    return "".join(f"{line}\n" for line in _lines(latency, under))


def told(is_met: bool) -> str:  # noqa: FBT001 - the word for it
    """The word for a figure."""
    return "PASS" if is_met else "FAIL"


def _lines(latency: GateLatency, under: MeasuredUnder) -> Iterator[str]:
    yield f"# Latency of the gate: {told(latency.is_short)}"
    yield ""
    yield "| Figure | Measured | Aim | |"
    yield "|---|---|---|---|"
    yield f"| P50 | {latency.p50 / _MILLI:.1f} ms | | |"
    for name, seen, most in (("P95", latency.p95, MOST_P95), ("P99", latency.p99, MOST_P99)):
        yield f"| {name} | {seen / _MILLI:.1f} ms | at most {most // _MILLI} ms | {told(seen <= most)} |"
    yield ""
    yield f"- {latency.samples} decisions of {under.rules} rules, at moments drawn with the seed {under.seed}"
    yield "- From documents in memory to a durable report: input composed and valid, each rule asked, record written"
    yield f"- {under.tool}, {under.engine}, {under.machine}; ended at {under.ended_at}"
    yield f"- Every sample: `{under.raw}`"
