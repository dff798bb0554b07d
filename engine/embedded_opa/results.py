"""What an entrypoint answers: a value, undefined, or a failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

JSONValue: TypeAlias = "bool | int | float | str | list[JSONValue] | dict[str, JSONValue] | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in a policy module; row and column count from 1."""

    file: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Defined:
    """The document has a value.

    Integers are exact, whatever their size; fractions are the nearest double. Sets of Rego
    are lists in Rego's order. Object keys are always strings: a document with another key
    fails as ``non_string_key`` and is never coerced.
    """

    value: JSONValue


@dataclass(frozen=True, slots=True)
class Undefined:
    """The document has no value: no rule of it applied, or there is no such document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The document could not be evaluated; nothing is known about it.

    ``code`` and ``location`` are stable and may enter reports. ``message`` is the engine's
    own text, which changes between versions: show it to people, never store it.
    """

    code: str
    location: Location | None = None
    message: str = ""


Result: TypeAlias = Defined | Undefined | Failed


def failed_from_wire(wire: dict[str, Any]) -> Failed:
    """Read a failure: its code, its place if it has one, the engine's own text."""
    location = wire.get("location")
    return Failed(
        code=wire["code"],
        location=Location(**location) if location else None,
        message=wire.get("message", ""),
    )
