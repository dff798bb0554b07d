"""The latency of the gate: nearest rank, and both limits have to be kept."""

import pytest

from checker.domain.digest import digest_of
from checker.domain.latency import GateLatency, GateSample, percentile
from checker.domain.verdict import Verdict


def samples(*took: int) -> list[GateSample]:
    return [
        GateSample(
            moment="2026-03-02T12:00:00Z", microseconds=one, verdict=Verdict.PASSED, input_digest=digest_of(b"it")
        )
        for one in took
    ]


def test_a_share_is_the_smallest_sample_that_so_many_do_not_exceed() -> None:
    found = GateLatency.of(samples(*range(100, 0, -1)))

    assert (found.samples, found.p50, found.p95, found.p99) == (100, 50, 95, 99)
    assert percentile([7], 1) == percentile([7], 99) == 7


@pytest.mark.parametrize(
    ("most", "next_to_most", "is_short"),
    [(150_000, 80_000, True), (150_001, 80_000, False), (150_000, 80_001, False)],
)
def test_a_gate_is_fast_enough_only_if_both_limits_are_kept(most: int, next_to_most: int, is_short: bool) -> None:  # noqa: FBT001
    took = [1] * 94 + [next_to_most] * 4 + [most] * 2

    assert GateLatency.of(samples(*took)).is_short is is_short
