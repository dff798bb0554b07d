"""The JSON Schema this product understands: draft 2020-12 without anything that fetches, and without misspelt keywords.

JSON Schema ignores keywords it does not know, so `additionalProperty: false` would quietly allow everything; and `$ref`
may name any address, which a validator would then open. Both are refused when a schema is loaded. Keywords of our own
begin with `x-`; of those `x-unique-key` is enforced (`unique_keys`).
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple, NoReturn

from checker.domain.json_value import Json
from checker.errors import InputRefusedError, Place
from checker.formats.json_pointer import pointer_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
UNIQUE_KEY = "x-unique-key"
_LOCAL = re.compile(r"#(/[^%]*)?")

ONE_SCHEMA = frozenset(
    {
        "additionalProperties",
        "items",
        "contains",
        "not",
        "if",
        "then",
        "else",
        "propertyNames",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
LIST_OF_SCHEMAS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
SCHEMAS_BY_NAME = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs"})
_ANNOTATIONS = frozenset(
    {
        "$schema",
        "$id",
        "$ref",
        "$comment",
        "title",
        "description",
        "default",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
    }
)
_ASSERTIONS = frozenset(
    {
        "type",
        "enum",
        "const",
        "format",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minContains",
        "maxContains",
        "minProperties",
        "maxProperties",
        "required",
        "dependentRequired",
    }
)
_SCHEMAS = ONE_SCHEMA | LIST_OF_SCHEMAS | SCHEMAS_BY_NAME
_KEYWORDS = _SCHEMAS | _ANNOTATIONS | _ASSERTIONS | {UNIQUE_KEY}


class Child(NamedTuple):
    """A schema directly inside another: under which keyword, at which name or position, and its own pointer."""

    keyword: str
    step: str | int
    pointer: str
    schema: Json


class Subschema(NamedTuple):
    """One object schema inside a schema, and its JSON Pointer from the root."""

    pointer: str
    keywords: dict[str, Json]
    children: tuple[Child, ...]


def subschemas_of(schema: Json, *, source: str) -> Iterator[Subschema]:
    """Every object schema in a schema, its own first; what is not in the dialect is refused on the way.

    Raises:
        InputRefusedError: an unknown keyword, a reference that leaves the document, another dialect, a nested identity.
    """
    waiting: list[tuple[str, Json]] = [("", schema)]
    for pointer, found in waiting:
        if isinstance(found, dict):
            _refuse_foreign(found, source, pointer)
            children = () if _SCHEMAS.isdisjoint(found) else tuple(_children_of(found, pointer))
            yield Subschema(pointer, found, children)
            waiting.extend((child.pointer, child.schema) for child in children)
        elif not isinstance(found, bool):
            where = Place(source=source, pointer=pointer)
            raise InputRefusedError("a schema is an object, true or false; this is neither", where=where)


def _children_of(keywords: dict[str, Json], pointer: str) -> Iterator[Child]:
    for keyword, value in keywords.items():
        if keyword in ONE_SCHEMA:
            yield Child(keyword, "", f"{pointer}/{keyword}", value)
        elif keyword in LIST_OF_SCHEMAS and isinstance(value, list):
            for at, schema in enumerate(value):
                yield Child(keyword, at, f"{pointer}/{keyword}/{at}", schema)
        elif keyword in SCHEMAS_BY_NAME and isinstance(value, dict):
            place = f"{pointer}/{keyword}"
            for name, schema in value.items():
                yield Child(keyword, name, place + pointer_of((name,)), schema)


def _refuse_foreign(keywords: dict[str, Json], source: str, pointer: str) -> None:
    if "$ref" in keywords and not _is_local(reference := keywords["$ref"]):
        _refuse(
            f'the reference "{reference}" leaves the schema, expected # or #/…', "copy it into $defs", source, pointer
        )
    if keywords.get("$schema", DIALECT) != DIALECT:
        _refuse(f'the schema has the dialect "{keywords["$schema"]}", expected {DIALECT}', "", source, pointer)
    if pointer and "$id" in keywords:
        _refuse("a schema inside another has an $id, which would change what # means", "leave it out", source, pointer)
    if keywords.keys() <= _KEYWORDS:
        return
    for keyword in sorted(keywords.keys() - _KEYWORDS):
        if not keyword.startswith("x-"):
            near = get_close_matches(keyword, _KEYWORDS, 1)
            hint = f"did you mean {near[0]}?" if near else "keywords of one's own begin with x-"
            _refuse(f'unknown schema keyword "{keyword}"', hint, source, pointer)


def _is_local(reference: Json) -> bool:
    return isinstance(reference, str) and _LOCAL.fullmatch(reference) is not None


def _refuse(message: str, hint: str, source: str, pointer: str) -> NoReturn:
    raise InputRefusedError(message, hint=hint, where=Place(source=source, pointer=pointer))
