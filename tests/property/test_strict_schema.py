"""The fast validator accepts what the reference implementation accepts, and every refusal is one printable sentence."""

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain.json_value import Json
from checker.errors import InputRefusedError
from checker.formats.json_pointer import steps_of
from checker.formats.json_schema import DocumentSchema
from tests.property.json_values import documents, scalars, small_floats

if TYPE_CHECKING:
    from jsonschema.protocols import Validator  # noqa: V104 - named in a quoted annotation

pytestmark = pytest.mark.property

NAMES = ["a", "b", "name", "status", "value"]
OBSERVATION: dict[str, Json] = {
    "type": "object",
    "required": ["status"],
    "additionalProperties": False,
    "properties": {"status": {"enum": ["collected", "denied"]}, "value": {"type": ["integer", "array"]}},
    "if": {"properties": {"status": {"const": "collected"}}},
    "then": {"required": ["value"]},
    "else": {"not": {"required": ["value"]}},
}
SCHEMAS: list[dict[str, Json]] = [
    OBSERVATION,
    {"type": "array", "uniqueItems": True, "items": {"$ref": "#/$defs/o"}, "$defs": {"o": OBSERVATION}},
    {"properties": {"a": {"type": "string", "pattern": "^[a-z]*$"}, "b": {"maximum": 3, "multipleOf": 0.5}}},
    {"anyOf": [{"type": "string", "minLength": 1}, {"type": "object", "minProperties": 1}, {"const": 0}]},
    {"oneOf": [{"type": "number"}, {"type": "integer"}, {"enum": [None, [], {}]}]},
    {"propertyNames": {"enum": ["a", "b"]}, "maxProperties": 1, "items": {"maxLength": 1}, "maxItems": 1},
]
LIST_OF_NAMED: dict[str, Json] = {
    "type": "array",
    "x-unique-key": "name",
    "items": {"type": "object", "required": ["name"]},
}
named = DocumentSchema(LIST_OF_NAMED)
plausible = st.recursive(
    scalars | small_floats | st.sampled_from(["collected", "denied", "", 0, 3.5]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=8,
)


@cache
def validators(which: int) -> tuple[DocumentSchema, "Validator"]:
    """The fast validator and the reference."""
    import jsonschema  # noqa: PLC0415  # two seconds, which collecting need not pay

    return DocumentSchema(SCHEMAS[which]), jsonschema.Draft202012Validator(SCHEMAS[which])


@given(st.integers(0, len(SCHEMAS) - 1), plausible | documents())
def test_both_validators_agree(which: int, value: Json) -> None:
    document_schema, reference = validators(which)
    try:
        document_schema.refuse_unless_valid(value, source="drawn.json")
    except InputRefusedError as error:
        refusal = error
    else:
        assert reference.is_valid(value)
        return
    assert not reference.is_valid(value)
    assert refusal.message.isprintable()
    assert refusal.where is not None
    for step in steps_of(refusal.where.pointer):
        value = value[int(step)] if isinstance(value, list) else value[step]  # type: ignore[index]


@given(st.lists(st.fixed_dictionaries({"name": st.sampled_from(["a", "b", "c", 1, True, None])}), max_size=5))
def test_names_are_unique_exactly_when_no_two_are_the_same(elements: list[Json]) -> None:
    names = [(type(element["name"]), element["name"]) for element in elements if isinstance(element, dict)]
    if len(set(names)) == len(names):
        named.refuse_unless_valid(elements, source="drawn.json")
    else:
        with pytest.raises(InputRefusedError, match="is given twice"):
            named.refuse_unless_valid(elements, source="drawn.json")
