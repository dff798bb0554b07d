"""YAML read once and strictly, as the JSON it stands for.

PyYAML's C loader composes recursively and ends the process on deep nesting, reads YAML 1.1 words (`on` as true) and
keeps the last of repeated keys. So only its event stream is used, which is flat; depth, size, aliases, keys and words
are decided here, event by event, before anything is built on them.

Aliases are refused in our own documents. In foreign ones (`AliasPolicy.BOUNDED`) they are followed within the same
limits that hold for written values, counted as if written out; merge keys and tags are refused everywhere.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NoReturn, Protocol

import yaml

from checker.domain.json_value import Json
from checker.domain.limits import HAND_WRITTEN, DocumentLimits
from checker.errors import InputRefusedError, Place
from checker.formats.exact_numbers import NumberRefusedError
from checker.formats.json_pointer import steps_of
from checker.formats.source_text import place_in, text_of
from checker.formats.text_safety import shown_text
from checker.formats.yaml_scalars import value_of

_DECEPTIVE = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|\r(?!\n)")
_VERSION = (1, 2)
_EVENTS = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedYAML:
    """A value and where its parts are written.

    `lines` holds, by the identity of each list and mapping in `value`, the line (from 1) of every item and key; what an
    alias reaches is placed where the anchor wrote it.
    """

    value: Json
    lines: Mapping[int, Mapping[str | int, int]]


class AliasPolicy(StrEnum):
    """Whether `&anchor` and `*alias` are read."""

    REFUSE = "refuse"
    BOUNDED = "bounded"


def read_yaml(
    data: bytes, *, source: str, limits: DocumentLimits = HAND_WRITTEN, aliases: AliasPolicy = AliasPolicy.REFUSE
) -> Json:
    """The one value these bytes hold, of JSON types only; a value that two aliases reach is one object, not two.

    Raises:
        InputRefusedError: one sentence, with line and column counted from 1.
    """
    return read_placed_yaml(data, source=source, limits=limits, aliases=aliases).value


def read_placed_yaml(
    data: bytes, *, source: str, limits: DocumentLimits = HAND_WRITTEN, aliases: AliasPolicy = AliasPolicy.REFUSE
) -> PlacedYAML:
    """The same value as `read_yaml` gives, with the lines its parts are written in; raises as it does."""
    text = text_of(data, source=source, limits=limits)
    if found := _DECEPTIVE.search(text):
        raise InputRefusedError(
            f"the character U+{ord(found[0]):04X} is not read as what it shows, expected plain text",
            hint="write it as an escape in double quotes, and end lines with a line feed",
            where=place_in(text, found.start(), source=source),
        )
    reading = _Reading(source=source, limits=limits, aliases=aliases)
    for event in _events(data, source=source):
        reading.take(event)
    return PlacedYAML(value=reading.value(), lines=reading.lines)


def locate_in_yaml(data: bytes, pointer: str, *, source: str) -> Place:
    """The place of the value a JSON Pointer names, in a document that was read before."""
    wanted = steps_of(pointer)
    reading = _Reading(source=source, limits=DocumentLimits(), aliases=AliasPolicy.BOUNDED)
    for event in _events(data, source=source):
        begins_value = not reading.awaits_key and isinstance(event, yaml.NodeEvent)
        if begins_value and reading.steps == wanted:
            return _place(event.start_mark, source, pointer)
        reading.take(event)
    return Place(source=source, pointer=pointer)


def _events(data: bytes, *, source: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(data, Loader=_EVENTS)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise InputRefusedError(
            f"the document is not YAML: {error.problem or error.context}",
            hint="check the indentation (spaces, no tabs) and the quotes of this line and the one before",
            where=_place(mark, source),
        ) from None
    except yaml.YAMLError as error:
        raise InputRefusedError(f"the document is not YAML: {error}", where=Place(source=source)) from None


@dataclass(slots=True)
class _Weight:
    """What a value costs when written out: values, characters of text, levels of nesting."""

    nodes: int = 0
    text: int = 0
    depth: int = 0

    def add(self, other: "_Weight") -> None:
        self.nodes += other.nodes
        self.text += other.text
        self.depth = max(self.depth, other.depth)


@dataclass(slots=True)
class _Container:
    value: list[Json] | dict[str, Json]
    anchor: str | None
    weight: _Weight
    key: str | None = None
    lines: dict[str | int, int] = field(default_factory=dict)


class _Mark(Protocol):
    """Where PyYAML saw something, counted from 0; its two parsers have a class each."""

    line: int
    column: int


class _Reading:
    """One document on its way from events to a value; every event is judged before it is kept."""

    def __init__(self, *, source: str, limits: DocumentLimits, aliases: AliasPolicy) -> None:
        self.source = source
        self.limits = limits
        self.aliases = aliases
        self.inside: list[_Container] = []
        self.roots: list[Json] = []
        self.total = _Weight()
        self.anchors: dict[str, tuple[Json, _Weight]] = {}
        self.lines: dict[int, Mapping[str | int, int]] = {}

    @property
    def steps(self) -> tuple[str, ...]:
        """The way to the value that comes next."""
        return tuple(box.key or "" if isinstance(box.value, dict) else str(len(box.value)) for box in self.inside)

    @property
    def awaits_key(self) -> bool:
        """Whether the next event must be the key of a mapping."""
        return bool(self.inside) and isinstance(self.inside[-1].value, dict) and self.inside[-1].key is None

    def value(self) -> Json:
        """What was read, after the last event."""
        if not self.roots:
            raise InputRefusedError(
                "the document is empty, expected one value", where=Place(source=self.source, line=1, column=1)
            )
        return self.roots[0]

    def take(self, event: yaml.Event) -> None:
        """Judge one event and keep what it says."""
        match event:
            case yaml.DocumentStartEvent():
                self._begin_document(event)
            case yaml.CollectionEndEvent():
                box = self.inside.pop()
                box.weight.depth += 1
                self.lines[id(box.value)] = box.lines
                self._keep(box.value, box.weight, box.anchor)
            case yaml.NodeEvent():
                self._take_node(event)
            case _:
                pass

    def _take_node(self, event: yaml.NodeEvent) -> None:
        if self.awaits_key:
            self._take_key(event)
            return
        if self.inside and isinstance(items := self.inside[-1].value, list):
            self.inside[-1].lines[len(items)] = _line(event.start_mark)
        match event:
            case yaml.AliasEvent():
                self._follow(event)
            case yaml.ScalarEvent():
                self._take_scalar(event)
            case yaml.CollectionStartEvent():
                self._begin_collection(event)
            case _:
                pass

    def _begin_document(self, event: yaml.DocumentStartEvent) -> None:
        if self.roots:
            self._refuse(event, "a second document begins here, expected one", "keep one document per file")
        if event.tags or event.version not in {None, _VERSION}:
            self._refuse(event, "the document has YAML directives, expected none", "leave the lines with % out")

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        self._refuse_decorated(event)
        if not (self.inside or event.style or event.value):
            self._refuse(event, "the document is empty, expected one value", "")
        weight = _Weight(nodes=1, text=len(event.value))
        self._grow(event, weight)
        self._keep(self._scalar(event), weight, event.anchor)

    def _begin_collection(self, event: yaml.CollectionStartEvent) -> None:
        self._refuse_decorated(event)
        if len(self.inside) >= self.limits.depth:
            self._refuse(event, f"values are nested more than {self.limits.depth} deep", "flatten the document")
        self._grow(event, _Weight(nodes=1))
        value: list[Json] | dict[str, Json] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.inside.append(_Container(value=value, anchor=event.anchor, weight=_Weight(nodes=1)))

    def _take_key(self, event: yaml.NodeEvent) -> None:
        box = self.inside[-1]
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(event, "a key is a list, a mapping or an alias, expected a string", "write the key out")
        self._refuse_decorated(event)
        key = self._scalar(event)
        if not isinstance(key, str):
            seen = f"the key {shown_text(event.value)} is not a string" if event.value else "a key is missing"
            self._refuse(event, f"{seen}, expected a string", f'put it in quotes: "{shown_text(event.value)}"')
        if key == "<<" and not event.style:
            self._refuse(event, "merge keys (<<) are not read", "write the fields out")
        if key in box.value:
            self._refuse(event, f'the key "{shown_text(key)}" is given twice in one mapping', "keep one of them")
        weight = _Weight(text=len(key))
        self._grow(event, weight)
        box.weight.add(weight)
        box.key = key
        box.lines[key] = _line(event.start_mark)
        if event.anchor is not None:
            self.anchors[event.anchor] = (key, _Weight(nodes=1, text=len(key)))

    def _follow(self, event: yaml.AliasEvent) -> None:
        anchor = event.anchor or ""
        name = shown_text(anchor)
        if self.aliases is AliasPolicy.REFUSE:
            self._refuse(event, f"the alias *{name} is not read here", "write the value out")
        if anchor not in self.anchors:
            self._refuse(event, f"the alias *{name} names no complete value before it", "write the value out")
        value, weight = self.anchors[anchor]
        if len(self.inside) + weight.depth > self.limits.depth:
            self._refuse(event, f"values are nested more than {self.limits.depth} deep by *{name}", "write less deep")
        self._grow(event, weight)
        self._keep(value, weight, None)

    def _keep(self, value: Json, weight: _Weight, anchor: str | None) -> None:
        if anchor is not None:
            self.anchors[anchor] = (value, weight)
        if not self.inside:
            self.roots.append(value)
            return
        box = self.inside[-1]
        box.weight.add(weight)
        if isinstance(box.value, list):
            box.value.append(value)
        else:
            box.value[box.key or ""] = value
            box.key = None

    def _grow(self, event: yaml.Event, weight: _Weight) -> None:
        self.total.add(weight)
        if self.total.nodes > self.limits.nodes or self.total.text > self.limits.bytes:
            self._refuse(
                event,
                f"the document holds more than {self.limits.nodes} values or {self.limits.bytes} characters of text",
                "split it, and write fewer aliases",
            )

    def _refuse_decorated(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            self._refuse(event, f"the tag {shown_text(event.tag)} is not read", "leave it out; quotes make a string")
        if event.anchor is not None and self.aliases is AliasPolicy.REFUSE:
            self._refuse(event, f"the anchor &{shown_text(event.anchor)} is not read here", "leave it out")

    def _scalar(self, event: yaml.ScalarEvent) -> Json:
        if event.style:
            return str(event.value)
        try:
            return value_of(event.value)
        except NumberRefusedError as error:
            self._refuse(event, str(error), f'put it in quotes: "{shown_text(event.value)}"')

    def _refuse(self, event: yaml.Event, message: str, hint: str) -> NoReturn:
        raise InputRefusedError(message, hint=hint, where=_place(event.start_mark, self.source))


def _line(mark: _Mark | None) -> int:
    return mark.line + 1 if mark else 0


def _place(mark: _Mark | None, source: str, pointer: str = "") -> Place:
    if mark is None:
        return Place(source=source, pointer=pointer)
    return Place(source=source, line=mark.line + 1, column=mark.column + 1, pointer=pointer)
