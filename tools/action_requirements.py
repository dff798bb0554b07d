"""Writes `action/requirements.txt`: what the CI action installs, as `uv.lock` has it, with every hash.

The product itself is not in it; the action builds it from the commit it was named by. What its build needs is in it.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tools.caches import cache_environment
from tools.generated_files import settle
from tools.set_up import VENV
from tools.tree_digest import ROOT

TARGET = ROOT / "action" / "requirements.txt"
HEAD = "# Made from uv.lock by tools/action_requirements.py. Every package is named by its hashes.\n"


def main() -> int:
    """Write the file; with `--check` only say whether it differs."""
    return settle([(TARGET, (HEAD + _exported()).encode())])


def _exported() -> str:
    """The locked packages of the product and of its build, as pip reads them."""
    command = [str(VENV / "bin" / "uv"), "export", "--quiet", "--frozen", "--format", "requirements.txt"]
    command += ["--no-emit-workspace", "--no-default-groups", "--group", "action", "--no-header", "--no-annotate"]
    environment = cache_environment(os.environ, ROOT)
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
