"""What authors wait for: compiling the whole library, proving one rule, proving all of them, testing all of them."""

import json
import sys
import time
from dataclasses import replace

from checker.adapters.engine_embedded.engine import EmbeddedEngine
from checker.application.compilation_units import compile_snapshot
from checker.bootstrap.services import INPUT_SCHEMA
from checker.formats.published import schema_bytes
from tests.architecture.source_tree import ROOT
from tests.bench.figures import Row, Sample, row
from tests.bench.processes import Command, output_of, product, time_in_turn
from tests.bench.real_size import real_project
from tests.shipped_policy import policy_for

PROVEN = "workflow.actions_sound"
GOLDEN = tuple(word for name in ("good", "weak") for word in ("--input", str(ROOT / f"tests/data/inputs/{name}.json")))
BOUNDED = ("--bundle", str(ROOT / "policies"), *GOLDEN, "--walks", "20", "--most", "200", "--fresh")
COMPILED, ONE, ALL = 7, 5, 1
AIMS = {"compile": 120, "one": 2_000, "library": 480_000, "tests": 20_000}


def policy_rows() -> list[Row]:
    """Each with its aim; the library is proven once, the others several times."""
    line = (sys.executable, "-P", "-m", "tests.bench.policies")
    compiled: list[tuple[float, float]] = [
        json.loads(output_of(Command(line=line, installed=str(ROOT)))) for _ in range(COMPILED)
    ]
    sample = Sample(wall=tuple(wall for wall, _ in compiled), cpu=tuple(cpu for _, cpu in compiled))
    rows = [_row("library, parsed and compiled", sample, AIMS["compile"])]
    prove = product(["policy", "prove", *BOUNDED])
    one = replace(prove, line=(*prove.line, PROVEN))
    tests = product(["policy", "test", str(ROOT / "policies"), "--no-coverage"])
    for name, command, runs in (("one", one, ONE), ("tests", tests, ONE), ("library", prove, ALL)):
        title = {"one": f"policy prove {PROVEN}", "tests": "policy test", "library": "policy prove"}[name]
        rows.append(_row(title, time_in_turn({title: command}, runs=runs, warm_up=0)[title], AIMS[name]))
    return rows


def _row(name: str, sample: Sample, aim: int) -> Row:
    made = row(name, sample, warm_up=0, cpu_min=round(min(sample.cpu), 2), aim=f"{aim} ms")
    return made | {"is_met": float(str(made["p50"])) <= aim}


def compilation() -> tuple[float, float]:
    """Wall and processor time (milliseconds) of compiling the library; an engine keeps nothing of what it compiled."""
    snapshot = policy_for(real_project()).snapshot
    used, started = time.process_time(), time.perf_counter()
    compile_snapshot(snapshot, input_schema=schema_bytes(INPUT_SCHEMA), engine=EmbeddedEngine())
    return (time.perf_counter() - started) * 1e3, (time.process_time() - used) * 1e3


if __name__ == "__main__":
    sys.stdout.write(json.dumps(compilation()))
