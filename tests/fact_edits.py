"""Fact edits: changes of known values in a composed input that its schema allows."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from checker.domain.json_value import Json
from tests.schema_places import Place, Pointer, input_places, with_value
from tests.shipped_policy import input_document

PARTNERS = {"manifest": "release", "evidence": "release", "registry": "release"}
"""Sections that are compared with each other: a change in one may undo a change in another."""

_DERIVED = {"release_refs", "effective_protection"}
_LEFT_ALONE = {"status", "evidence", "because", "detail"}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class FactEdit:
    """One value and what it becomes, as JSON text."""

    pointer: Pointer
    becomes: str

    @property
    def thing(self) -> str:
        """What is changed: edits of different things cannot undo each other.

        Each fact of a ref is a thing of its own, any other section is one thing.
        """
        first, *below = map(str, self.pointer)
        if first in PARTNERS:
            return PARTNERS[first]
        return ".".join(below[:4] if below[0] == "effective_protection" else below[:1])

    @property
    def is_identity(self) -> bool:
        """Whether it changes which refs the host speaks of, instead of what it knows of one."""
        _, section, *below = self.pointer
        return section in _DERIVED and (below == ["value"] or below[-1] == "kind")


def with_edits(document: dict[str, Json], edits: Sequence[FactEdit]) -> dict[str, Json]:
    """The document with these values changed, what lies deeper first."""
    for edit in sorted(edits, key=lambda edit: -len(edit.pointer)):
        document = with_value(document, edit.pointer, json.loads(edit.becomes))
    return document


@cache
def fact_edits(name: str) -> tuple[FactEdit, ...]:
    """Every edit of one value of this document that its schema accepts."""
    document = input_document(name)
    return tuple(
        FactEdit(pointer=place.pointer, becomes=json.dumps(value))
        for place in input_places(document)
        for value in _others(document, place)
    )


@cache
def edited_documents(name: str, *, count: int = 100) -> tuple[dict[str, Json], ...]:
    """The document, and as many others that differ from it in one to three values; the same ones every time."""
    chance = random.Random(name)  # noqa: S311 - to be repeated, not to be secret
    document, edits = input_document(name), fact_edits(name)
    drawn = [chance.sample(edits, chance.randint(1, 3)) for _ in range(count)]
    return (document, *(with_edits(document, some) for some in drawn))


def _others(document: dict[str, Json], place: Place) -> list[Json]:
    """Other values of the same type: the other boolean, a small number, another word of a closed list, no elements."""
    if place.pointer[0] == "context" or _LEFT_ALONE & {str(step) for step in place.pointer[1:]}:
        return []
    value: Any = document
    for step in place.pointer:
        value = value[step]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [number for number in (0, 1) if number != value and number >= place.schema.get("minimum", 0)]
    if isinstance(value, str) and "enum" in place.schema:
        return [word for word in place.schema["enum"] if word != value]
    return [[]] if isinstance(value, list) and value and not place.schema.get("minItems") else []
