"""JSON read once and strictly: whatever two readers could understand differently is refused.

Python's, Go's and JavaScript's readers disagree on repeated keys, on NaN, on integers beyond 2^53, on broken UTF-16
escapes and on deep nesting; a document one of them accepts and another reads otherwise could be judged as one thing and
published as another. What this reader accepts has exactly one meaning, and `canonical_bytes` of it reads back to the
same value.

The standard parser does the work. It cannot say where a repeated key is, so a refused document is walked a second time,
slowly, to name line and column (`json_walk`).
"""

import json
import re

from checker.domain.json_value import Json
from checker.domain.limits import MACHINE_WRITTEN, DocumentLimits
from checker.errors import InputRefusedError, Place
from checker.formats.exact_numbers import NumberRefusedError, float_of, integer_of
from checker.formats.json_pointer import steps_of
from checker.formats.json_walk import first_offence, offset_in, shape_of
from checker.formats.source_text import place_in, text_of

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(data: bytes, *, source: str, limits: DocumentLimits = MACHINE_WRITTEN) -> Json:
    """The one value these bytes hold.

    Refused: more than `limits` allows, other encodings than UTF-8, a byte order mark, repeated keys at any depth, NaN
    and infinities, numbers beyond ±(2^53-1) or with digits a double does not keep, halves of surrogate pairs, anything
    after the value. A whole number is an `int`, however it is written (`1.0`, `1e3`).

    Raises:
        InputRefusedError: one sentence, with line and column counted from 1.
    """
    text = text_of(data, source=source, limits=limits)
    too_deep = _is_too_deep(data, source=source, limits=limits)
    if too_deep and (offence := first_offence(text, source=source, limits=limits)):
        raise offence
    try:
        value: Json = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _syntax_error(error, source=source) from None
    except (NumberRefusedError, _RepeatedKeyError, RecursionError):
        raise _offence(text, source=source, limits=limits) from None
    if too_deep or (_SURROGATE.search(text) and not _is_unicode(value)):
        raise _offence(text, source=source, limits=limits)
    return value


def locate_in_json(data: bytes, pointer: str, *, source: str) -> Place:
    """The place of the value a JSON Pointer names; without line and column when the document has no such value."""
    text = data.decode()
    offset = offset_in(text, steps_of(pointer))
    if offset is None:
        return Place(source=source, pointer=pointer)
    return place_in(text, offset, source=source, pointer=pointer)


class _RepeatedKeyError(Exception):
    """Some object names one key twice; which one, the second walk finds out."""


def _object_of(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RepeatedKeyError
    return found


def _constant(text: str) -> float:
    raise NumberRefusedError(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object_of, parse_int=integer_of, parse_float=float_of, parse_constant=_constant
)


def _is_too_deep(data: bytes, *, source: str, limits: DocumentLimits) -> bool:
    """Whether it is nested too deeply, decided before anything is built; a document with too many values is refused."""
    shape = shape_of(data, limits=limits)
    if shape.nodes > limits.nodes:
        raise InputRefusedError(
            f"the document holds {shape.nodes} values, at most {limits.nodes} are read",
            hint="split it, or leave out what is not needed",
            where=Place(source=source),
        )
    return shape.depth > limits.depth


def _offence(text: str, *, source: str, limits: DocumentLimits) -> InputRefusedError:
    """The refusal with its place; without one if the second walk should not find it, but never an acceptance."""
    found = first_offence(text, source=source, limits=limits)
    return found or InputRefusedError("the document is not strict JSON", where=Place(source=source))


def _syntax_error(error: json.JSONDecodeError, *, source: str) -> InputRefusedError:
    seen = error.doc[error.pos : error.pos + 1]
    found = f"found {json.JSONEncoder().encode(seen)}" if seen else "the document ends here"
    expected = error.msg[0].lower() + error.msg[1:].removesuffix(" at").removesuffix(" starting")
    if error.msg == "Extra data":
        expected = "expected nothing after the value"
    return InputRefusedError(
        f"the document is not JSON: {expected}, {found}",
        hint="JSON has double quotes, no comments, and no comma after the last element",
        where=place_in(error.doc, error.pos, source=source),
    )


def _is_unicode(value: Json) -> bool:
    try:
        json.JSONEncoder(ensure_ascii=False).encode(value).encode()
    except UnicodeEncodeError:
        return False
    return True
