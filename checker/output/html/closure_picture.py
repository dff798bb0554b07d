"""The picture of what a verdict rests on: a tree from left to right, every place computed here in whole pixels.

Nothing in it depends on a font: each box shows what lies within it and no more, and the words beside the picture hold
everything in full.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.formats.text_safety import escape_for_terminal
from checker.output.html.rests_on import Branch, Leaf

WIDTH = 912
_ROOT, _BRANCH, _LEAF = (0, 136), (184, 312), (544, 368)
"""Left edge and width of each column."""
_HEIGHT, _GAP, _BETWEEN = 38, 6, 12
_TITLE, _DETAIL = 46, 54
_MOST_LEAVES = 6
_DIGEST = re.compile("^(sha256:[0-9a-f]{12})[0-9a-f]{52}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle with two lines of text."""

    x: int
    y: int
    width: int
    title: str
    detail: str
    kind: str
    height: int = _HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Boxes, and the lines between them as paths of SVG."""

    height: int
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    width: int = WIDTH


def picture_of(branches: Sequence[Branch], *, verdict: str, digest: str) -> Picture:
    """The tree of a report: the verdict, the documents it rests on, and what is in them."""
    boxes: list[Box] = []
    lines: list[str] = []
    trunk: list[Box] = []
    top = 0
    for branch in branches:
        leaves = tuple(_leaves(branch.leaves, top=top))
        bottom = leaves[-1].y + _HEIGHT if leaves else top + _HEIGHT
        middle = _box(_BRANCH, (top + bottom - _HEIGHT) // 2, branch, kind="open" if branch.is_open else "branch")
        lines += [_line(middle, leaf) for leaf in leaves]
        boxes += [middle, *leaves]
        trunk.append(middle)
        top = bottom + _BETWEEN
    height = top - _BETWEEN
    root = _box(_ROOT, (height - _HEIGHT) // 2, Leaf(title=verdict, detail=digest), kind="root")
    lines = [*(_line(root, one) for one in trunk), *lines]
    return Picture(height=height, boxes=(root, *boxes), lines=tuple(lines))


def _leaves(leaves: Sequence[Leaf], *, top: int) -> Iterator[Box]:
    shown = list(leaves[:_MOST_LEAVES])
    if rest := len(leaves) - len(shown):
        shown.append(Leaf(title=f"and {rest} more", detail="all of them: in words, below"))
    for number, leaf in enumerate(shown):
        yield _box(_LEAF, top + number * (_HEIGHT + _GAP), leaf, kind="open" if leaf.is_open else "leaf")


def _box(column: tuple[int, int], y: int, of: Branch | Leaf, *, kind: str) -> Box:
    x, width = column
    detail = f"{_short(of.digest)} {of.detail}" if isinstance(of, Branch) and of.digest else _short(of.detail)
    most = width // 7
    return Box(
        x=x,
        y=y,
        width=width,
        title=_cut(of.title, min(most, _TITLE)),
        detail=_cut(detail, min(most + 2, _DETAIL)),
        kind=kind,
    )


def _line(left: Box, right: Box) -> str:
    begin, end = left.x + left.width, right.x
    bend = (begin + end) // 2
    high, low = left.y + left.height // 2, right.y + right.height // 2
    return f"M{begin} {high}C{bend} {high} {bend} {low} {end} {low}"


def _short(text: str) -> str:
    """The text with a digest at its beginning cut to what one compares at a glance."""
    return _DIGEST.sub(r"\1…", text)


def _cut(text: str, most: int) -> str:
    shown = escape_for_terminal(text)
    return shown if len(shown) <= most else shown[: most - 1] + "…"
