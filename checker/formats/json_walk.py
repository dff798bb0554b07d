"""A second, slow look at a JSON document: its shape before it is parsed, and the place of what is wrong with it.

Nothing here builds values or recurses, so a hostile document costs time proportional to its length. The walk trusts
that the standard parser judges the grammar: on text that is not JSON it stops early and finds nothing.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.domain.limits import DocumentLimits
from checker.errors import InputRefusedError
from checker.formats.exact_numbers import NumberRefusedError, float_of, integer_of
from checker.formats.json_pointer import pointer_of
from checker.formats.source_text import place_in
from checker.formats.text_safety import shown_text

_NOT_STRUCTURE = bytes(set(range(256)) - set(b'[]{}",'))
_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_STRING = re.compile(rb'"[^"]*"')
_EMPTY = re.compile(rb"\[[\x20\t\n\r]*\]|\{[\x20\t\n\r]*\}")
_ONE_BRACKET = bytes.maketrans(b"{}", b"[]")
_TOKEN = re.compile(
    r"""[\x20\t\n\r,:]*(?:(?P<open>[\[{])|(?P<close>[\]}])|(?P<string>"[^"\\]*(?:\\.[^"\\]*)*")"""
    r"""|(?P<scalar>[^\x20\t\n\r,:\[\]{}"]+))""",
    re.DOTALL,
)
_INTEGER = re.compile(r"-?[0-9]+")
_CONSTANTS = ("NaN", "Infinity", "-Infinity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How deep a document is and how many values it holds: never too low for what the parser accepts."""

    depth: int
    nodes: int


def shape_of(data: bytes, *, limits: DocumentLimits) -> Shape:
    """The shape of a document, without parsing it: exact for JSON, of no meaning for what the parser will refuse.

    Everything but brackets, commas and quotation marks is dropped, then strings, then pairs of brackets from the inside
    out: every round is one level. Rounds end one level beyond the limit.
    """
    if b"\\" in data:
        data = _ESCAPE.sub(b"", data)
    # NOTE: dropping adjacent marks may join two strings, but every other byte stays inside or outside of one.
    structure = _STRING.sub(b"", data.translate(None, _NOT_STRUCTURE).replace(b'""', b""))
    brackets = structure.translate(_ONE_BRACKET, b',"')
    nodes = 1 + structure.count(b",") + brackets.count(b"[")
    if nodes > limits.nodes:
        nodes -= len(_EMPTY.findall(_STRING.sub(b'""', data)))
    depth = 0
    while depth <= limits.depth and (outer := brackets.replace(b"[]", b"")) != brackets:
        brackets = outer
        depth += 1
    return Shape(depth=depth + brackets.count(b"["), nodes=nodes)


@dataclass(slots=True)
class _Container:
    is_object: bool
    key: str | None = None
    length: int = 0
    seen: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Token:
    kind: str
    text: str
    offset: int


class _Walk:
    """The tokens of a document in order, knowing at each of them which value it belongs to."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.inside: list[_Container] = []

    @property
    def steps(self) -> tuple[str | int, ...]:
        """The way from the root to the value at hand, or to the value whose key is at hand."""
        return tuple((box.key or "") if box.is_object else max(box.length - 1, 0) for box in self.inside)

    def tokens(self) -> Iterator[_Token]:
        """Every bracket, key, string and scalar; while one is at hand, `steps` speaks of it."""
        offset = 0
        while match := _TOKEN.match(self.text, offset):
            offset = match.end()
            kind = match.lastgroup or ""
            token = _Token(kind=kind, text=match[kind], offset=match.start(kind))
            if kind == "close":
                del self.inside[-1:]
                self._value_ends()
                continue
            self._begin(token)
            yield token
            if token.kind == "open":
                self.inside.append(_Container(is_object=token.text == "{"))
            elif token.kind != "key":
                self._value_ends()

    def _begin(self, token: _Token) -> None:
        box = self.inside[-1] if self.inside else None
        if box and box.is_object and box.key is None and token.kind == "string":
            token.kind, box.key = "key", _content(token.text)
        elif box:
            box.length += 1

    def _value_ends(self) -> None:
        if self.inside and self.inside[-1].is_object:
            self.inside[-1].key = None


def first_offence(text: str, *, source: str, limits: DocumentLimits) -> InputRefusedError | None:
    """The refusal of the first thing in a document that the grammar allows and this product does not, or nothing."""
    walk = _Walk(text)
    try:
        for token in walk.tokens():
            if complaint := _complaint(walk, token, limits):
                message, hint = complaint
                pointer = "" if token.kind == "open" else pointer_of(walk.steps[: -1 if token.kind == "key" else None])
                where = place_in(text, token.offset, source=source, pointer=pointer)
                return InputRefusedError(message, hint=hint, where=where)
    except json.JSONDecodeError:
        pass  # a key with a broken escape: the parser says so better
    return None


def offset_in(text: str, steps: tuple[str, ...]) -> int | None:
    """Where the value at the end of these steps begins, as an offset in characters; nothing when there is none."""
    walk = _Walk(text)
    for token in walk.tokens():
        if token.kind != "key" and tuple(map(str, walk.steps)) == steps:
            return token.offset
    return None


def _complaint(walk: _Walk, token: _Token, limits: DocumentLimits) -> tuple[str, str] | None:
    match token.kind:
        case "open" if len(walk.inside) >= limits.depth:
            return f"values are nested more than {limits.depth} deep", "flatten the document"
        case "key":
            return _text_complaint(token.text) or _repeated(walk, token)
        case "string":
            return _text_complaint(token.text)
        case "scalar":
            return _scalar_complaint(token.text)
        case _:
            return None


def _repeated(walk: _Walk, token: _Token) -> tuple[str, str] | None:
    box = walk.inside[-1]
    if box.key is not None and box.key not in box.seen:
        box.seen.add(box.key)
        return None
    return f"the key {shown_text(token.text)} is given twice in one object", "keep one of them"


def _content(literal: str) -> str:
    return str(json.loads(literal, strict=False)) if "\\" in literal else literal[1:-1]


def _text_complaint(literal: str) -> tuple[str, str] | None:
    try:
        _content(literal).encode()
    except UnicodeEncodeError:
        return (
            f"the string {shown_text(literal)} holds half of a surrogate pair",
            "write the character itself, in UTF-8",
        )
    return None


def _scalar_complaint(text: str) -> tuple[str, str] | None:
    if text in _CONSTANTS:
        return f"{text} is not a JSON number", "write a finite number, or a string"
    if text[0] not in "-0123456789":
        return None
    try:
        integer_of(text) if _INTEGER.fullmatch(text) else float_of(text)
    except NumberRefusedError as error:
        return str(error), "write it as a string"
    except ValueError:
        return None
    return None
