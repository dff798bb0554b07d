"""Limits of callers: how long to wait, whatever the clock does."""

from datetime import timedelta

import pytest

from checker.domain.call_limit import CallLimit
from tests.fakes.fixed_clock import NOON

LIMIT = CallLimit(most=3, seconds=60)


@pytest.mark.parametrize(
    ("since", "wait"), [(0, 60), (0.5, 60), (1, 59), (59, 1), (59.9, 1), (60, 1), (600, 1), (-600, 60)]
)
def test_the_wait_is_what_is_left_and_never_more_than_the_limit(since: float, wait: int) -> None:
    assert LIMIT.retry_after(NOON - timedelta(seconds=since), now=NOON) == wait


def test_what_happened_before_counts_no_longer() -> None:
    assert LIMIT.begins(NOON) == NOON - timedelta(seconds=60)
