"""Workflow files read as facts, without zizmor: a hundred of them, and ten thousand with flat memory.

`python -m tests.bench.workflow_files FOLDER` writes them there, reads them, and prints the rows as JSON.
"""

import json
import resource
import sys
import time
from pathlib import Path

from checker.adapters.workspace.workflow_files import workflow_files
from checker.application.read_workflows import read_workflows
from checker.formats.canonical import canonical_bytes
from checker.formats.workflow_section import workflow_facts
from tests.bench.figures import Row, Sample, row

FEW, MANY = 100, 10_000
FEW_AIM_MS, MANY_AIM_MS = 300, 30_000
MOST_GROWTH_MB = 8
RUNS, WARM_UP = 20, 2
_SETTLED = 1_000
_KIB = 1024
_JOB = """  job{number}:
    needs: [{needs}]
    runs-on: ubuntu-latest
    permissions: {{contents: read, id-token: write}}
    if: github.ref == 'refs/heads/main' && success()
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with: {{persist-credentials: false}}
      - name: Build
        env: {{TOKEN: "${{{{ secrets.TOKEN_{number} }}}}"}}
        run: |
          python -m build
          ls dist
"""


def main() -> None:
    """Write, read, print."""
    few, many = Path(sys.argv[1]) / "few", Path(sys.argv[1]) / "many"
    _write(few, FEW)
    _write(many, MANY)
    sys.stdout.write(json.dumps([_few(few), _many(many)]) + "\n")


def _write(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    jobs = "".join(_JOB.format(number=number, needs=f"job{number - 1}" if number else "") for number in range(3))
    for number in range(count):
        text = f"name: W{number}\non: {{push: {{tags: ['v*']}}}}\npermissions: {{}}\njobs:\n{jobs}"
        folder.joinpath(f"w{number}.yml").write_text(text, encoding="utf-8")


def _few(folder: Path) -> Row:
    wall, cpu = [], []
    for number in range(WARM_UP + RUNS):
        started, used = time.perf_counter(), time.process_time()
        _read(folder)
        if number >= WARM_UP:
            wall.append((time.perf_counter() - started) * 1e3)
            cpu.append((time.process_time() - used) * 1e3)
    sample = Sample(wall=tuple(wall), cpu=tuple(cpu))
    made = row(f"{FEW} workflow files, read as facts", sample, warm_up=WARM_UP, aim=f"{FEW_AIM_MS} ms")
    return made | {"is_met": float(str(made["p95"])) <= FEW_AIM_MS}


def _many(folder: Path) -> Row:
    """One reading; what the memory grows by after the first thousand files is what a file leaves behind."""
    started, used = time.perf_counter(), time.process_time()
    settled, most = _read(folder)
    took = (time.perf_counter() - started) * 1e3
    sample = Sample(wall=(took,), cpu=((time.process_time() - used) * 1e3,))
    aim = f"{MANY_AIM_MS // 1000} s, no growth"
    made = row(f"{MANY:,} workflow files, read as facts", sample, warm_up=0, aim=aim, most_memory_mb=round(most))
    return made | {"is_met": took <= MANY_AIM_MS and most - settled <= MOST_GROWTH_MB}


def _read(folder: Path) -> tuple[float, float]:
    """Read everything; returns the largest memory after the first thousand files, and at the end (MB)."""
    settled = 0.0
    for number, read in enumerate(read_workflows(workflow_files(folder))):
        assert read.workflow, read.problem
        canonical_bytes(workflow_facts(read.workflow))
        if number == _SETTLED:
            settled = _memory()
    return settled, _memory()


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB


if __name__ == "__main__":
    main()
