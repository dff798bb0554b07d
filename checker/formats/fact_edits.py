"""Fact edits: changes of one known value in a rules' input that its schema allows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.domain.json_place import Pointer
from checker.domain.json_value import Json
from checker.domain.observation import is_observation
from checker.formats.schema_reference import resolved

_SMALL = (0, 1)
_MOMENTS = ("1970-01-02T00:00:00Z", "2261-01-01T00:00:00Z")
"""Long ago, and as far ahead as the engine counts."""
_OF_DAY = "T[0-9]{2}:[0-9]{2}:[0-9]{2}"
"""What the patterns of moments have and those of nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactEdit:
    """One value and what it becomes; `owner` is the path of the observation that knows it, as METADATA writes it."""

    pointer: Pointer
    owner: str
    becomes: Json


def fact_edits(document: dict[str, Json], schema: dict[str, Json]) -> tuple[FactEdit, ...]:
    """Every edit of one value: the other boolean, a small number, another word or moment, no elements.

    Args:
        document: a rules' input that the schema accepts.
        schema: in the dialect of the published schemas, `$ref` within itself alone.
    """
    return tuple(_Walk(schema).edits(document, schema, _Spot()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """Where a walk is: the place, its path, and the observation it lies in."""

    pointer: Pointer = ()
    path: str = ""
    owner: str = ""

    def below(self, step: str | int, *, path: str) -> "_Spot":
        return _Spot(pointer=(*self.pointer, step), path=path, owner=self.owner)


class _Walk:
    """One walk through document and schema, side by side."""

    def __init__(self, whole: Mapping[str, Json]) -> None:
        self._whole = whole

    def edits(self, value: Json, schema: Json, at: _Spot) -> Iterator[FactEdit]:
        """The edits of a value and of everything in it; nothing outside of an observation is a fact."""
        found = resolved(schema, whole=self._whole)
        if isinstance(value, dict) and is_observation(value):
            yield from self._known(value, found, at)
            return
        for becomes in _others(value, found) if at.owner else ():
            yield FactEdit(pointer=at.pointer, owner=at.owner, becomes=becomes)
        if isinstance(value, dict):
            yield from self._fields(value, found, at)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from self.edits(item, found.get("items"), at.below(index, path=f"{at.path}[]"))

    def _known(self, observation: dict[str, Json], schema: Mapping[str, Json], at: _Spot) -> Iterator[FactEdit]:
        if "value" in observation:
            inside = _Spot(pointer=(*at.pointer, "value"), path=at.path, owner=at.path)
            yield from self.edits(observation["value"], self._property(schema, "value"), inside)

    def _fields(self, value: dict[str, Json], schema: Mapping[str, Json], at: _Spot) -> Iterator[FactEdit]:
        for name, item in value.items():
            below = at.below(name, path=f"{at.path}.{name}" if at.path else name)
            yield from self.edits(item, self._property(schema, name), below)

    @staticmethod
    def _property(schema: Mapping[str, Json], name: str) -> Json:
        known = schema.get("properties")
        return known[name] if isinstance(known, dict) and name in known else schema.get("additionalProperties")


def _others(value: Json, schema: Mapping[str, Json]) -> list[Json]:
    """Other values of the same type."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        least = schema.get("minimum", 0)
        return [number for number in _SMALL if number != value and isinstance(least, int) and number >= least]
    words = schema.get("enum")
    if isinstance(value, str) and isinstance(words, list):
        return [word for word in words if word != value]
    if isinstance(value, str) and _OF_DAY in str(schema.get("pattern", "")):
        return [moment for moment in _MOMENTS if moment != value]
    return [[]] if isinstance(value, list) and value and not schema.get("minItems") else []
