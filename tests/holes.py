"""Holes: what remains of a document when something in it could not be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.domain.json_value import Json
from checker.domain.observation import Status, is_observation
from tests.schema_places import Pointer, with_value

UNREADABLE = tuple(status for status in Status if status is not Status.COLLECTED)
"""Every status but the one that can open a gate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A collected observation in a document: its pointer, and its path as a rule's `reads` writes it."""

    pointer: Pointer
    path: str


def observed(document: dict[str, Json]) -> tuple[Observed, ...]:
    """Every collected observation, those inside others too."""
    return tuple(_observed(document, (), ""))


def _observed(value: Json, pointer: Pointer, path: str) -> Iterator[Observed]:
    if isinstance(value, dict) and is_observation(value):
        if value["status"] == Status.COLLECTED:
            yield Observed(pointer=pointer, path=path)
            yield from _observed(value["value"], (*pointer, "value"), path)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _observed(item, (*pointer, name), f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _observed(item, (*pointer, index), f"{path}[]")


def with_hole(document: dict[str, Json], at: Observed, status: Status) -> dict[str, Json]:
    """The document with this observation unread; a hole inside a hole changes nothing."""
    found: Json = document
    for step in at.pointer:
        if isinstance(found, list) and isinstance(step, int):
            found = found[step]
        else:
            assert isinstance(found, dict)
            assert isinstance(step, str)
            if step not in found:
                return document
            found = found[step]
    assert isinstance(found, dict)
    unread = {name: part for name, part in found.items() if name != "value"}
    holed: dict[str, Json] = with_value(document, at.pointer, {**unread, "status": str(status)})
    return holed


def is_read_through(reads: str, path: str) -> bool:
    """Whether a rule that reads one path looks into or through the other."""
    return reads == path or reads.startswith((f"{path}.", f"{path}[]"))
