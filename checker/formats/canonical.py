"""Canonical bytes: the one spelling of a value that is hashed, signed, stored and given to the engine (RFC 8785).

`rfc8785` decides; Python's own encoder takes its place only for values where both provably write the same bytes,
because it is several times as fast and every gate decision hashes documents of about 100 KB
(`tests/property/test_canonical.py` holds the two to each other).
"""

import json
from itertools import chain
from typing import Any

import rfc8785

from checker.domain.digest import Digest, digest_of
from checker.domain.json_value import LARGEST_INTEGER, JsonLike
from checker.errors import InputRefusedError

_UTF16_UNIT = 2
_PLAIN = frozenset({str, int, bool, type(None), dict, list})
_FAST = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False, check_circular=False
)


def canonical_bytes(value: JsonLike) -> bytes:
    """The RFC 8785 bytes of a value.

    Raises:
        InputRefusedError: for what has no canonical form: integers beyond ±(2^53-1), NaN and infinities, lone
            surrogates, keys that are not strings, values that are not JSON, values inside themselves.
    """
    try:
        return _fast_bytes(value) or rfc8785.dumps(value)
    except (ValueError, TypeError, RecursionError) as error:
        raise InputRefusedError(
            f"a value has no canonical form: {_reason(error)}",
            hint="documents hold strings, booleans, null, finite numbers, integers within ±(2^53-1), lists and objects",
        ) from error


def canonical_digest(value: JsonLike) -> Digest:
    """The digest of a value: SHA-256 over its canonical bytes."""
    return digest_of(canonical_bytes(value))


def pretty_bytes(value: JsonLike) -> bytes:
    """The bytes of a file that people read and tools compare: sorted keys, two spaces, one newline at the end.

    Not canonical and never hashed as a value; it accepts exactly what `canonical_bytes` accepts, so that what is
    written can be read again.
    """
    plain = json.loads(canonical_bytes(value))
    return (json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _fast_bytes(value: JsonLike) -> bytes:
    """The same bytes by the standard encoder, or nothing when the two could differ or it refuses.

    They differ on floats, on integers out of range, on keys that are not strings, and in the order of keys once a
    character beyond U+FFFF occurs (RFC 8785 sorts by UTF-16 code units, Python by code points).
    """
    try:
        text = _FAST.encode(value)
    except (ValueError, TypeError, RecursionError):
        return b""  # `rfc8785` says why
    if not text.isascii() and len(text.encode("utf-16-le")) != _UTF16_UNIT * len(text):
        return b""
    return text.encode() if _is_plain(value) else b""


def _is_plain(value: JsonLike) -> bool:
    """Whether nothing is inside but lists, objects with text for keys, text, truths, null and safe integers.

    All values of one depth are looked at together, each kind by one call: a document has a hundred thousand of them.
    Asking it of a value that was encoded ends, for that one does not hold itself.
    """
    values: list[Any] = [value]
    while values:
        kinds = set(map(type, values))
        if not (kinds <= _PLAIN or all(issubclass(kind, str) for kind in kinds - _PLAIN)):
            return False
        objects = [one for one in values if type(one) is dict] if dict in kinds else []
        if int in kinds and not _are_safe([one for one in values if type(one) is int]):
            return False
        if not all(issubclass(kind, str) for kind in set(map(type, chain.from_iterable(objects)))):
            return False
        arrays = [one for one in values if type(one) is list] if list in kinds else []
        values = [*chain.from_iterable(map(dict.values, objects)), *chain.from_iterable(arrays)]
    return True


def _are_safe(numbers: list[int]) -> bool:
    return min(numbers) >= -LARGEST_INTEGER and max(numbers) <= LARGEST_INTEGER


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, UnicodeEncodeError):
        return "a string holds half of a surrogate pair"
    return str(error)
