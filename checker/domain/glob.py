r"""The language of ref-name patterns: Ruby's `File.fnmatch` with `FNM_PATHNAME`, as a machine without backtracking.

A pattern becomes a row of parts, and reading a ref moves a set of positions along that row. The set is never larger
than the pattern, so no pattern is slow; and because two rows can be walked side by side, it can be proven that one
pattern matches whatever another does (`includes`), or that no ref is matched by both (`meets`).

Source: Ruby's `dir.c` (`fnmatch`, `fnmatch_helper`, `bracket`); `tests/data/ruby_fnmatch.json` holds Ruby's answers:

* `*` any characters, `?` one, but never `/`; `**/` at the beginning of a segment any number of whole segments.
* `[a-z]` one of, `[^a-z]` and `[!a-z]` none of; of a range that runs backwards only the ends; `{a,b}` is itself.
* `\x` is the character `x`; a backslash at the very end is nothing.
* A dot at the beginning of a segment is matched by a written dot only.
* A set without end matches nothing, like `[]`; `[!]` matches every character.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

_SPECIAL = re.compile(r"[*?\[\\]")
_LAST_CHARACTER = 0x10FFFF
_MOST_STEPS = 20_000
"""Steps of a proof, about a tenth of a second; a proof that needs more is not found."""

_RANGES_PER_STEP = 16
"""Ranges that can be compared with one character in the time of a step."""


class _Kind(Enum):
    ONE = auto()
    ANY = auto()
    SLASH = auto()
    SEGMENTS = auto()


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a pattern; `ranges` are what a written character or a set names, as code points."""

    kind: _Kind
    ranges: tuple[tuple[int, int], ...] = ()
    negated: bool = False
    leads: bool = False

    def takes(self, char: str) -> bool:
        """Whether it can be this character, which is not a slash and no leading dot."""
        code = ord(char)
        return any(low <= code <= high for low, high in self.ranges) is not self.negated


class Glob:
    """One pattern, ready to be asked.

    A set of positions is an integer with a bit for each, so that one character moves all of them in a few operations.
    `at_start` says that the next character begins a segment.
    """

    def __init__(self, pattern: str) -> None:
        self.parts = tuple(_parts_of(pattern))
        self._begins = _SPECIAL.split(pattern, maxsplit=1)[0]
        self.size = sum(1 + len(part.ranges) for part in self.parts)
        self.end = 1 << len(self.parts)
        self._any = self._where(lambda part: part.kind is _Kind.ANY)
        self._slash = self._where(lambda part: part.kind is _Kind.SLASH)
        self._segments = self._where(lambda part: part.kind is _Kind.SEGMENTS)
        self._leading_dot = self._where(lambda part: part.leads and part.takes("."))
        self._taking: dict[str, int] = {}
        self.first = self._reached(1, at_start=True)

    def matches(self, text: str) -> bool:
        """Whether the whole text is matched."""
        if not text.startswith(self._begins):
            return False
        positions, at_start = self.first, True
        for char in text:
            positions = self.next(positions, char, at_start=at_start)
            at_start = char == "/"
        return self.accepts(positions)

    def next(self, positions: int, char: str, *, at_start: bool) -> int:
        """The positions after one more character."""
        if char == "." and at_start:
            moved = (positions & self._leading_dot) << 1
        elif char == "/":
            moved = (positions & self._slash) << 1 | positions & self._segments
        else:
            moved = (positions & self._takers_of(char)) << 1 | positions & (self._any | self._segments)
        return self._reached(moved, at_start=char == "/")

    def accepts(self, positions: int) -> bool:
        """Whether a text may end here."""
        return positions & self.end != 0

    def _reached(self, positions: int, *, at_start: bool) -> int:
        """These positions and those after them that need no character: past `**/`, then past a `*`."""
        if at_start:
            positions |= (positions & self._segments) << 1
        return positions | (positions & self._any) << 1

    def _takers_of(self, char: str) -> int:
        if char not in self._taking:
            self._taking[char] = self._where(lambda part: part.kind is _Kind.ONE and part.takes(char))
        return self._taking[char]

    def _where(self, holds: Callable[[_Part], bool]) -> int:
        return sum(1 << at for at, part in enumerate(self.parts) if holds(part))


@lru_cache(maxsize=1024)
def glob_of(pattern: str) -> Glob:
    """The machine of a pattern."""
    return Glob(pattern)


@lru_cache(maxsize=4096)
def includes(general: Glob, specific: Glob) -> tuple[bool, int]:
    """Whether everything `specific` matches is matched by `general`; False also when no proof is found in time.

    With it come the steps of the proof, the same whether it is made or remembered.

    Each position in `specific` is followed together with all positions `general` can then be in; wherever `specific`
    may end, `general` must be able to end.
    """
    waiting = [(one, general.first, True) for one in _each(specific.first)]
    seen, steps = set(waiting), _preparation(general, specific)
    for position, positions, at_start in waiting:
        if specific.accepts(position) and not general.accepts(positions):
            return False, steps
        for char in _alphabet(general, specific):
            steps += 1
            if steps > _MOST_STEPS:
                return False, steps
            if reached := specific.next(position, char, at_start=at_start):
                beside = general.next(positions, char, at_start=at_start)
                found = {(one, beside, char == "/") for one in _each(reached)} - seen
                seen |= found
                waiting += found
    return True, steps


@lru_cache(maxsize=4096)
def meets(one: Glob, other: Glob) -> tuple[bool, int]:
    """Whether some text is matched by both, True also when the opposite is not proven in time; and the steps."""
    waiting = [(here, other.first, True) for here in _each(one.first)]
    seen, steps = set(waiting), _preparation(one, other)
    for here, there, at_start in waiting:
        if one.accepts(here) and other.accepts(there):
            return True, steps
        for char in _alphabet(one, other):
            steps += 1
            if steps > _MOST_STEPS:
                return True, steps
            ends = other.next(there, char, at_start=at_start)
            begins = one.next(here, char, at_start=at_start) if ends else 0
            found = {(begin, ends, char == "/") for begin in _each(begins)} - seen
            seen |= found
            waiting += found
    return False, steps


def _preparation(one: Glob, other: Glob) -> int:
    """The steps it takes to sort the characters of two patterns into classes; long sets have many."""
    return len(_alphabet(one, other)) * (one.size + other.size) // _RANGES_PER_STEP


def _each(positions: int) -> Iterator[int]:
    """Every position of a set, as a set of its own."""
    while positions:
        lowest = positions & -positions
        yield lowest
        positions ^= lowest


@lru_cache(maxsize=1024)
def _alphabet(*globs: Glob) -> tuple[str, ...]:
    """One character of each class that these patterns cannot tell apart."""
    bounds = {0, ord("."), ord(".") + 1, ord("/"), ord("/") + 1}
    for glob in globs:
        for part in glob.parts:
            for low, high in part.ranges:
                bounds |= {low, high + 1}
    return tuple(chr(bound) for bound in sorted(bounds) if bound <= _LAST_CHARACTER)


def _parts_of(pattern: str) -> Iterator[_Part]:
    at, leads = 0, True
    while at < len(pattern):
        if leads and pattern.startswith("**/", at):
            while pattern.startswith("**/", at):
                at += 3
            yield _Part(_Kind.SEGMENTS)
            continue
        part, at = _part_at(pattern, at, leads=leads)
        if part:
            yield part
            leads = part.kind is _Kind.SLASH


def _part_at(pattern: str, at: int, *, leads: bool) -> tuple[_Part | None, int]:
    """The part that begins at a position, and the position after it."""
    char = pattern[at]
    if char == "*":
        while pattern.startswith("*", at):
            at += 1
        return _Part(_Kind.ANY), at
    if char == "?":
        return _Part(_Kind.ONE, negated=True), at + 1
    if char == "[":
        return _set_at(pattern, at + 1)
    if char == "\\":
        at += 1
        if at == len(pattern):
            return None, at
        char = pattern[at]
    if char == "/":
        return _Part(_Kind.SLASH), at + 1
    return _Part(_Kind.ONE, ((ord(char), ord(char)),), leads=leads), at + 1


def _set_at(pattern: str, at: int) -> tuple[_Part, int]:
    """The set whose first member would be at a position; one without an end takes the rest and matches nothing."""
    negated = pattern[at : at + 1] in {"!", "^"}
    at += negated
    ranges: list[tuple[int, int]] = []
    while at < len(pattern) and pattern[at] != "]":
        low, at = _member_at(pattern, at)
        high = low
        if pattern.startswith("-", at) and pattern[at + 1 : at + 2] != "]":
            high, at = _member_at(pattern, at + 1)
        ranges += [(low, high)] if low <= high else [(low, low), (high, high)]
    if at >= len(pattern):
        return _Part(_Kind.ONE), len(pattern)
    return _Part(_Kind.ONE, tuple(ranges), negated=negated), at + 1


def _member_at(pattern: str, at: int) -> tuple[int, int]:
    at += pattern.startswith("\\", at)
    return (ord(pattern[at]), at + 1) if at < len(pattern) else (0, at)
