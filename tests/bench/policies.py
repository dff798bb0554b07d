"""What authors wait for: compiling the whole library, proving one rule, proving a tenth of them, testing all of them.

`make prove` proves the whole library, on every commit; that takes minutes, and its tenth says as much about the time.
"""

import json
import shutil
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

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
_GROUP = 2
"""How deep the folder of a group of rules lies: `rules/branch`."""

GOLDEN = tuple(word for name in ("good", "weak") for word in ("--input", str(ROOT / f"tests/data/inputs/{name}.json")))
POLICIES = ROOT / "policies"
BOUNDED = (*GOLDEN, "--walks", "20", "--most", "200", "--fresh")
COMPILED, SEVERAL, ONCE, SHARE = 5, 3, 1, 10
AIMS = {"compile": 120, "one": 2_000, "tenth": 48_000, "tests": 20_000}


def policy_rows() -> list[Row]:
    """Each with its aim; the tenth of the library is proven once, the others several times."""
    line = (sys.executable, "-P", "-m", "tests.bench.policies")
    compiled: list[tuple[float, float]] = [
        json.loads(output_of(Command(line=line, installed=str(ROOT)))) for _ in range(COMPILED)
    ]
    sample = Sample(wall=tuple(wall for wall, _ in compiled), cpu=tuple(cpu for _, cpu in compiled))
    rows = [_row("library, parsed and compiled", sample, AIMS["compile"])]
    with TemporaryDirectory() as folder:
        tenth, count = _tenth(Path(folder) / "policies")
        works = {
            "one": (f"policy prove {PROVEN}", ["prove", "--bundle", str(POLICIES), *BOUNDED, PROVEN], SEVERAL),
            "tests": ("policy test", ["test", str(POLICIES), "--no-coverage"], SEVERAL),
            "tenth": (f"policy prove, {count} rules", ["prove", "--bundle", str(tenth), *BOUNDED], ONCE),
        }
        for name, (title, words, runs) in works.items():
            command = product(["policy", *words])
            rows.append(_row(title, time_in_turn({title: command}, runs=runs, warm_up=0)[title], AIMS[name]))
    return rows


def _tenth(target: Path) -> tuple[Path, int]:
    """The library with every tenth of its rules, and how many these are."""
    kept = sorted(path.relative_to(POLICIES).as_posix() for path in POLICIES.glob("rules/*/*/"))[::SHARE]

    def others(folder: str, names: list[str]) -> set[str]:
        place = Path(folder).relative_to(POLICIES)
        return {name for name in names if len(place.parts) == _GROUP and (place / name).as_posix() not in kept}

    shutil.copytree(POLICIES, target, ignore=others)
    return target, len(kept)


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
