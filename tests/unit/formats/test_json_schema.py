"""A document is held to its schema, and the refusal names the one finding that explains the others."""

import pytest

from checker.domain.json_value import Json
from checker.errors import InputRefusedError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.json_schema import DocumentSchema
from checker.formats.strict_yaml import read_yaml

SCHEMA: dict[str, Json] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:example:document:v1",
    "type": "object",
    "required": ["schema", "version"],
    "additionalProperties": False,
    "properties": {
        "schema": {"const": "document/v1"},
        "version": {"type": "string", "minLength": 1, "maxLength": 5},
        "size": {"type": "integer", "minimum": 0, "maximum": 9},
        "ratio": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1, "multipleOf": 0.25},
        "mode": {"enum": ["block", "warn", 1, None]},
        "either": {"type": ["string", "integer"]},
        "when": {"type": "string", "format": "date-time", "description": "an instant"},
        "tags": {"type": "array", "uniqueItems": True, "minItems": 1, "maxItems": 3},
        "items": {"type": "array", "x-unique-key": "name", "items": {"$ref": "#/$defs/item"}},
        "seen": {
            "type": "object",
            "if": {"properties": {"status": {"const": "collected"}}},
            "then": {"required": ["value"]},
            "else": {"not": {"required": ["value"]}},
        },
        "any": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        "map": {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": {"$ref": "#/$defs/item"},
        },
        "never": False,
    },
    "$defs": {
        "item": {
            "type": "object",
            "required": ["name"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "pattern": "^[a-z]+$", "description": "lower-case letters"},
                "digest": {"type": "string"},
                "inner": {"type": "array", "x-unique-key": "name", "items": {"$ref": "#/$defs/item"}},
            },
        }
    },
}
START = 'schema: document/v1\nversion: "1"\n'


def refusal_of(text: str) -> InputRefusedError:
    data = text.encode()
    with pytest.raises(InputRefusedError) as refusal:
        DocumentSchema(SCHEMA).refuse_unless_valid(read_yaml(data, source="in.yaml"), source="in.yaml", data=data)
    return refusal.value


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "size: 3\nratio: 0.5\nmode: null\neither: 3\n",
        "when: 2026-02-26T17:00:00Z\ntags: [1, '1', true]\n",
        "items: [{name: a}, {name: b, inner: [{name: a}, {name: b}]}]\n",
        "seen: {status: collected, value: 1}\n",
        "seen: {status: denied}\n",
        "map: {x: {name: a}}\n",
    ],
)
def test_what_the_schema_describes_is_accepted(rest: str) -> None:
    data = (START + rest).encode()
    DocumentSchema(SCHEMA).refuse_unless_valid(read_yaml(data, source="in.yaml"), source="in.yaml", data=data)


@pytest.mark.parametrize(
    ("text", "sentence", "hint"),
    [
        ("schema: document/v2\nfoo: 1", '1:9 at /schema: expected "document/v1", found "document/v2"', ""),
        ("schema: document/v1\nversoin: '1'", '2:10 at /versoin: unknown field "versoin"', 'did you mean "version"?'),
        (START + "zz: 1\nyy: 2", '4:5 at /yy: unknown fields "yy", "zz"', "known here: any, either, items, "),
        (START + "items: [{name: a, digets: x}]", '3:27 at /items/0/digets: unknown field "digets"', '"digest"?'),
        ("schema: document/v1", '1:1: the field "version" is missing', "add version"),
        (START + "items:\n- digest: x", '4:3 at /items/0: the field "name" is missing', "add name"),
        ("[]", "1:1: expected an object, found an empty list", ""),
        ("schema: document/v1\nversion: 1.10", "2:10 at /version: expected a string, found the number 1.1", '"1.10"'),
        ("schema: document/v1\nversion: true", "2:10 at /version: expected a string, found true", 'quotes: "true"'),
        ("schema: document/v1\nversion: [1]", "2:10 at /version: expected a string, found a list of 1", ""),
        ("schema: document/v1\nversion: ''", "2:10 at /version: expected text, found an empty string", ""),
        ("schema: document/v1\nversion: '123456'", 'expected at most 5 characters, found "123456"', ""),
        (START + "size: '3'", 'expected a whole number, found "3"', "leave the quotes out"),
        (START + "size: 0.5", "expected a whole number, found the number 0.5", ""),
        (START + "size: ~", "3:7 at /size: expected a whole number, found null", ""),
        (START + "size: -1", "expected at least 0, found the number -1", ""),
        (START + "size: 10", "expected at most 9, found the number 10", ""),
        (START + "ratio: 0", "expected more than 0, found the number 0", ""),
        (START + "ratio: 1", "expected less than 1, found the number 1", ""),
        (START + "ratio: 0.3", "expected a multiple of 0.25, found the number 0.3", ""),
        (START + "mode: blok", '3:7 at /mode: expected one of "block", "warn", 1, null, found "blok"', '"block"?'),
        (START + "mode: {}", "found an empty object", ""),
        (START + "either: []", "expected a string or a whole number, found an empty list", ""),
        (START + "when: yesterday", 'expected the format date-time, found "yesterday"', "an instant"),
        (START + "tags: []", "expected at least one element, found an empty list", ""),
        (START + "tags: [1, 2, 3, 4]", "expected at most 3 elements, found a list of 4", ""),
        (START + "tags: [x, {a: 1, b: 2}, {b: 2, a: 1}]", "3:25 at /tags/2: {", "keep one of them"),
        (START + "items: [{name: A}]", 'expected text of the form ^[a-z]+$, found "A"', "lower-case letters"),
        (START + "seen: {status: collected}", '3:7 at /seen: the field "value" is missing', "add value"),
        (START + "seen: {status: denied, value: 1}", 'at /seen/value: the field "value" may not stand beside', ""),
        (START + "any: []", "3:6 at /any: expected what the schema says under anyOf, found an empty list", ""),
        (START + "map: {}", "expected at least 1 field, found an empty object", ""),
        (START + "never: 1", "3:8 at /never: expected nothing here, found the number 1", ""),
    ],
)
def test_a_refusal_says_what_was_found_what_was_expected_and_where(text: str, sentence: str, hint: str) -> None:
    refusal = refusal_of(text)

    assert sentence in str(refusal)
    assert hint in refusal.hint
    assert "\n" not in str(refusal)


def test_the_finding_that_explains_most_comes_first_and_the_others_are_counted() -> None:
    refusal = refusal_of("versoin: 1\nsize: x\nmode: blok\nschema: document/v1")
    assert str(refusal) == 'in.yaml:1:10 at /versoin: unknown field "versoin" (and 3 other findings)'


def test_of_equal_findings_the_first_in_the_document_is_named() -> None:
    refusal = refusal_of(START + "items: [{name: a}, {name: 1}, {name: 2}]")
    assert refusal.where is not None
    assert refusal.where.pointer == "/items/1/name"
    assert "(and 1 other finding)" in refusal.message


def test_a_document_with_very_many_findings_is_refused_without_counting_them_all() -> None:
    items = ", ".join(["{}"] * 500)
    assert "(and 99 or more other findings)" in refusal_of(f"{START}items: [{items}]").message


@pytest.mark.parametrize(
    ("rest", "pointer", "name"),
    [
        ("items: [{name: a}, {name: b}, {name: a, digest: x}]", "/items/2/name", "a"),
        ("items: [{name: a, inner: [{name: b}, {name: b}]}]", "/items/0/inner/1/name", "b"),
        ("items: [{name: a, inner: [{name: b, inner: [{name: c}, {name: c}]}]}]", "/items/0/inner/0/inner/1/name", "c"),
        ("map: {x: {name: a, inner: [{name: b}, {name: b}]}}", "/map/x/inner/1/name", "b"),
    ],
)
def test_a_name_given_twice_in_one_list_is_refused(rest: str, pointer: str, name: str) -> None:
    refusal = refusal_of(START + rest)
    assert refusal.where is not None
    assert refusal.where.pointer == pointer
    assert refusal.where.line == 3
    assert f'the name "{name}" is given twice in one list' in refusal.message


@pytest.mark.parametrize(
    ("schema", "value", "is_repeated"),
    [
        ({"x-unique-key": "n"}, [{"n": 1}, {"n": True}, {"n": "1"}, {"n": "a"}, {"n": "A"}], False),
        ({"x-unique-key": "n"}, [{"n": 1}, {"n": 1}], True),
        ({"x-unique-key": "n"}, [{"m": 1}, {"m": 2}], True),
        ({"x-unique-key": "n"}, {"n": [1, 1]}, False),
        ({"allOf": [{"x-unique-key": "n"}]}, [{"n": 1}, {"n": 1}], True),
        ({"if": {"type": "null"}, "then": {"x-unique-key": "n"}}, [{"n": 1}, {"n": 1}], True),
        ({"prefixItems": [True, {"x-unique-key": "n"}]}, [[{"n": 1}, {"n": 1}], []], False),
        ({"prefixItems": [True, {"x-unique-key": "n"}]}, [[], [{"n": 1}, {"n": 1}]], True),
        ({"prefixItems": [True], "items": {"x-unique-key": "n"}}, [[{"n": 1}, {"n": 1}], []], False),
        ({"prefixItems": [True], "items": {"x-unique-key": "n"}}, [1, [{"n": 1}, {"n": 1}]], True),
        ({"prefixItems": [{"x-unique-key": "n"}]}, [], False),
        (
            {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"x-unique-key": "n"}}},
            [{"n": 1}] * 2,
            True,
        ),
        ({"properties": {"a/b": {"x-unique-key": "n"}}}, {"a/b": [{"n": 1}, {"n": 1}]}, True),
        ({"properties": {"a": True}, "additionalProperties": {"x-unique-key": "n"}}, {"a": [{"n": 1}] * 2}, False),
    ],
)
def test_uniqueness_is_asked_exactly_where_the_schema_says(
    schema: dict[str, Json], value: Json, *, is_repeated: bool
) -> None:
    document_schema = DocumentSchema(schema)
    if is_repeated:
        with pytest.raises(InputRefusedError, match="is given twice in one list"):
            document_schema.refuse_unless_valid(value, source="in.json")
    else:
        document_schema.refuse_unless_valid(value, source="in.json")


def test_without_the_bytes_a_refusal_still_names_the_pointer() -> None:
    with pytest.raises(InputRefusedError) as refusal:
        DocumentSchema(SCHEMA).refuse_unless_valid({"schema": "document/v1", "version": 1}, source="parameter x")
    assert refusal.value.where == Place(source="parameter x", pointer="/version")
    assert refusal.value.hint == "put it in quotes"


def test_a_long_or_hostile_value_is_shortened_and_escaped() -> None:
    refusal = refusal_of(START + 'mode: "\\x1b]52;c;\\u202e' + "x" * 500 + '"')
    assert refusal.message.isprintable()
    assert len(refusal.message) < 200


def test_a_value_that_is_not_json_is_refused() -> None:
    with pytest.raises(InputRefusedError, match="the value is not JSON"):
        DocumentSchema({"type": "string"}).refuse_unless_valid("\ud800", source="in.json")


@pytest.mark.parametrize("schema", [SCHEMA, canonical_bytes(SCHEMA)])
def test_a_schema_is_given_as_a_value_or_as_bytes(schema: dict[str, Json] | bytes) -> None:
    DocumentSchema(schema).refuse_unless_valid({"schema": "document/v1", "version": "1"}, source="in.json")


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        (
            {"$ref": "https://schemas.example/x.json"},
            'the reference "https://schemas.example/x.json" leaves the schema',
        ),
        ({"properties": {"a": {"$ref": "file:///etc/passwd"}}}, "leaves the schema"),
        ({"items": {"$ref": "other.json#/a"}}, "leaves the schema"),
        ({"$ref": "urn:example:x"}, "leaves the schema"),
        ({"$ref": "#anchor"}, "leaves the schema"),
        ({"$ref": 1}, "leaves the schema"),
        ({"$ref": "https://json-schema.org/draft/2020-12/schema"}, "leaves the schema"),
        ({"$ref": "#/$defs/a%20b", "$defs": {"a b": {}}}, "leaves the schema"),
        ({"$ref": "#/$defs/missing"}, 'the reference "#/$defs/missing" names no schema'),
        ({"$dynamicRef": "#/x"}, 'unknown schema keyword "$dynamicRef"'),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "the schema has the dialect"),
        ({"properties": {"a": {"$id": "https://schemas.example/y"}}}, "has an $id"),
        ({"additionalProperty": False}, 'unknown schema keyword "additionalProperty"'),
        ({"properties": {"a": {"tpye": "string"}}}, 'at /properties/a: unknown schema keyword "tpye"'),
        ({"items": 1}, "a schema is an object, true or false"),
        ({"type": "strin"}, "the schema cannot be used"),
        ({"pattern": "(?=a)"}, "the schema cannot be used"),
        ({"pattern": "("}, "the schema cannot be used"),
        ({"format": "no-such-format"}, "the schema cannot be used: Unknown format"),
        ({"not": {"x-unique-key": "n"}}, "x-unique-key is not understood beneath not"),
        (
            {"patternProperties": {"a": {"x-unique-key": "n"}}},
            "x-unique-key is not understood beneath patternProperties",
        ),
    ],
)
def test_a_schema_that_fetches_or_misspells_is_refused_when_it_is_loaded(schema: dict[str, Json], message: str) -> None:
    with pytest.raises(InputRefusedError) as refusal:
        DocumentSchema(schema, source="x.json")
    assert message in str(refusal.value)
    assert str(refusal.value).startswith("x.json")


def test_a_misspelt_keyword_has_a_hint() -> None:
    with pytest.raises(InputRefusedError) as refusal:
        DocumentSchema({"additionalProperty": False})
    assert refusal.value.hint == "did you mean additionalProperties?"


@pytest.mark.parametrize(
    ("schema", "value", "sentence"),
    [
        ({"allOf": [True, {"type": "string", "description": "d"}]}, 1, "expected a string, found the number 1"),
        ({"not": {"type": "string"}}, "a", 'expected what the schema says under not, found "a"'),
        ({"not": {"required": ["a"]}}, {"a": 1}, 'the field "a" may not stand beside the other fields here'),
        ({"contains": {"const": 1}, "description": "one of them is 1"}, [2], "found a list of 1"),
        ({"items": {"$ref": "#/$defs/o"}, "$defs": {"o": {"type": "null"}}}, [None, 1], "at /1: expected null"),
        ({"oneOf": [{"type": "string"}, {"minLength": 0}]}, "a", "expected what the schema says under oneOf"),
        ({"properties": {"a": False}}, {"a": [1]}, "at /a: expected nothing here, found a list of 1"),
        ({"unevaluatedProperties": False, "properties": {"ab": True}}, {"ac": 1}, 'unknown field "ac"'),
        ({"additionalProperties": False}, {"a": 1}, "expected no fields here"),
        ({"patternProperties": {"^x": True}, "additionalProperties": False}, {"xa": 1, "b": 1}, 'unknown field "b"'),
        ({"propertyNames": {"maxLength": 1}}, {"ab": 1}, 'the name of a field is not allowed: "ab" is longer'),
    ],
)
def test_every_keyword_has_a_sentence(schema: dict[str, Json], value: Json, sentence: str) -> None:
    with pytest.raises(InputRefusedError) as refusal:
        DocumentSchema(schema).refuse_unless_valid(value, source="in.json")
    assert sentence in str(refusal.value)


def test_keywords_of_ones_own_are_allowed() -> None:
    DocumentSchema({"x-note": {"anything": 1}}).refuse_unless_valid(1, source="in.json")


def test_names_of_properties_are_not_keywords() -> None:
    schema: dict[str, Json] = {"properties": {"$ref": {"type": "string"}, "tpye": {"const": {"$id": "x", "$ref": 1}}}}
    DocumentSchema(schema).refuse_unless_valid({"$ref": "https://schemas.example/x"}, source="in.json")


def test_a_pattern_that_makes_other_engines_hang_is_answered() -> None:
    schema = DocumentSchema({"pattern": "^(a+)+$"})
    with pytest.raises(InputRefusedError, match="expected text of the form"):
        schema.refuse_unless_valid("a" * 50_000 + "b", source="in.json")
