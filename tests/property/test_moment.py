"""Every instant has one spelling, and reading it gives the instant back."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain.moment import age_in_seconds, format_moment, normalise_moment, parse_moment

pytestmark = pytest.mark.property

instants = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001  # hypothesis adds the time zone
    max_value=datetime(2261, 12, 30),  # noqa: DTZ001  # as above
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)


@given(instants)
def test_a_written_instant_reads_back(instant: datetime) -> None:
    assert parse_moment(format_moment(instant)) == instant


@given(instants)
def test_what_others_write_with_an_offset_is_the_same_instant(instant: datetime) -> None:
    assert normalise_moment(instant.isoformat()) == format_moment(instant)


@given(instants.map(lambda instant: instant.astimezone(UTC)), instants)
def test_age_is_the_difference(earlier: datetime, later: datetime) -> None:
    age = age_in_seconds(format_moment(earlier), at=format_moment(later))
    assert age == (later - earlier).total_seconds()
