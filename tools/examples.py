"""Keeps the examples true: each example's lock names the shipped bundle of this moment. `--check` only compares."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from checker.bootstrap import CleanRelease
from checker.formats.lock_v1 import FILE_NAME, render_lock
from tools.build_bundle import refresh
from tools.tree_digest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = ROOT / "docs" / "examples"


def wanted_lock(folder: Path) -> bytes:
    """Return the bytes the lock of an example should have."""
    facade = CleanRelease(directory=folder, anchor=str(folder / "anchor.yaml"))
    return render_lock(facade.lock(upgrade=True).wanted) + b"\n"


def main() -> int:
    """Write the locks, or with `--check` say which differ."""
    refresh()
    check = "--check" in sys.argv[1:]
    differing = []
    for project in sorted(EXAMPLES.glob("*/clean-release.yaml")):
        path = project.parent / FILE_NAME
        wanted = wanted_lock(project.parent)
        if path.is_file() and path.read_bytes() == wanted:
            continue
        differing.append(path)
        if not check:
            path.write_bytes(wanted)
    for path in differing:
        print(f"{path.relative_to(ROOT)}: {'differs' if check else 'written'}", file=sys.stderr)
    return 1 if check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
