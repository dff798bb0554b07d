"""Fact edits: the same type, allowed by the schema, and only what an observation knows."""

from typing import Any

import pytest

from checker.domain.json_value import Json
from checker.formats.fact_edits import fact_edits
from tools.schemas.blocks import MOMENT

FACTS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "on": {"type": "boolean"},
        "count": {"type": "integer", "minimum": 1},
        "free": {"type": "integer"},
        "word": {"enum": ["a", "b", "c"]},
        "name": {"type": "string"},
        "at": {"type": "string", "pattern": MOMENT},
        "list": {"type": "array", "items": {"$ref": "#/$defs/item"}},
        "full": {"type": "array", "minItems": 1, "items": {"type": "string"}},
        "inner": {"$ref": "#/$defs/observed"},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"context": {"type": "object"}, "s": {"$ref": "#/$defs/observed"}},
    "$defs": {
        "observed": {"type": "object", "properties": {"value": FACTS}},
        "item": {"type": "object", "additionalProperties": {"type": "boolean"}},
    },
}


def edits_of(value: Json) -> list[tuple[str, Json]]:
    document: dict[str, Json] = {"context": {"on": True}, "s": {"status": "collected", "evidence": [], "value": value}}
    found = fact_edits(document, SCHEMA)
    assert all(edit.pointer[:2] == ("s", "value") for edit in found)
    return [(f"{edit.owner} {edit.pointer[-1]}", edit.becomes) for edit in found]


@pytest.mark.parametrize(
    ("value", "edits"),
    [
        ({"on": True}, [("s on", False)]),
        ({"count": 3}, [("s count", 1)]),
        ({"free": 1}, [("s free", 0)]),
        ({"word": "b"}, [("s word", "a"), ("s word", "c")]),
        ({"name": "x"}, []),
        ({"at": "2026-02-01T12:00:00Z"}, [("s at", "1970-01-02T00:00:00Z"), ("s at", "2261-01-01T00:00:00Z")]),
        ({"at": "1970-01-02T00:00:00Z"}, [("s at", "2261-01-01T00:00:00Z")]),
        ({"list": [{"z": False}]}, [("s list", []), ("s z", True)]),
        ({"list": []}, []),
        ({"full": ["x"]}, []),
        ({"unheard": 1.5}, []),
        ({"inner": {"status": "collected", "evidence": [], "value": {"on": False}}}, [("s.inner on", True)]),
        ({"inner": {"status": "denied", "evidence": []}}, []),
    ],
)
def test_a_value_is_edited_as_its_schema_allows(value: Json, edits: list[tuple[str, Json]]) -> None:
    assert edits_of(value) == edits


def test_a_reference_to_nowhere_describes_nothing() -> None:
    schema: dict[str, Json] = {"properties": {"s": {"$ref": "#/$defs/x/y"}}, "$defs": {"x": True}}
    assert fact_edits({"s": {"status": "collected", "evidence": [], "value": True}}, schema)[0].becomes is False
