"""Reports code that nothing uses, as vulture finds it, except the fields of a class.

Fields of dataclasses and members of enums are written and read whole (into documents, out of rows), which vulture
cannot see. Everything else it reports is removed, or kept with `# noqa: V…` and a reason on its line.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from functools import cache
from typing import TYPE_CHECKING

from vulture import Vulture

from tools.tree_digest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from vulture.core import Item


def main() -> int:
    """Print what is unused; 1 when there is anything."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["vulture"]
    vulture = Vulture(
        ignore_names=configuration["ignore_names"],
        ignore_decorators=configuration["ignore_decorators"],
    )
    vulture.scavenge([str(ROOT / path) for path in configuration["paths"]], exclude=configuration["exclude"])
    unused = [
        item
        for item in vulture.get_unused_code(min_confidence=configuration["min_confidence"])
        if not (item.typ == "variable" and item.first_lineno in _field_lines(item.filename))
    ]
    for item in unused:
        print(_described(item), file=sys.stderr)
    # A file that cannot be parsed was reported already, and was not searched.
    return 1 if unused or vulture.exit_code else 0


@cache
def _field_lines(path: Path) -> frozenset[int]:
    """Return the lines on which a class body names a field."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        statement.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        if isinstance(statement, ast.AnnAssign | ast.Assign)
    )


def _described(item: Item) -> str:
    return f"{item.filename.relative_to(ROOT)}:{item.first_lineno}: {item.message}"


if __name__ == "__main__":
    sys.exit(main())
