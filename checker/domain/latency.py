"""Latency of the gate: how long single decisions took, and whether that is short enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeVar

from checker.domain.digest import Digest
from checker.domain.verdict import Verdict

MOST_P95, MOST_P99 = 80_000, 150_000
"""How long a gate may take in 95 and in 99 of 100 cases, in microseconds."""

Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSample:
    """One decision: at which moment (RFC 3339) it judged, how long it took, and what it came to."""

    moment: str
    microseconds: int
    verdict: Verdict
    input_digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLatency:
    """How long decisions took, in microseconds; of no decision there is none."""

    samples: int
    p50: int
    p95: int
    p99: int

    @classmethod
    def of(cls, samples: Sequence[GateSample]) -> "GateLatency":
        """What these samples, at least one, come to."""
        took = [one.microseconds for one in samples]
        p50, p95, p99 = (percentile(took, share) for share in (50, 95, 99))
        return cls(samples=len(took), p50=p50, p95=p95, p99=p99)

    @property
    def is_short(self) -> bool:
        """Whether the gate is fast enough."""
        return self.p95 <= MOST_P95 and self.p99 <= MOST_P99


def percentile(values: Sequence[Number], percent: float) -> Number:
    """The smallest value that at least this share of all values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, ceil(percent / 100 * len(ordered)) - 1)]
