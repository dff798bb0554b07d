"""Building blocks that keep every schema within what the engine's type checker understands.

All properties required, closed objects, no nulls, no type lists, lists with a declared unique key, references only
to `#/$defs/…` and without siblings (design: Input).
"""

from collections.abc import Mapping
from typing import TypeAlias

Schema: TypeAlias = dict[str, object]

STATUSES = ("collected", "incomplete", "denied", "not_found", "unsupported", "error", "not_requested")
MAX_TEXT = 4096
MAX_ITEMS = 20_000
PARTIAL = "partial"
REF = "^refs/(heads|tags)/.+$"
SHA1 = "^[0-9a-f]{40}$"
MOMENT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$"
SMALL = 60  # characters; a smaller schema is written twice rather than referred to


def text(*, pattern: str = "", longest: int = MAX_TEXT, shortest: int = 0) -> Schema:
    """A string of bounded length, optionally of one form."""
    schema: Schema = {"type": "string", "maxLength": longest}
    if shortest:
        schema["minLength"] = shortest
    if pattern:
        schema["pattern"] = pattern
    return schema


def one_of(*words: str) -> Schema:
    """One of a closed set of words."""
    return {"type": "string", "enum": list(words)}


def flag() -> Schema:
    """True or false."""
    return {"type": "boolean"}


def whole(*, least: int = 0, most: int = 2**53 - 1) -> Schema:
    """A whole number within bounds."""
    return {"type": "integer", "minimum": least, "maximum": most}


def closed(properties: Mapping[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    """An object with exactly these properties, all required unless named optional."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": sorted(name for name in properties if name not in optional),
        "properties": dict(properties),
    }


def listed(items: Schema, *, key: str = "", least: int = 0, most: int = MAX_ITEMS) -> Schema:
    """A list; `key` names the property whose values must be unique (checked at ingest)."""
    schema: Schema = {"type": "array", "items": items, "maxItems": most}
    if least:
        schema["minItems"] = least
    if key:
        schema["x-unique-key"] = key
    return schema


def words(*, most: int = MAX_ITEMS) -> Schema:
    """A list of distinct strings."""
    return {"type": "array", "items": text(), "maxItems": most, "uniqueItems": True}


def reference(name: str) -> Schema:
    """A reference to a shared definition."""
    return {"$ref": f"#/$defs/{name}"}


def observation(value: Schema, *, because: bool = False) -> Schema:
    """`{status, value?, partial?, detail?, evidence[]}`: `value` exists if and only if the status is `collected`.

    With `because`, a fact derived by the host names the settings that decided it.
    """
    properties: dict[str, Schema] = {
        "status": reference("status"),
        "value": value,
        PARTIAL: value,
        "detail": reference("detail"),
        "evidence": reference("evidence"),
    }
    if because:
        properties["because"] = reference("evidence")
    schema = closed(properties, optional=("value", PARTIAL, "detail"))
    schema["if"] = {"properties": {"status": {"const": "collected"}}}
    schema["then"] = {"required": ["value"]}
    schema["else"] = {"not": {"required": ["value"]}}
    return schema


def shared_definitions() -> dict[str, Schema]:
    """The definitions that every document with observations carries."""
    return {
        "status": one_of(*STATUSES),
        "evidence": words(most=1000),
        "detail": closed(
            {
                "http": whole(most=999),
                "message": text(),
                "needs": text(),
                "why": text(),
                "retryable": flag(),
            },
            optional=("http", "message", "needs", "why", "retryable"),
        ),
    }


def without_partial(schema: object) -> object:
    """The same schema where no observation has `partial`: rules never see what was read incompletely."""
    if isinstance(schema, list):
        return [without_partial(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: without_partial(item) for name, item in schema.items() if name != PARTIAL}


def hoisted(schema: Schema, definitions: Schema, place: str) -> Schema:
    """The same schema with every observation's value written once, under `$defs`, and referred to twice."""
    out: Schema = {}
    for name, item in schema.items():
        below = f"{place}_{name}" if name not in ("properties", "items", "value", "sections") else place
        out[name] = hoisted(item, definitions, below) if isinstance(item, dict) and name != PARTIAL else item
    if PARTIAL in out and "value" in out and len(str(out["value"])) > SMALL:
        definitions[place.strip("_")] = out["value"]
        out["value"] = out[PARTIAL] = reference(place.strip("_"))
    return out
