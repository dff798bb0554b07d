"""Moments have one offset, and what is not an instant is refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from checker.domain.moment import age_in_seconds, format_moment, normalise_moment, parse_moment
from checker.errors import InputRefusedError


def test_a_moment_is_an_instant_in_utc() -> None:
    assert parse_moment("2026-02-26T17:00:00Z") == datetime(2026, 2, 26, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [("0.5Z", 500_000), ("0.000001Z", 1), ("0.123456789Z", 123_456), ("0.9999999Z", 999_999)],
)
def test_a_fraction_is_kept_to_the_microsecond(text: str, microseconds: int) -> None:
    assert parse_moment("2026-02-26T17:00:0" + text).microsecond == microseconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-26",
        "2026-02-26T17:00Z",
        "2026-02-26 17:00:00Z",
        "2026-02-26t17:00:00Z",
        "2026-02-26T17:00:00z",
        "2026-02-26T17:00:00",
        "2026-02-26T17:00:00.Z",
        "2026-02-26T17:00:00,5Z",
        "2026-02-26T17:00:00.1234567890Z",
        "2026-02-26T17:00:00Z\n",
        " 2026-02-26T17:00:00Z",
        "2026-2-26T17:00:00Z",
        "20260226T170000Z",
        "\u0662026-02-26T17:00:00Z",
        "2026-W09-4T17:00:00Z",
        "2026-02-26T17:00:00+00:00Z",
        "1772125200",
    ],
)
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(InputRefusedError, match="is not a moment") as refusal:
        parse_moment(text)
    assert refusal.value.hint == "write it like 2026-02-26T17:00:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29T17:00:00Z",
        "2026-13-01T17:00:00Z",
        "2026-00-01T17:00:00Z",
        "2026-02-26T24:00:00Z",
        "2026-02-26T17:60:00Z",
        "2016-12-31T23:59:60Z",
    ],
)
def test_what_no_clock_shows_is_refused(text: str) -> None:
    with pytest.raises(InputRefusedError, match="is not a moment"):
        parse_moment(text)


@pytest.mark.parametrize("offset", ["+00:00", "-00:00", "+01:00"])
def test_another_offset_than_z_is_refused_by_name(offset: str) -> None:
    with pytest.raises(InputRefusedError, match="offset"):
        parse_moment("2026-02-26T17:00:00" + offset)


@pytest.mark.parametrize("text", ["1969-12-31T23:59:59Z", "2262-01-01T00:00:00Z", "0001-01-01T00:00:00Z"])
def test_a_year_the_engine_cannot_count_is_refused(text: str) -> None:
    with pytest.raises(InputRefusedError, match="out of range"):
        parse_moment(text)


def test_the_first_and_the_last_moment_are_read() -> None:
    assert parse_moment("1970-01-01T00:00:00Z").timestamp() == 0
    assert parse_moment("2261-12-31T23:59:59Z").year == 2261


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2026-02-26T17:00:00Z", "2026-02-26T17:00:00Z"),
        ("2026-02-26T17:00:00.500Z", "2026-02-26T17:00:00.5Z"),
        ("2026-02-26T17:00:00.000+00:00", "2026-02-26T17:00:00Z"),
        ("2026-02-26T17:00:00+05:30", "2026-02-26T11:30:00Z"),
        ("2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00Z"),
        ("1970-01-01T00:00:00-00:01", "1970-01-01T00:01:00Z"),
    ],
)
def test_importing_gives_every_offset_its_z_form(text: str, normal: str) -> None:
    assert normalise_moment(text) == normal


@pytest.mark.parametrize(
    "text",
    ["2026-02-26T17:00:00", "2026-02-26T17:00:00-00:00", "2026-02-26T17:00:00+24:00", "2026-02-26T17:00:00+01:60"],
)
def test_importing_refuses_an_offset_that_is_missing_unknown_or_impossible(text: str) -> None:
    with pytest.raises(InputRefusedError, match="is not a moment"):
        normalise_moment(text)


@pytest.mark.parametrize("text", ["1970-01-01T00:00:00+00:01", "0001-01-01T00:00:00+23:59"])
def test_importing_refuses_what_the_offset_moves_out_of_range(text: str) -> None:
    with pytest.raises(InputRefusedError):
        normalise_moment(text)


def test_formatting_converts_to_utc() -> None:
    there = datetime(2026, 2, 26, 19, 0, 0, 250_000, tzinfo=timezone(timedelta(hours=2)))
    assert format_moment(there) == "2026-02-26T17:00:00.25Z"


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(InputRefusedError, match="no time zone"):
        format_moment(datetime(2026, 2, 26))  # noqa: DTZ001  # the point of the test


def test_an_instant_out_of_range_is_not_written() -> None:
    with pytest.raises(InputRefusedError, match="the year 2300 is out of range"):
        format_moment(datetime(2300, 1, 1, tzinfo=UTC))


def test_age_counts_seconds_and_is_negative_for_the_future() -> None:
    assert age_in_seconds("2026-02-26T17:00:00Z", at="2026-02-26T18:00:00.5Z") == 3600.5
    assert age_in_seconds("2026-02-26T17:00:01Z", at="2026-02-26T17:00:00Z") == -1
