"""Moments: instants as documents write them, `2026-02-26T17:00:00Z`, with a fraction if there is one.

One offset keeps documents comparable: `Z` and nothing else. No function here knows what time it is. Years run from 1970
to 2261, because the engine counts nanoseconds in 64 bits and would fail on later ones.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from checker.errors import InputRefusedError

FIRST_YEAR = 1970
LAST_YEAR = 2261

_FORM = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MICROSECOND_DIGITS = 6
_LAST_HOUR = 23
_LAST_MINUTE = 59
_HINT = "write it like 2026-02-26T17:00:00Z"


def parse_moment(text: str) -> datetime:
    """The instant a text of the form `YYYY-MM-DDThh:mm:ss[.fraction]Z` names, in UTC.

    Up to nine digits of a fraction are read and six kept: nothing is decided by less than a microsecond. Leap seconds
    (`:60`) are refused, since neither Python nor the engine can count them.

    Raises:
        InputRefusedError: another form or offset, a day or hour that does not exist, a year out of range.
    """
    instant, offset = _read(text)
    if offset != "Z":
        raise InputRefusedError(f'"{text}" has the offset {offset}, expected Z', hint=_HINT)
    return instant


def parse_beginning(text: str) -> datetime:
    """The instant from which something holds: a moment, or a day (`YYYY-MM-DD`), which begins at midnight UTC.

    Raises:
        InputRefusedError: neither; see `parse_moment`.
    """
    return parse_moment(f"{text}T00:00:00Z" if _DAY.fullmatch(text) else text)


def format_moment(instant: datetime) -> str:
    """The one spelling of an instant: UTC, `Z`, and only as many digits of a fraction as are needed.

    Raises:
        InputRefusedError: an instant without a time zone, or in a year out of range.
    """
    if instant.tzinfo is None:
        raise InputRefusedError(f"{instant.isoformat()} has no time zone, expected UTC")
    utc = instant.astimezone(UTC)
    if not FIRST_YEAR <= utc.year <= LAST_YEAR:
        raise InputRefusedError(f"the year {utc.year} is out of range, expected {FIRST_YEAR} to {LAST_YEAR}")
    plain = utc.replace(tzinfo=None).isoformat()
    return f"{plain.rstrip('0') if utc.microsecond else plain}Z"


def normalise_moment(text: str) -> str:
    """The same instant in its one spelling, for importing what others wrote with any offset.

    Raises:
        InputRefusedError: not an instant, or without an offset, which leaves open when it was.
    """
    instant, _ = _read(text)
    return format_moment(instant)


def age_in_seconds(text: str, *, at: str) -> float:
    """How many seconds before `at` a moment lies; negative when it lies after it."""
    return (parse_moment(at) - parse_moment(text)).total_seconds()


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[datetime, str]:
    match = _FORM.fullmatch(text)
    if not match:
        raise InputRefusedError(f'"{text[:40]}" is not a moment, expected YYYY-MM-DDThh:mm:ssZ', hint=_HINT)
    year, month, day, hour, minute, second = (int(match[at]) for at in range(1, 7))
    micros = int((match[7] or "0")[:_MICROSECOND_DIGITS].ljust(_MICROSECOND_DIGITS, "0"))
    try:
        instant = datetime(year, month, day, hour, minute, second, micros, tzinfo=UTC) - _offset_of(match[8])
    except (ValueError, OverflowError) as error:
        raise InputRefusedError(f'"{text}" is not a moment: {error}', hint=_HINT) from None
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise InputRefusedError(
            f'"{text}" is out of range, expected a year from {FIRST_YEAR} to {LAST_YEAR}', hint=_HINT
        )
    return instant, match[8]


def _offset_of(text: str) -> timedelta:
    """How far ahead of UTC an offset is.

    `-00:00` is refused: RFC 3339 section 4.3 gives it the meaning that the offset is not known.
    """
    if text == "Z":
        return timedelta(0)
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > _LAST_HOUR or minutes > _LAST_MINUTE or text == "-00:00":
        raise ValueError(f"the offset {text} does not exist or is not known")
    ahead = timedelta(hours=hours, minutes=minutes)
    return ahead if text[0] == "+" else -ahead
