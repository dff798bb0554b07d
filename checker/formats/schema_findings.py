"""What is wrong with a value, in one sentence: what was found, what was expected, and the likeliest repair.

A validator reports every keyword that did not hold. A person needs the one that explains the others: a wrong version
of the whole format before a misspelt field, a misspelt field before the field that is missing because of it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from checker.domain.json_value import Json
from checker.formats.canonical import canonical_bytes
from checker.formats.text_safety import shown_text

_EXPLAINS_MOST = ("const", "additionalProperties", "unevaluatedProperties", "type", "enum", "pattern", "format")
_EXPLAINS_LEAST = ("required", "not", "anyOf", "oneOf")
_TYPES = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
}
_LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} elements",
    "maxItems": "at most {} elements",
    "minProperties": "at least {} fields",
    "maxProperties": "at most {} fields",
}
_SHOWN = 60
_LISTED = 12
_WORD = re.compile(r"[^\s,\]}#]+")


class FailureKind(Protocol):
    """What a validator knows about a failure beside its place."""

    def as_dict(self) -> dict[str, Json]:
        """The facts by name, for example the fields that were `unexpected`."""
        ...


class Failure(Protocol):
    """The parts of a validator's error that are used here."""

    message: str
    schema_path: list[str | int]
    instance_path: list[str | int]
    instance: Json
    kind: FailureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence about one place; `quotable` if the value would be right as a string."""

    message: str
    hint: str = ""
    steps: tuple[str | int, ...] = ()
    quotable: bool = False


def most_telling(failures: list[Failure]) -> Failure:
    """The failure that explains most of the others; of equals, the first in the document."""
    return min(failures, key=_rank)


def finding_of(failure: Failure, schema: Json) -> Finding:
    """The sentence for a failure of a value against a schema."""
    keyword = _keyword(failure)
    if "propertyNames" in failure.schema_path:
        message = f"the name of a field is not allowed: {shown_text(failure.message, most=_SHOWN)}"
        return Finding(message=message, steps=tuple(failure.instance_path))
    if _at(schema, failure.schema_path) is False and keyword not in _TELLERS:
        return _found(failure, "nothing here")
    subschema = _at(schema, failure.schema_path[:-1])
    tell = _TELLERS.get(keyword, _tell_limit if keyword in _LIMITS else _tell_otherwise)
    return tell(failure, subschema if isinstance(subschema, dict) else {})


def quoting_hint(data: bytes, *, line: int, column: int) -> str:
    """How to make a string of the word at this place, as it was written: `1.10`, not the 1.1 it was read as."""
    written = data.decode().split("\n")[line - 1][column - 1 :]
    word = _WORD.match(written)
    return f'put it in quotes: "{word[0]}"' if word and len(word[0]) <= _SHOWN else "put it in quotes"


def _rank(failure: Failure) -> tuple[int, list[tuple[bool, str | int]], str]:
    keyword = _keyword(failure)
    middle = len(_EXPLAINS_MOST)
    if keyword in _EXPLAINS_MOST:
        place = _EXPLAINS_MOST.index(keyword)
    else:
        place = middle + 1 + _EXPLAINS_LEAST.index(keyword) if keyword in _EXPLAINS_LEAST else middle
    return place, [(isinstance(step, str), step) for step in failure.instance_path], failure.message


def _keyword(failure: Failure) -> str:
    return str(failure.schema_path[-1]) if failure.schema_path else ""


def _tell_unknown(failure: Failure, subschema: dict[str, Json]) -> Finding:
    declared = subschema.get("properties")
    known = sorted(declared) if isinstance(declared, dict) else []
    unexpected = failure.kind.as_dict().get("unexpected")
    unknown = sorted(map(str, unexpected)) if isinstance(unexpected, list) else []
    if not unknown:
        return Finding(message="expected no fields here", steps=tuple(failure.instance_path))
    near = get_close_matches(unknown[0], known, 1)
    hint = f'did you mean "{near[0]}"?' if near else f"known here: {_listed(known)}" if known else "leave it out"
    return Finding(
        message=f"unknown field{'s' if len(unknown) > 1 else ''} {_listed([_shown(name) for name in unknown])}",
        hint=hint,
        steps=(*failure.instance_path, unknown[0]),
    )


def _tell_type(failure: Failure, subschema: dict[str, Json]) -> Finding:
    wanted = subschema.get("type")
    names = [str(name) for name in wanted] if isinstance(wanted, list) else [str(wanted)]
    is_scalar = not isinstance(failure.instance, dict | list)
    digits = isinstance(failure.instance, str) and failure.instance.lstrip("-").isdigit()
    return _found(
        failure,
        " or ".join(_TYPES.get(name, name) for name in names),
        hint="leave the quotes out" if digits and {"integer", "number"} & set(names) else "",
        quotable="string" in names and is_scalar,
    )


def _tell_required(failure: Failure, subschema: dict[str, Json]) -> Finding:
    required = subschema.get("required")
    names = [str(name) for name in required] if isinstance(required, list) else []
    missing = [name for name in names if not isinstance(failure.instance, dict) or name not in failure.instance]
    said = [name for name in missing if failure.message.startswith(f'"{name}"')] or missing
    name = said[0] if said else ""
    return Finding(message=f'the field "{name}" is missing', hint=f"add {name}", steps=tuple(failure.instance_path))


def _tell_const(failure: Failure, subschema: dict[str, Json]) -> Finding:
    return _found(failure, _shown(subschema.get("const")))


def _tell_enum(failure: Failure, subschema: dict[str, Json]) -> Finding:
    options = subschema.get("enum")
    allowed = options if isinstance(options, list) else []
    words = [option for option in allowed if isinstance(option, str)]
    near = get_close_matches(failure.instance, words, 1) if isinstance(failure.instance, str) else []
    hint = f'did you mean "{near[0]}"?' if near else ""
    return _found(failure, f"one of {_listed([_shown(option) for option in allowed])}", hint=hint)


def _tell_pattern(failure: Failure, subschema: dict[str, Json]) -> Finding:
    return _found(failure, f"text of the form {subschema.get('pattern')}", hint=_description(subschema))


def _tell_format(failure: Failure, subschema: dict[str, Json]) -> Finding:
    return _found(failure, f"the format {subschema.get('format')}", hint=_description(subschema))


def _tell_limit(failure: Failure, subschema: dict[str, Json]) -> Finding:
    keyword = _keyword(failure)
    limit = subschema.get(keyword)
    if limit == 1 and keyword in {"minLength", "minItems"}:
        return _found(failure, "at least one element" if keyword == "minItems" else "text")
    expected = _LIMITS[keyword].format(limit)
    return _found(failure, expected.removesuffix("s") if limit == 1 else expected)


def _tell_unique(failure: Failure, subschema: dict[str, Json]) -> Finding:
    del subschema
    elements = failure.instance if isinstance(failure.instance, list) else []
    seen: dict[bytes, int] = {}
    for at, element in enumerate(elements):
        if (first := seen.setdefault(canonical_bytes(element), at)) != at:
            return Finding(
                message=f"{_shown(element)} stands twice in a list of different elements, at {first} and at {at}",
                hint="keep one of them",
                steps=(*failure.instance_path, at),
            )
    return _tell_otherwise(failure, {})


def _tell_not(failure: Failure, subschema: dict[str, Json]) -> Finding:
    forbidden = subschema.get("not")
    names = forbidden.get("required") if isinstance(forbidden, dict) else None
    if not isinstance(names, list) or not isinstance(failure.instance, dict):
        return _tell_otherwise(failure, subschema)
    present = [str(name) for name in names if name in failure.instance]
    return Finding(
        message=f"the field {_listed([_shown(name) for name in present])} may not stand beside the other fields here",
        hint="leave it out, or correct the field that forbids it",
        steps=(*failure.instance_path, *present[:1]),
    )


def _tell_otherwise(failure: Failure, subschema: dict[str, Json]) -> Finding:
    keyword = _keyword(failure)
    return _found(failure, f"what the schema says under {keyword}", hint=_description(subschema))


_TELLERS: dict[str, Callable[[Failure, dict[str, Json]], Finding]] = {
    "additionalProperties": _tell_unknown,
    "unevaluatedProperties": _tell_unknown,
    "type": _tell_type,
    "required": _tell_required,
    "const": _tell_const,
    "enum": _tell_enum,
    "pattern": _tell_pattern,
    "format": _tell_format,
    "uniqueItems": _tell_unique,
    "not": _tell_not,
}


def _found(failure: Failure, expected: str, *, hint: str = "", quotable: bool = False) -> Finding:
    message = f"expected {expected}, found {_described(failure.instance)}"
    return Finding(message=message, hint=hint, steps=tuple(failure.instance_path), quotable=quotable)


def _described(value: Json) -> str:
    if isinstance(value, dict):
        return "an object" if value else "an empty object"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if value == "":
        return "an empty string"
    return f"the number {_shown(value)}" if type(value) in {int, float} else _shown(value)


def _shown(value: Json) -> str:
    return shown_text(canonical_bytes(value).decode(), most=_SHOWN)


def _listed(words: list[str]) -> str:
    return ", ".join(words[:_LISTED]) + (", …" if len(words) > _LISTED else "")


def _description(subschema: dict[str, Json]) -> str:
    text = subschema.get("description")
    return text if isinstance(text, str) else ""


def _at(schema: Json, path: list[str | int]) -> Json:
    """The part of a schema a path of keywords, names and positions leads to; the path has no references left in it."""
    found = schema
    for step in path:
        if isinstance(found, dict):
            found = found.get(str(step))
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found
