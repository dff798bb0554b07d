"""`make bench`: every figure, as a table on the screen and as JSON in `build/bench.json`.

`make bench CASE=library` takes the figures of one case alone and shows them; the file stays what it was.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable

from checker.adapters.clock import SystemClock
from tests.architecture.source_tree import ROOT
from tests.bench.cold_check import cold_rows, start_rows
from tests.bench.figures import SCHEMA, Row, load, machine
from tests.bench.imports import import_budget
from tests.bench.policies import policy_rows
from tests.bench.processes import Command, output_of
from tests.bench.project import BenchProject, make_own, make_shipped

RESULT = ROOT / "build" / "bench.json"
FOLDER = ROOT / "build" / "bench"


def main() -> None:
    """Measure everything, write the result, and show it; exits 0 whatever the figures are, 2 where there is no case."""
    if names := sys.argv[1:]:
        sys.exit(_show(names))
    before = load()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    own, judged = make_own(FOLDER)
    shipped = make_shipped(FOLDER, judged)
    cold = cold_rows(shipped, own, judged, FOLDER / "peers")
    rows = [
        *cold,
        *start_rows(),
        *_warm_rows(shipped),
        *policy_rows(),
        *_apart("workflow_files"),
        *_apart("whole_library"),
        *_apart("store"),
        *_apart("html"),
    ]
    result = {
        "schema": SCHEMA,
        "measured_at": SystemClock().now().date().isoformat(),
        "machine": machine(),
        "load_before": before,
        "load_after": load(),
        "rules": len(judged.snapshot.rules),
        "input_bytes": len(judged.input_bytes),
        "denials": len(judged.denied),
        "rows": rows,
        "import_budget": import_budget(shipped.check()),
    }
    shutil.rmtree(FOLDER)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(_table(rows))
    sys.stdout.write(f"load {before} before, {load()} after; written to {RESULT.relative_to(ROOT)}\n")


def _warm_rows(project: BenchProject) -> list[Row]:
    path = os.pathsep.join((project.installed, str(ROOT)))
    line = (sys.executable, "-P", "-m", "tests.bench.warm_decision", str(project.folder), str(project.anchor))
    rows: list[Row] = json.loads(output_of(Command(line=line, installed=path)))
    return rows


def _apart(name: str) -> list[Row]:
    """The rows of a case that is a process of its own."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    line = (sys.executable, "-P", "-m", f"tests.bench.{name}", str(folder))
    rows: list[Row] = json.loads(output_of(Command(line=line, installed=str(ROOT))))
    return rows


CASES: dict[str, Callable[[], list[Row]]] = {
    "html": lambda: _apart("html"),
    "library": lambda: _apart("whole_library"),
    "policies": policy_rows,
    "start": start_rows,
    "server": lambda: _apart("server"),
    "store": lambda: _apart("store"),
    "tui": lambda: _apart("tui"),
    "workflows": lambda: _apart("workflow_files"),
}


def _show(names: list[str]) -> int:
    """Measure some cases and print their table."""
    if unknown := [name for name in names if name not in CASES]:
        sys.stderr.write(f"bench: there is no case {unknown[0]!r}; there are {', '.join(sorted(CASES))}\n")
        return 2
    for name in names:
        shutil.rmtree(FOLDER, ignore_errors=True)
        sys.stdout.write(_table(CASES[name]()) + f"load {load()}\n")
    shutil.rmtree(FOLDER, ignore_errors=True)
    return 0


def _table(rows: list[Row]) -> str:
    shown = ("p50", "p95", "p99", "max", "cpu_p50", "n")
    lines = [f"{'milliseconds':<40}" + "".join(f"{name:>10}" for name in shown)]
    for one in rows:
        if reason := one.get("missing"):
            lines.append(f"{one['name']:<40}  not measured: {reason}")
            continue
        lines.append(f"{one['name']:<40}" + "".join(f"{one.get(name, ''):>10}" for name in shown) + _remarks(one))
    return "\n".join(lines) + "\n"


def _remarks(one: Row) -> str:
    names = (
        "version",
        "check_to_peer",
        "own_to_peer",
        "check_without_start_to_peer",
        "to_bare_python",
        "most_memory_mb",
        "cpu_min",
        "to_real_size",
        "note",
        "aim",
    )
    said = [f"{name.replace('_', ' ')} {one[name]}" for name in names if name in one]
    if "is_met" in one:
        said.append("met" if one["is_met"] else "not met")
    return "  " + ", ".join(said) if said else ""


if __name__ == "__main__":
    main()
