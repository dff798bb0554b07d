"""Keeps the output shown in README.md true: it is what the demo prints, shortened. `--check` only compares.

The first entries of each group stay, the rest of a group becomes `…`; what a reader compares first, the verdict and
the report's digest, is always whole.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.build_bundle import refresh
from tools.demo import COMMAND, DEMO
from tools.generated_files import settle
from tools.shown_commands import ELLIPSIS, blocks, run
from tools.tree_digest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

README = ROOT / "README.md"
SHOWN = "$ make demo"
KEPT = {"Not evaluated": 2, "Could not read": 1, "Violations": 3, "Warnings": 1, "Passed": 3, "Not applicable": 2}


def demo_output() -> str:
    """Return what the demo prints, judged in a copy without any earlier record."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / DEMO, folder / DEMO, ignore=shutil.ignore_patterns(".clean-release"))
        environment = {**os.environ, "HOME": name, "XDG_CONFIG_HOME": f"{name}/config"}
        return run(f"clean-release {' '.join(COMMAND)}", folder, environment, folder / "programs").stdout


def shortened(output: str) -> str:
    """Return the output with the first entries of each group only."""
    return "\n\n".join("\n".join(_paragraph(text.splitlines())) for text in output.rstrip("\n").split("\n\n")) + "\n"


def _paragraph(lines: list[str]) -> Iterator[str]:
    """A group begins with its name; its entries are the lines indented by two."""
    kept = KEPT.get(lines[0].partition(" (")[0])
    entries = 0
    for line in lines:
        entries += line.startswith("  ") and not line.startswith("   ")
        if kept is not None and entries > kept:
            yield f"  {ELLIPSIS}"
            return
        yield line


def wanted(text: str, output: str) -> str:
    """Return a page with the demo's output in the block that shows it."""
    found = [block.body for block in blocks(text) if block.body.startswith(SHOWN)]
    if len(found) != 1:
        raise SystemExit(f"README.md: {len(found)} blocks begin with {SHOWN}; one was expected")
    return text.replace(found[0], f"{SHOWN}\n{shortened(output)}")


def main() -> int:
    """Write the page, or with `--check` say that it differs."""
    refresh()
    changed = wanted(README.read_text(encoding="utf-8"), demo_output())
    return settle([(README, changed.encode())])


if __name__ == "__main__":
    sys.exit(main())
