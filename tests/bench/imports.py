"""What `check` loads: how many modules, by the distribution's name, and how long each of them takes."""

import re
import subprocess
from collections import Counter, defaultdict

from tests.bench.processes import PYTHON, Command

_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s*(\S+)")


def import_budget(check: Command) -> list[dict[str, str | int | float]]:
    """Modules and milliseconds by top-level package, the dearest first.

    The interpreter's own count; being counted makes imports slower, so these are shares, not sums.
    """
    line = [PYTHON, "-X", "importtime", *check.line]
    ended = subprocess.run(line, env=check.environment, capture_output=True, text=True, check=False)
    spent: dict[str, int] = defaultdict(int)
    modules: Counter[str] = Counter()
    for microseconds, name in _LINE.findall(ended.stderr):
        top = name.partition(".")[0]
        spent[top] += int(microseconds)
        modules[top] += 1
    dearest = sorted(spent, key=lambda top: -spent[top])
    return [{"package": top, "modules": modules[top], "ms": round(spent[top] / 1000, 1)} for top in dearest[:20]]
