"""Writes the page "Coming from Scorecard, Legitify, Allstar, …": what another tool checks, and which rules do here.

Made from the catalogue's column of peers and the rules' METADATA. `--check` only compares.
"""

from __future__ import annotations

import re
import sys

from checker.formats.rule_catalogue import catalogue_rows
from tools.tree_digest import ROOT

PAGE = ROOT / "docs" / "reference" / "coming-from.md"
RULES = ROOT / "policies" / "rules"
CATALOGUE = re.compile(r"^#   catalogue: (\S+)$", re.MULTILINE)
FIRST = ("Scorecard", "Legitify", "Allstar", "Conforma")
HEAD = """<!-- Made by tools/peers_page.py from the catalogue and the rules' METADATA; change those. -->
# Coming from Scorecard, Legitify, Allstar, conftest, Conforma

What a tool you know checks, and the rules that decide it here. A rule answers passed, failed or not evaluated; what
could not be read never passes, which is where the answers most often differ. A name of the tool's own check is given
where it is known.

Policies in the style of conftest (`deny`, `violation`, `warn`) run unchanged:
[use conftest policies](../how-to/use-conftest-policies.md).
"""


def page() -> str:
    """Return the text of the page."""
    codes: dict[str, list[str]] = {}
    for path in sorted(RULES.rglob("*.rego")):
        found = CATALOGUE.search(path.read_text(encoding="utf-8"))
        if found:
            codes.setdefault(found[1], []).append(".".join(path.parts[-3:-1]))
    rows = catalogue_rows()
    tools = {peer.tool for row in rows for peer in row.peers}
    parts = [HEAD]
    for tool in (*FIRST, *sorted(tools.difference(FIRST), key=str.lower)):
        parts.append(f"\n## {tool}\n\n| Row | What | Its check | Rules |\n|---|---|---|---|\n")
        for row in rows:
            own = next((peer for peer in row.peers if peer.tool == tool), None)
            if own is not None:
                rules = ", ".join(_link(code) for code in codes.get(row.id, ())) or "none yet"
                parts.append(f"| {row.id} | {row.check.replace('|', chr(92) + '|')} | {own.check} | {rules} |\n")
    return "".join(parts)


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; 1 when it differs and is not written."""
    text = page()
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    if "--check" in arguments:
        print(f"{PAGE.relative_to(ROOT)} differs")
        return 1
    PAGE.write_text(text, encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: written")
    return 0


def _link(code: str) -> str:
    return f"[{code}](rules/{code.replace('.', '/')}.md)"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
