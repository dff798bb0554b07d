"""Lists whose elements have a name: the name occurs once.

JSON Schema can say that elements differ, not that one of their fields does; two artifacts of one name and different
digests would pass. A schema says `x-unique-key: "name"` on the list, and the walk follows the schema only where such a
list lies beneath.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checker.domain.json_value import Json
from checker.errors import InputRefusedError, Place
from checker.formats.json_pointer import pointer_of, steps_of
from checker.formats.schema_dialect import UNIQUE_KEY, Child, Subschema

_SAME_VALUE = frozenset({"allOf", "anyOf", "oneOf", "if", "then", "else"})
_FOLLOWED = _SAME_VALUE | {"properties", "additionalProperties", "items", "prefixItems", "$defs"}

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """An element whose name an earlier element of the same list has already."""

    key: str
    name: str
    steps: Steps
    earlier: int


class UniqueKeys:
    """The lists of a schema that name their elements; prepared once, asked per document.

    Every branch of a condition counts as if it applied: a name given twice is refused even where the branch that
    forbids it does not hold, because no document of ours has a reason to repeat one.

    Raises:
        InputRefusedError: a reference that names no schema, or the keyword where the walk cannot follow (`not`,
            `patternProperties` and others).
    """

    def __init__(self, subschemas: Iterable[Subschema], *, source: str) -> None:
        schemas = {one.pointer: one for one in subschemas}
        leading = _leading_to_lists(schemas, source=source)
        self._leading = {pointer: _only_leading(schemas[pointer], leading) for pointer in leading}
        for schema in self._leading.values():
            for child in schema.children:
                if child.keyword not in _FOLLOWED:
                    where = Place(source=source, pointer=child.pointer)
                    raise InputRefusedError(f"{UNIQUE_KEY} is not understood beneath {child.keyword}", where=where)

    def repetition_in(self, value: Json) -> Repetition | None:
        """A name that occurs twice in one list, the outermost list first, or nothing."""
        seen: set[tuple[str, int]] = set()
        waiting: list[tuple[str, Json, Steps]] = [("", value, ())] if "" in self._leading else []
        for pointer, found, steps in waiting:
            if (pointer, id(found)) in seen:
                continue
            seen.add((pointer, id(found)))
            schema = self._leading[pointer]
            key = schema.keywords.get(UNIQUE_KEY)
            if isinstance(key, str) and isinstance(found, list) and (twice := _repetition(found, key, steps)):
                return twice
            waiting.extend(_parts(schema, found, steps))
        return None


def _leading_to_lists(schemas: dict[str, Subschema], *, source: str) -> frozenset[str]:
    """The pointers of the schemas at or beneath which, references followed, a list with named elements lies."""
    parents: dict[str, list[str]] = defaultdict(list)
    for pointer, schema in schemas.items():
        for child in schema.children:
            parents[child.pointer].append(pointer)
        if "$ref" in schema.keywords:
            target = _target_of(schema)
            if target not in schemas:
                where = Place(source=source, pointer=pointer)
                raise InputRefusedError(f'the reference "{schema.keywords["$ref"]}" names no schema', where=where)
            parents[target].append(pointer)
    leading: set[str] = set()
    waiting = [pointer for pointer, schema in schemas.items() if UNIQUE_KEY in schema.keywords]
    for pointer in waiting:
        if pointer not in leading:
            leading.add(pointer)
            waiting.extend(parents[pointer])
    return frozenset(leading)


def _only_leading(schema: Subschema, leading: frozenset[str]) -> Subschema:
    """A schema without what no list with named elements lies beneath."""
    keywords = schema.keywords
    if "$ref" in keywords and _target_of(schema) not in leading:
        keywords = {name: said for name, said in keywords.items() if name != "$ref"}
    children = tuple(child for child in schema.children if child.pointer in leading)
    return Subschema(pointer=schema.pointer, keywords=keywords, children=children)


def _target_of(schema: Subschema) -> str:
    return pointer_of(steps_of(str(schema.keywords["$ref"])))


def _parts(schema: Subschema, value: Json, steps: Steps) -> Iterator[tuple[str, Json, Steps]]:
    """The schemas that speak of a value or of what it holds, each with the part it speaks of."""
    if "$ref" in schema.keywords:
        yield _target_of(schema), value, steps
    for child in schema.children:
        if child.keyword in _SAME_VALUE:
            yield child.pointer, value, steps
        elif isinstance(value, dict):
            yield from ((child.pointer, value[name], (*steps, name)) for name in _names(child, schema, value))
        elif isinstance(value, list):
            yield from ((child.pointer, value[at], (*steps, at)) for at in _positions(child, schema, len(value)))


def _names(child: Child, schema: Subschema, value: dict[str, Json]) -> list[str]:
    if child.keyword == "properties":
        return [name for name in (child.step,) if isinstance(name, str) and name in value]
    declared = schema.keywords.get("properties")
    if child.keyword == "additionalProperties":
        return [name for name in value if not isinstance(declared, dict) or name not in declared]
    return []


def _positions(child: Child, schema: Subschema, length: int) -> range:
    if child.keyword == "prefixItems" and isinstance(child.step, int):
        return range(child.step, min(child.step + 1, length))
    before = schema.keywords.get("prefixItems")
    first = len(before) if isinstance(before, list) else 0
    return range(first, length) if child.keyword == "items" else range(0)


def _repetition(elements: list[Json], key: str, steps: Steps) -> Repetition | None:
    first: dict[tuple[type, str], int] = {}
    for at, element in enumerate(elements):
        # An element without the name is the schema's to refuse; here it counts as one that is named nothing.
        name = element.get(key) if isinstance(element, dict) else None
        earlier = first.setdefault((type(name), str(name)), at)
        if earlier != at:
            return Repetition(key=key, name=str(name), steps=(*steps, at), earlier=earlier)
    return None
