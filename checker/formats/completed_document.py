"""Completed documents: what a rule's test builds, made whole by the schema of the rules' input.

A test builds what its rule looks at and nothing else; the host gives rules whole documents only. What a test leaves out
is completed by the least there is: a section nobody asked for, an empty list, the first word of a closed list; what
lies inside of something that is known is known as well. What a test says is kept, and where that is against the schema
the result is too, which the schema then says.
"""

import re
from collections.abc import Mapping, Sequence

from checker.domain.json_value import Json
from checker.domain.observation import Status, is_observation
from checker.formats.schema_dialect import UNIQUE_KEY
from checker.formats.schema_reference import resolved

_WORDS = (
    "",
    "x",
    "x/y",
    "refs/heads/x",
    "2026-01-01T00:00:00Z",
    "0" * 40,
    "0" * 64,
    f"sha256:{'0' * 64}",
    "https://example.com/",
)
"""Texts of every form that a schema of ours asks for."""


def completed_document(document: Json, schema: Mapping[str, Json]) -> Json:
    """The document with everything a schema requires that it lacks.

    Args:
        document: what a test builds.
        schema: in the dialect of the published schemas, `$ref` within itself alone.
    """
    return _Completion(schema).of(document, dict(schema))


class _Completion:
    """One walk through a document beside its schema; `known` places lie in what an observation knows."""

    def __init__(self, whole: Mapping[str, Json]) -> None:
        self._whole = whole

    def of(self, value: Json, schema: Json, *, known: bool = False) -> Json:
        found = resolved(schema, whole=self._whole)
        if isinstance(value, dict):
            return self._object(value, found, known=known)
        if isinstance(value, list):
            items = [self.of(item, found.get("items"), known=known) for item in value]
            return [*items, *self._lacking(items, found)]
        if isinstance(value, str) and "pattern" in found and not _fits(value, found):
            return _word(found)
        return value

    def _object(self, value: dict[str, Json], schema: Mapping[str, Json], *, known: bool) -> dict[str, Json]:
        properties, required = _properties(schema), schema.get("required")
        is_seen_through = known or is_observation(value)
        kept = {name: self.of(item, properties.get(name), known=is_seen_through) for name, item in value.items()}
        names = [str(name) for name in required] if isinstance(required, list) else []
        return {**{name: self._least(properties.get(name), known=known) for name in names if name not in value}, **kept}

    def _least(self, schema: Json, *, known: bool) -> Json:
        found = resolved(schema, whole=self._whole)
        words = found.get("enum")
        if isinstance(words, list):
            return words[0]
        kind = found.get("type")
        if kind == "object":
            return self._least_object(found, known=known)
        if kind == "array":
            return self._lacking([], found)
        if kind == "integer":
            return found.get("minimum", 0)
        return False if kind == "boolean" else _word(found)

    def _least_object(self, schema: Mapping[str, Json], *, known: bool) -> dict[str, Json]:
        properties = _properties(schema)
        if "status" not in properties or "evidence" not in properties:
            return self._object({}, schema, known=known)
        if not known:
            return self._object({"status": str(Status.NOT_REQUESTED)}, schema, known=False)
        value = self._least(properties.get("value"), known=True)
        return self._object({"status": str(Status.COLLECTED), "value": value}, schema, known=True)

    def _lacking(self, items: Sequence[Json], schema: Mapping[str, Json]) -> list[Json]:
        """What a list must hold besides: one element for each word of its key, or as many as there must be."""
        least = schema.get("minItems", 0)
        number = least - len(items) if isinstance(least, int) else 0
        if number <= 0:
            return []
        key = str(schema.get(UNIQUE_KEY, ""))
        of_item = resolved(schema.get("items"), whole=self._whole)
        named = {item.get(key) for item in items if isinstance(item, dict)}
        words = [word for word in self._words(_properties(of_item).get(key)) if word not in named]
        added: list[Json] = [{key: word} for word in words] or [self._least(schema.get("items"), known=True)] * number
        return [self.of(item, schema.get("items"), known=True) for item in added]

    def _words(self, schema: Json) -> list[Json]:
        found = resolved(schema, whole=self._whole)
        words, first, last = found.get("enum"), found.get("minimum"), found.get("maximum")
        if isinstance(words, list):
            return words
        return list(range(first, last + 1)) if isinstance(first, int) and isinstance(last, int) else []


def _properties(schema: Mapping[str, Json]) -> dict[str, Json]:
    properties = schema.get("properties")
    return properties if isinstance(properties, dict) else {}


def _word(schema: Mapping[str, Json]) -> str:
    return next((word for word in _WORDS if _fits(word, schema)), "")


def _fits(word: str, schema: Mapping[str, Json]) -> bool:
    least = schema.get("minLength", 0)
    return isinstance(least, int) and len(word) >= least and bool(re.search(str(schema.get("pattern", "")), word))
