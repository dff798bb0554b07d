"""Holes: what remains of a document when something in it could not be read."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from checker.domain.json_place import Pointer, paths_of, value_at, with_value
from checker.domain.json_shape import object_of
from checker.domain.json_value import Json
from checker.domain.observation import Status, is_observation

UNREADABLE = tuple(status for status in Status if status is not Status.COLLECTED)
"""Every status but the one that can open a gate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A collected observation in a document: its pointer, and its path as a rule's `reads` writes it."""

    pointer: Pointer
    path: str


def observed(document: dict[str, Json]) -> tuple[Observed, ...]:
    """Every collected observation, those inside others too, the outer ones first."""
    return tuple(
        Observed(pointer=pointer, path=path)
        for pointer, path, value in paths_of(document)
        if isinstance(value, dict) and is_observation(value) and value["status"] == Status.COLLECTED
    )


def with_hole(document: dict[str, Json], at: Observed, status: Status) -> dict[str, Json]:
    """The document with this observation unread; a hole inside a hole changes nothing."""
    return _with_unread(document, at, status)


def with_cut(document: dict[str, Json], at: Observed, *, kept: int) -> dict[str, Json]:
    """The document with this list incomplete: its first elements are in `partial`, where no rule looks.

    It changes nothing where the observation holds no list, or lies inside a hole.
    """
    try:
        value = value_at(document, (*at.pointer, "value"))
    except LookupError:
        return document
    return _with_unread(document, at, Status.INCOMPLETE, partial=value[:kept]) if isinstance(value, list) else document


def _with_unread(document: dict[str, Json], at: Observed, status: Status, **more: Json) -> dict[str, Json]:
    try:
        found = object_of(value_at(document, at.pointer), "an observation")
    except LookupError:
        return document
    unread = {name: part for name, part in found.items() if name not in ("value", "partial")}
    return object_of(with_value(document, at.pointer, {**unread, **more, "status": str(status)}), "the document")


def is_read_through(reads: str, path: str) -> bool:
    """Whether a rule that reads one path looks into or through the other."""
    return reads == path or reads.startswith((f"{path}.", f"{path}[]"))


def seen_by(document: dict[str, Json], paths: Collection[str]) -> dict[str, Json]:
    """The document without the observations that nobody who reads these paths looks at or through."""
    kept = _seen(document, "", paths)
    return object_of(kept, "the document")


def _seen(value: Json, path: str, paths: Collection[str]) -> Json:
    if isinstance(value, list):
        return [_seen(item, f"{path}[]", paths) for item in value]
    if not isinstance(value, dict):
        return value
    if is_observation(value):
        return {name: _seen(item, path, paths) if name == "value" else item for name, item in value.items()}
    below = {name: f"{path}.{name}" if path else name for name in value}
    return {
        name: _seen(item, below[name], paths)
        for name, item in value.items()
        if not (isinstance(item, dict) and is_observation(item)) or _is_looked_at(below[name], paths)
    }


def _is_looked_at(path: str, paths: Collection[str]) -> bool:
    return any(is_read_through(reads, path) for reads in paths)


def holes_in(document: dict[str, Json]) -> Iterator[tuple[Observed, dict[str, Json]]]:
    """Every observation and the document without it: unreadable, and as a list that was read in part."""
    for at in observed(document):
        yield at, with_hole(document, at, Status.DENIED)
        value = value_at(document, (*at.pointer, "value"))
        if isinstance(value, list) and value:
            yield at, with_cut(document, at, kept=len(value) // 2)
