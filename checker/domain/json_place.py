"""Places in a JSON value, and the value with something else in one of them."""

from collections.abc import Iterator
from typing import TypeAlias

from checker.domain.json_shape import list_of
from checker.domain.json_value import Json
from checker.domain.observation import is_observation

Pointer: TypeAlias = tuple[str | int, ...]
"""The steps from the whole value to a place: names and indices."""


def value_at(document: Json, pointer: Pointer) -> Json:
    """What is in a place.

    Raises:
        LookupError: the document has no such place.
    """
    for step in pointer:
        document = _below(document, step)
    return document


def with_value(document: Json, pointer: Pointer, new: Json) -> Json:
    """The document with another value in one place; what lies beside the way there is shared.

    Raises:
        LookupError: the document has no such place.
    """
    if not pointer:
        return new
    first, *rest = pointer
    changed = with_value(_below(document, first), tuple(rest), new)
    if isinstance(document, dict):
        return {**document, str(first): changed}
    return [changed if index == first else item for index, item in enumerate(list_of(document, "the place"))]


def paths_of(document: Json) -> Iterator[tuple[Pointer, str, Json]]:
    """Every place below the top, its path as METADATA writes it (`a.b[].c`), and its value.

    An observation is seen through: what is known is its value, which has the path of the observation.
    """
    yield from _paths(document, (), "")


def _paths(value: Json, pointer: Pointer, path: str) -> Iterator[tuple[Pointer, str, Json]]:
    if isinstance(value, dict):
        is_seen_through = is_observation(value)
        for name, item in value.items():
            if is_seen_through and name != "value":
                continue
            below = path if is_seen_through else f"{path}.{name}" if path else name
            yield (*pointer, name), below, item
            yield from _paths(item, (*pointer, name), below)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield (*pointer, index), f"{path}[]", item
            yield from _paths(item, (*pointer, index), f"{path}[]")


def _below(value: Json, step: str | int) -> Json:
    if isinstance(value, dict) and isinstance(step, str):
        return value[step]
    if isinstance(value, list) and isinstance(step, int):
        return value[step]
    raise LookupError(step)
