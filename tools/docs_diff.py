"""Compares every generated file with the committed one: schemas, rule pages, command help, error codes, locks.

Each generator is a module of its own that takes `--check`: it then writes nothing, names the files that differ, and
exits 1.
"""

from __future__ import annotations

import subprocess
import sys

from tools.tree_digest import ROOT

GENERATORS = (
    "tools.schemas",
    "tools.bundle_ledger",
    "tools.bundle_revisions",
    "tools.examples",
    "tools.rule_pages",
    "tools.readme_output",
    "tools.cli_reference",
    "tools.help_topics",
    "tools.error_reference",
    "tools.schema_reference",
    "tools.request_reference",
    "tools.api_reference",
    "tools.action_requirements",
)


def main() -> int:
    """Ask every generator; 1 when any file differs."""
    differing = [generator for generator in GENERATORS if not _agrees(generator)]
    for generator in differing:
        print(f"docs-diff: run .venv/bin/python -m {generator} and commit what it writes", file=sys.stderr)
    return 1 if differing else 0


def _agrees(generator: str) -> bool:
    command = [sys.executable, "-m", generator, "--check"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
