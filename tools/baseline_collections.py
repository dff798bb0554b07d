"""Writes the collections `osps-baseline-1|2|3` into the METADATA of every rule, as the levels of its controls imply.

`--check` only names the rules that differ. A control is written in METADATA, its levels are the baseline's to say.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from checker.domain.coverage import BASELINE_COLLECTION
from checker.formats.rule_catalogue import baseline
from tools.tree_digest import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES = ROOT / "policies" / "rules"
COLLECTIONS = re.compile(r"^(#   collections: )\[([^\]]*)\]$", re.MULTILINE)
CONTROL = re.compile(r"OSPS-[A-Z]+-[0-9]+\.[0-9]+")


def main(arguments: list[str]) -> int:
    """Write, or compare; 1 when a rule differs and is not written."""
    levels = {control.id: control.levels for control in baseline()[1]}
    differing = 0
    for path in sorted(RULES.rglob("*.rego")):
        text = path.read_text(encoding="utf-8")
        wanted = with_collections(text, levels)
        if wanted == text:
            continue
        differing += 1
        print(f"{path.relative_to(ROOT)}: {'differs' if '--check' in arguments else 'written'}")
        if "--check" not in arguments:
            path.write_text(wanted, encoding="utf-8")
    return int(bool(differing) and "--check" in arguments)


def with_collections(text: str, levels: Mapping[str, tuple[int, ...]]) -> str:
    """Return the text of a rule with the collections that its controls imply, after its others."""
    head = text.partition("\npackage ")[0]
    line = next((row for row in head.splitlines() if row.startswith("#   controls:")), "")
    implied = sorted({level for control in CONTROL.findall(line) for level in levels.get(control, ())})

    def written(found: re.Match[str]) -> str:
        names = [name.strip() for name in found[2].split(",") if name.strip()]
        kept = [name for name in names if not name.startswith(BASELINE_COLLECTION)]
        return f"{found[1]}[{', '.join([*kept, *(f'{BASELINE_COLLECTION}{level}' for level in implied)])}]"

    return COLLECTIONS.sub(written, text, count=1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
