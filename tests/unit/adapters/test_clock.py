"""The system's clock tells the time with its zone."""

from datetime import timedelta

from checker.adapters.clock import SystemClock


def test_the_present_moment_is_in_utc_and_does_not_stand_still() -> None:
    clock = SystemClock()

    first, second = clock.now(), clock.now()

    assert first.utcoffset() == timedelta(0)
    assert first <= second
