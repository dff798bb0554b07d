"""Builds the wheels of both distributions into `dist/`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tools.caches import cache_environment
from tools.set_up import VENV
from tools.tree_digest import ROOT


def main() -> int:
    """Empty `dist/`, then build; the exit code is that of `uv build`."""
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    command = [str(VENV / "bin" / "uv"), "build", "--all-packages", "--wheel"]
    environment = cache_environment(os.environ, ROOT)
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    for wheel in sorted((ROOT / "dist").glob("*.whl")):
        print(wheel.relative_to(ROOT))
    return status


if __name__ == "__main__":
    sys.exit(main())
