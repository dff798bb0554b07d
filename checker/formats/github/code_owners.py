"""A file of code owners: which line of it is for a path, and whether that line names an owner who counts.

The last line whose pattern fits decides, also where it names nobody. What the provider calls an error in a line is
taken from its own answer. Matching takes time in proportion to pattern and path, whatever they are. Source: GitHub's
page "About code owners", CODEOWNERS syntax.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from checker.errors import InputRefusedError

_WORD = re.compile(r"(?:\\.|[^\s\\])+")
_ANY_DEPTH, _ONE_LEVEL = "**", "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerError:
    """What the provider says is wrong with a line, counted from 1."""

    line: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    number: int
    pattern: str
    owners: int


def is_owned(path: str, *, text: str, errors: Sequence[OwnerError]) -> bool:
    """Whether a file has an owner who counts.

    Raises:
        InputRefusedError: the line that fits is wrong in a way that leaves open who owns the file.
    """
    for line in reversed(_lines(text)):
        wrong = [one.kind.lower() for one in errors if one.line == line.number]
        if any("pattern" in kind for kind in wrong) or not _fits(line.pattern, path):
            continue
        if odd := [kind for kind in wrong if "owner" not in kind]:
            raise InputRefusedError(
                f"line {line.number} of CODEOWNERS is wrong ({odd[0][:80]!a}), expected a sound one"
            )
        return line.owners > len(wrong)
    return False


def _lines(text: str) -> list[_Line]:
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        words = _WORD.findall(line)
        comment = next((place for place, word in enumerate(words) if word.startswith("#")), len(words))
        if said := words[:comment]:
            owners = sum("@" in word for word in said[1:])
            found.append(_Line(number=number, pattern=said[0].replace("\\ ", " "), owners=owners))
    return found


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern is for a file: it names the file itself, or a folder above it.

    Raises:
        InputRefusedError: the provider takes such a pattern for an error, and did not say so.
    """
    if pattern.startswith("!") or "[" in pattern or "\\" in pattern:
        raise InputRefusedError(f"the pattern {pattern[:80]!a} of CODEOWNERS means nothing, expected no !, [ or \\")
    names_folder = pattern.endswith("/")
    parts = [part for part in pattern.split("/") if part]
    if "/" not in pattern.rstrip("/"):
        parts = [_ANY_DEPTH, *parts]
    return pattern != "/" and _reaches(parts, path.split("/"), names_folder=names_folder)


def _reaches(parts: list[str], steps: list[str], *, names_folder: bool) -> bool:
    """Whether the parts of a pattern lead to the last step of a path, or to a folder that it is in."""
    places = _opened({0}, parts)
    end, takes_below = len(parts), parts[-1:] != [_ONE_LEVEL]
    for left, step in zip(range(len(steps) - 1, -1, -1), steps, strict=True):
        stepped = {
            place + (parts[place] != _ANY_DEPTH) for place in places if place < end and _is_for(parts[place], step)
        }
        places = _opened(stepped, parts)
        is_inside = left > 0
        if end in places and ((takes_below and is_inside) or not (is_inside or names_folder)):
            return True
    return False


def _opened(places: set[int], parts: list[str]) -> set[int]:
    """The places, and those behind parts that may stand for nothing."""
    found = set(places)
    for place in sorted(places):
        while place < len(parts) and parts[place] == _ANY_DEPTH:
            place += 1  # noqa: PLW2901 - each place is walked from where it is
            found.add(place)
    return found


def _is_for(part: str, step: str) -> bool:
    """Whether one part of a pattern is for one step of a path; `*` is for any text, `?` for one letter."""
    if part == _ANY_DEPTH:
        return True
    at, star, kept = 0, -1, 0
    place = 0
    while at < len(step):
        if place < len(part) and part[place] in ("?", step[at]) and part[place] != _ONE_LEVEL:
            at, place = at + 1, place + 1
        elif place < len(part) and part[place] == _ONE_LEVEL:
            star, kept, place = place, at, place + 1
        elif star >= 0:
            kept += 1
            at, place = kept, star + 1
        else:
            return False
    return part[place:].strip(_ONE_LEVEL) == ""
