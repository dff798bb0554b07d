"""Places in a document, each with what its schema says of it: what must be there, and of which type."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from checker.formats.anchor_v1 import parse_anchor
from checker.formats.audit_v1 import parse_audit
from checker.formats.lock_v1 import parse_lock
from checker.formats.manifest_v1 import parse_artifacts, parse_manifest
from checker.formats.project_v1 import parse_project
from checker.formats.published import document_schema, schema_bytes
from checker.formats.strict_json import read_json

ROOT = Path(__file__).parent.parent
PASSING = ROOT / "tests" / "attacks" / "data" / "passing"
DEMO = ROOT / "docs" / "examples" / "demo"

ABSENT = object()
Pointer = tuple[str | int, ...]
TYPES: Mapping[str, object] = {"null": None, "boolean": True, "number": 1, "string": "true", "array": [], "object": {}}
"""A value of each type that a document can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One value in a document; `path` is the pointer with list indices left out, the same for alike places."""

    pointer: Pointer
    schema: Mapping[str, Any] = field(repr=False)
    is_required: bool

    @property
    def path(self) -> str:
        """Alike places share it."""
        return "/".join("[]" if isinstance(step, int) else step for step in self.pointer)

    @property
    def type(self) -> str:
        """The type its schema demands; empty when it may be anything."""
        named = self.schema.get("type", "")
        return "number" if named == "integer" else str(named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A document that is accepted, how it is read, and the places in it."""

    name: str
    document: dict[str, Any] = field(repr=False)
    read: Callable[[bytes], object] = field(repr=False)
    places: tuple[Place, ...] = field(repr=False)

    def without(self, place: Place) -> bytes:
        """The document without this value."""
        return json.dumps(with_value(self.document, place.pointer, ABSENT)).encode()

    def replaced(self, place: Place, value: object) -> bytes:
        """The document with another value in this place."""
        return json.dumps(with_value(self.document, place.pointer, value)).encode()


def with_value(value: Any, pointer: Pointer, new: object) -> Any:  # noqa: ANN401 - JSON of any form
    """The document with another value in one place, or none with `ABSENT`; what lies beside the way there is shared."""
    if not pointer:
        return new
    changed = value.copy()
    first, *rest = pointer
    if new is ABSENT and not rest:
        del changed[first]
    else:
        changed[first] = with_value(value[first], tuple(rest), new)
    return changed


def alike(known: Known) -> list[Place]:
    """One place of each path."""
    return list({place.path: place for place in known.places}.values())


def wrong_types(place: Place) -> list[object]:
    """A value of every type that the schema does not allow in a place, a fraction for a whole number too."""
    if not place.type:
        return []
    wrong = [value for name, value in TYPES.items() if name != place.type]
    return [*wrong, 1.5] if place.schema.get("type") == "integer" else wrong


@cache
def known_documents() -> tuple[Known, ...]:
    """Every kind of document, from the passing project, the demo, and the composed inputs."""
    found = []
    for folder in (PASSING, DEMO):
        found += [
            _known(folder / "manifest.json", "manifest_v1", parse_manifest),
            _known(folder / "clean-release.yaml", "project_v1", parse_project),
        ]
        found += [_known(path, "audit_v1", parse_audit) for path in sorted((folder / "audits").glob("*.json"))]
    found += [
        _known(PASSING / "artifacts.json", "artifacts_v1", parse_artifacts),
        _known(PASSING.parent / "anchor.yaml", "anchor_v1", parse_anchor),
        _known(DEMO / "anchor.yaml", "anchor_v1", parse_anchor),
        _known(DEMO / "clean-release.lock", "lock_v1", parse_lock),
        _known(ROOT / "tests" / "data" / "inputs" / "good.json", "input_v1", _read_input),
    ]
    return tuple(found)


def input_places(document: dict[str, Any]) -> tuple[Place, ...]:
    """The places of a composed input."""
    whole = json.loads(schema_bytes("input_v1"))
    return tuple(_places(document, whole, whole, ()))


def _known(path: Path, schema: str, parse: Callable[..., object]) -> Known:
    text = path.read_text(encoding="utf-8")
    document = yaml.safe_load(text) if path.suffix == ".yaml" else json.loads(text)
    whole = json.loads(schema_bytes(schema))
    return Known(
        name=str(path.relative_to(ROOT)),
        document=document,
        read=lambda data: parse(data, source=path.name),
        places=tuple(_places(document, whole, whole, ())),
    )


def _read_input(data: bytes, *, source: str) -> object:
    # As `check` does: it composes the input itself, so that a finding has a pointer and no line to look for.
    document = read_json(data, source=source)
    document_schema("input_v1").refuse_unless_valid(document, source=source)
    return document


def _places(value: Any, schema: Mapping[str, Any], whole: Mapping[str, Any], at: Pointer) -> Iterator[Place]:  # noqa: ANN401 - JSON
    schema = _resolved(schema, whole)
    if isinstance(value, dict):
        required = {*schema.get("required", ()), *_required_then(value, schema)}
        for name, item in value.items():
            below = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
            if isinstance(below, dict):
                resolved = _resolved(below, whole)
                yield Place(pointer=(*at, name), schema=resolved, is_required=name in required)
                yield from _places(item, resolved, whole, (*at, name))
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        resolved = _resolved(schema["items"], whole)
        for index, item in enumerate(value):
            yield Place(pointer=(*at, index), schema=resolved, is_required=False)
            yield from _places(item, resolved, whole, (*at, index))


def _required_then(value: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    """What must be there because of what is there: the value of a collected observation."""
    conditions = schema.get("if", {}).get("properties", {})
    holds = bool(conditions) and all(value.get(name) == said.get("const") for name, said in conditions.items())
    return list(schema.get("then", {}).get("required", ())) if holds else []


def _resolved(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        target: Any = whole
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        schema = target
    return schema
