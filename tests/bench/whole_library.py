"""The whole library over a real-size input, in turn with an OPA server, and over ten times of it; all of it warm.

`python -m tests.bench.whole_library FOLDER` prints the rows as JSON. The process is one of its own. On a busy machine
the least processor time of many runs says most; the server has no such figure here, for it is another process.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from checker.application.judge import ANSWER_KEYS
from checker.bootstrap.services import INPUT_SCHEMA
from checker.domain.json_value import Json
from checker.domain.outcome import Outcome
from checker.formats.canonical import canonical_bytes
from checker.formats.published import document_schema
from tests.bench import peers
from tests.bench.figures import Row, Sample, missing, row
from tests.bench.project import Denied
from tests.bench.real_size import real_input, real_project
from tests.opa_server import opa_server, tell
from tests.shipped_policy import ShippedPolicy, policy_for
from tests.system.opa_binary import opa_program

TIMES = {1: 20, 10: 4}
"""How often each size is measured: of real size, and ten times of it."""

WARM_UP, WARM_AIM, GROWTH_AIM = 2, 60, 4
PEER = "opa run --server, POST of the same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One size: the rules, the input, and what is denied."""

    times: int
    policy: ShippedPolicy = field(repr=False)
    document: dict[str, Json] = field(repr=False)
    denied: Denied = field(repr=False)

    @property
    def of(self) -> str:
        """What the names of the rows end with."""
        return f"{len(self.policy.snapshot.rules)} rules" + (
            f", {self.times} times the input" if self.times > 1 else ""
        )

    def evaluate(self) -> None:
        """What the engine does: read the input, answer every rule, write the answers."""
        (unit,) = self.policy.units
        asked = [f"data.{rule.package}" for rule in unit.rules]
        data = canonical_bytes(self.document)
        self.policy.engine.evaluate(unit.policy, entrypoints=asked, document=data, keys=ANSWER_KEYS)

    def judge(self) -> None:
        """The same, and the host's part: what was read, which subjects are denied, how they are told apart."""
        self.policy.judge(self.document)


def make_case(times: int) -> Case:
    """A size, judged once.

    Raises:
        RuntimeError: a rule of it decided nothing, so that its time would say nothing.
    """
    policy, document = policy_for(real_project(times)), real_input(times)
    document_schema(INPUT_SCHEMA).refuse_unless_valid(document, source="the bench's input")
    rulings = policy.judge(document).rulings
    decided = {Outcome.PASSED, Outcome.FAILED, Outcome.NOT_APPLICABLE}
    if idle := [f"{one.rule.code} ({one.reason})" for one in rulings if one.outcome not in decided]:
        raise RuntimeError(f"{len(idle)} rules decided nothing, first {idle[0][:200]}")
    denied = frozenset((ruling.rule.code, one.subject) for ruling in rulings for one in ruling.violations)
    return Case(times=times, policy=policy, document=document, denied=denied)


def library_rows(folder: Path) -> list[Row]:
    """Every size, and how much more ten times the input costs."""
    rows: list[Row] = []
    for times in TIMES:
        case = make_case(times)
        rows += _rows_of(case, {}) if times > 1 else _beside_a_server(case, folder)
    small, large = (one for one in rows if str(one["name"]).startswith("library, evaluated"))
    small |= {"aim": f"{WARM_AIM} ms", "is_met": float(str(small["p50"])) <= WARM_AIM}
    most = GROWTH_AIM * WARM_AIM
    large |= {"aim": f"{most} ms", "is_met": float(str(large["p50"])) <= most}
    large["to_real_size"] = round(float(str(large["cpu_min"])) / float(str(small["cpu_min"])), 1)
    return rows


def _beside_a_server(case: Case, folder: Path) -> list[Row]:
    """The rows of a size, and of the peer that denies the same."""
    peers.write_policy(folder, case.policy.snapshot)
    with opa_server(opa_program(), folder) as port:
        body = json.dumps({"input": case.document}, separators=(",", ":")).encode()

        def ask() -> bytes:
            return tell(port, "POST", "/v1/data/main/deny", body)

        denied = frozenset((one["rule"], one["subject"]) for one in json.loads(ask())["result"])
        if denied == case.denied:
            return _rows_of(case, {PEER: ask})
    return [*_rows_of(case, {}), missing(f"{PEER}, {case.of}", f"other verdicts, first {min(denied ^ case.denied)}")]


def _rows_of(case: Case, others: dict[str, Callable[[], object]]) -> list[Row]:
    works = {"library, evaluated": case.evaluate, "library, judged": case.judge, **others}
    samples = _in_turn(works, runs=TIMES[case.times])
    return [_row(f"{name}, {case.of}", samples[name]) for name in works]


def _row(name: str, sample: Sample) -> Row:
    if name.startswith(PEER):
        return row(name, Sample(wall=sample.wall), warm_up=WARM_UP)
    return row(name, sample, warm_up=WARM_UP, cpu_min=round(min(sample.cpu), 2))


def _in_turn(works: dict[str, Callable[[], object]], *, runs: int) -> dict[str, Sample]:
    """Wall and processor time of each, over as many rounds: A, B, C, A, B, C."""
    wall: dict[str, list[float]] = {name: [] for name in works}
    cpu: dict[str, list[float]] = {name: [] for name in works}
    for number in range(WARM_UP + runs):
        for name, work in works.items():
            used, started = time.process_time(), time.perf_counter()
            work()
            took, spent = time.perf_counter() - started, time.process_time() - used
            if number >= WARM_UP:
                wall[name].append(took * 1e3)
                cpu[name].append(spent * 1e3)
    return {name: Sample(wall=tuple(wall[name]), cpu=tuple(cpu[name])) for name in works}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(library_rows(Path(sys.argv[1]))))
