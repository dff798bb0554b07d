"""What every generator does with what it made: write what differs, or with `--check` only say what does."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools.tree_digest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def settle(wanted: Iterable[tuple[Path, bytes]]) -> int:
    """Return the exit code of a generator: 1 where `--check` was asked for and a file differs.

    Each file is settled before the next one is made, because some are made from those before them.
    """
    check = "--check" in sys.argv[1:]
    differs = False
    for path, data in wanted:
        if path.is_file() and path.read_bytes() == data:
            continue
        differs = True
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        print(f"{path.relative_to(ROOT)}: {'differs' if check else 'written'}", file=sys.stderr)
    return 1 if check and differs else 0
