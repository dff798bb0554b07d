"""Keeps the examples true: audits are what an import of their captures gives, locks name the shipped bundle.

`--check` only compares.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from checker.bootstrap import CleanRelease
from checker.formats.lock_v1 import FILE_NAME, render_lock
from tools.build_bundle import refresh
from tools.generated_files import settle
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
    projects = sorted(EXAMPLES.glob("*/clean-release.yaml"))
    return settle(wanted for project in projects for wanted in wanted_files(project.parent))


if __name__ == "__main__":
    sys.exit(main())
