"""Values of a document, taken with the type they must have.

A document is read strictly and validated before anybody judges it; whoever takes a value out of it still says which
type is expected, so that a mistake is one clear refusal and never a wrong answer (`true` is not 1, `"yes"` is not
`true`).
"""

from collections.abc import Mapping

from checker.domain.json_value import Json
from checker.errors import InputRefusedError

_NAMES = {bool: "a boolean", int: "an integer", float: "a number", str: "a string", list: "a list", dict: "an object"}


def object_of(value: Json, what: str) -> dict[str, Json]:
    """The value as an object.

    Raises:
        InputRefusedError: it is something else; `what` names the value in the sentence.
    """
    if not isinstance(value, dict):
        raise _wrong(value, what, "an object")
    return value


def list_of(value: Json, what: str) -> list[Json]:
    """The value as a list; raises as `object_of` does."""
    if not isinstance(value, list):
        raise _wrong(value, what, "a list")
    return value


def text_of(value: Json, what: str) -> str:
    """The value as a string; raises as `object_of` does."""
    if not isinstance(value, str):
        raise _wrong(value, what, "a string")
    return value


def flag_of(value: Json, what: str) -> bool:
    """The value as a boolean; raises as `object_of` does."""
    if not isinstance(value, bool):
        raise _wrong(value, what, "a boolean")
    return value


def whole_of(value: Json, what: str) -> int:
    """The value as an integer that is not negative; raises as `object_of` does."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(value, what, "an integer")
    if value < 0:
        raise InputRefusedError(f"{what} is {value}, expected an integer that is not negative")
    return value


def field_of(document: Mapping[str, Json], name: str) -> Json:
    """A field that must be there.

    Raises:
        InputRefusedError: it is missing.
    """
    if name not in document:
        raise InputRefusedError(f"the field {name} is missing, expected it to be there")
    return document[name]


def objects_of(value: Json, what: str) -> list[dict[str, Json]]:
    """The value as a list of objects; raises as `object_of` does."""
    return [object_of(item, f"an item of {what}") for item in list_of(value, what)]


def texts_of(value: Json, what: str) -> list[str]:
    """The value as a list of strings; raises as `object_of` does."""
    return [text_of(item, f"an item of {what}") for item in list_of(value, what)]


def _wrong(value: Json, what: str, expected: str) -> InputRefusedError:
    seen = "null" if value is None else _NAMES[type(value)]
    return InputRefusedError(f"{what} is {seen}, expected {expected}")
