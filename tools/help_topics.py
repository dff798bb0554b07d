"""Writes docs/reference/help-topics.md from the texts of `clean-release help`. `--check` only compares."""

from __future__ import annotations

import sys

from checker.cli.help_topics import topics
from tools.generated_files import settle
from tools.tree_digest import ROOT

PAGE = ROOT / "docs" / "reference" / "help-topics.md"
HEAD = """\
<!-- Made by tools/help_topics.py from checker/cli/topics; change those. -->

# Help topics

What `clean-release help TOPIC` shows, wherever it is installed.
"""


def page() -> str:
    """Return the text of the page."""
    lines = [HEAD.rstrip("\n")]
    for name, text in topics().items():
        lines += ["", f"## {name}", "", "```text", text.rstrip("\n"), "```"]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page; with `--check` say that it differs, and return 1 then."""
    return settle([(PAGE, page().encode())])


if __name__ == "__main__":
    sys.exit(main())
