"""Says whether `uv.lock` still agrees with the declared dependencies."""

from __future__ import annotations

import os
import subprocess
import sys

from tools.caches import cache_environment
from tools.set_up import VENV
from tools.tree_digest import ROOT


def main() -> int:
    """Return 0 when locking again would change nothing."""
    command = [str(VENV / "bin" / "uv"), "lock", "--check"]
    environment = cache_environment(os.environ, ROOT)
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
