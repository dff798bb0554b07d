"""What `check` loads: how many modules, by the distribution's name, and how long each of them takes."""

import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Sequence

from tests.bench.processes import PYTHON, clean_environment

_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s*(\S+)")


def import_budget(arguments: Sequence[str]) -> list[dict[str, str | int | float]]:
    """Modules and milliseconds by top-level package, the dearest first.

    The interpreter's own count; being counted makes imports slower, so these are shares, not sums.
    """
    command = [PYTHON, "-X", "importtime", "-m", "checker", *arguments]
    ended = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=False)
    spent: dict[str, int] = defaultdict(int)
    modules: Counter[str] = Counter()
    for microseconds, name in _LINE.findall(ended.stderr):
        top = name.partition(".")[0]
        spent[top] += int(microseconds)
        modules[top] += 1
    dearest = sorted(spent, key=lambda top: -spent[top])
    return [{"package": top, "modules": modules[top], "ms": round(spent[top] / 1000, 1)} for top in dearest[:20]]
