"""Keeps the examples true: audits are what an import of their captures gives, locks name the shipped bundle.

`--check` only compares.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from checker.bootstrap import CleanRelease
from checker.formats.lock_v1 import FILE_NAME, render_lock
from tools.build_bundle import refresh
from tools.tree_digest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXAMPLES = ROOT / "docs" / "examples"


def wanted_lock(folder: Path) -> bytes:
    """Return the bytes the lock of an example should have."""
    facade = CleanRelease(directory=folder, anchor=str(folder / "anchor.yaml"))
    return render_lock(facade.lock(upgrade=True).wanted) + b"\n"


def wanted_files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield every generated file of an example with the bytes it should have; the lock comes last."""
    for capture in (folder / "seed", folder / "capture"):
        if capture.is_dir():
            imported = CleanRelease().auditing.import_(capture)
            for audit in imported.audits:
                yield folder / "audits" / audit.name, audit.data
    yield folder / FILE_NAME, wanted_lock(folder)


def main() -> int:
    """Write the files, or with `--check` say which differ."""
    refresh()
    check = "--check" in sys.argv[1:]
    differing = []
    for project in sorted(EXAMPLES.glob("*/clean-release.yaml")):
        for path, wanted in wanted_files(project.parent):
            if path.is_file() and path.read_bytes() == wanted:
                continue
            differing.append(path)
            if not check:
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(wanted)
    for path in differing:
        print(f"{path.relative_to(ROOT)}: {'differs' if check else 'written'}", file=sys.stderr)
    return 1 if check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
