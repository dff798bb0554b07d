"""Every rule of the library proven, from the golden documents and the rules' own tests; "not proven" is red.

`make check` tries a bounded number of documents and holes, `--thorough` (`make nightly`) nearly everything there is.
What follows `--` goes to `clean-release policy prove`, for example the code of one rule.
"""

from __future__ import annotations

import subprocess
import sys

from tools.set_up import VENV
from tools.tree_digest import ROOT

GOLDEN = tuple(f"tests/data/inputs/{name}.json" for name in ("good", "weak"))
BOUNDED = ("--walks", "20", "--most", "200")
THOROUGH = ("--walks", "2000", "--most", "20000", "--fresh")


def main(arguments: list[str]) -> int:
    """Prove; the exit code is that of `policy prove`: 1 when a law is broken, 3 when one was not seen to hold."""
    is_thorough = "--thorough" in arguments
    more = [word for word in arguments if word not in ("--thorough", "--")]
    inputs = [word for path in GOLDEN for word in ("--input", path)]
    effort = THOROUGH if is_thorough else BOUNDED
    command = [str(VENV / "bin" / "clean-release"), "policy", "prove", "--bundle", "policies", *inputs, *effort, *more]
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
