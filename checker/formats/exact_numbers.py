"""Numbers that every reader understands alike: integers within ±(2^53-1), and decimals a double holds as written."""

from collections.abc import Mapping

from checker.domain.json_value import LARGEST_INTEGER, JsonLike
from checker.formats.text_safety import shown_text

_MOST_DIGITS = len(str(LARGEST_INTEGER))


class NumberRefusedError(Exception):
    """A number whose value depends on who reads it; the message says which, as a part of a sentence."""


def inexact_number_in(value: JsonLike) -> int | float | None:
    """A number in a value that two readers could understand differently, if there is one.

    That is every fraction, and every integer beyond ±(2^53-1): the only numbers of a report are whole ones within.
    """
    waiting: list[JsonLike] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Mapping):
            waiting.extend(item.values())
        elif isinstance(item, list | tuple):
            waiting.extend(item)
        elif isinstance(item, float) or (isinstance(item, int) and abs(item) > LARGEST_INTEGER):
            return item
    return None


def integer_of(text: str) -> int:
    """The integer these decimal digits write.

    Raises:
        NumberRefusedError: beyond ±(2^53-1); digits are counted first, since converting a million of them takes long.
    """
    if len(text.lstrip("+-").lstrip("0")) <= _MOST_DIGITS:
        value = int(text)
        if -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
            return value
    raise NumberRefusedError(f"the number {shown_text(text)} is beyond ±{LARGEST_INTEGER}")


def float_of(text: str) -> int | float:
    """The number this decimal notation writes: an `int` when it is whole (`1.0`, `1e3`), as RFC 8785 writes it.

    Raises:
        NumberRefusedError: beyond ±(2^53-1), where doubles skip integers, or with digits that a double does not keep
            (`1e-400` would become 0, and two different documents would have one digest).
    """
    value = float(text)
    if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
        raise NumberRefusedError(f"the number {shown_text(text)} is beyond ±{LARGEST_INTEGER}")
    if not _keeps(text, value):
        raise NumberRefusedError(f"the number {shown_text(text)} has more digits than a double keeps ({value!r})")
    return int(value) if value.is_integer() else value


def _keeps(text: str, value: float) -> bool:
    """Whether the shortest notation of the double is the number as written."""
    if repr(value) == text:
        return True
    if value == 0:
        return not any(digit in "123456789" for digit in text.lower().partition("e")[0])
    from decimal import Decimal  # noqa: PLC0415  # fractions are rare in our documents, and the import is not free

    return Decimal(repr(value)) == Decimal(text)
