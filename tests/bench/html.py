"""A report with 2,000 violations as a page: how long it takes, and how large it is.

`python -m tests.bench.html FOLDER` prints the rows as JSON; nothing is written to the folder. The first page of a
process compiles the templates; every other one does not.
"""

import json
import sys
import time
from collections.abc import Iterator

from checker.domain.closure import Closure
from checker.domain.digest import digest_of
from checker.domain.json_value import Json
from checker.domain.outcome import Violation
from checker.domain.rule import Rule
from checker.formats.report_v1 import report_bytes, report_document
from checker.output.html.report_page import render_html
from tests.bench.figures import Row, Sample, row
from tests.report_builders import a_report, a_rule, a_violation, failed

RULES, OF_EACH = 20, 100
AIM_MS, AIM_BYTES = 50, 300 * 1024
RUNS, WARM_UP = 100, 3


def main() -> None:
    """Measure."""
    rules = [a_rule(f"branch.rule_{number:02}") for number in range(RULES)]
    report = a_report(*(failed(rule, *_violations(rule)) for rule in rules))
    document, digest = report_document(report), digest_of(report_bytes(report))
    first, _, size = _once(document, digest)
    taken = [_once(document, digest) for _ in range(RUNS + WARM_UP)][WARM_UP:]
    sample = Sample(wall=tuple(wall for wall, _, _ in taken), cpu=tuple(cpu for _, cpu, _ in taken))
    made = row(f"a page of {RULES * OF_EACH:,} violations", sample, warm_up=WARM_UP, note=f"{size:,} bytes")
    rows: list[Row] = [
        made | {"aim": f"{AIM_MS} ms, 300 KB", "is_met": float(str(made["p50"])) <= AIM_MS and size <= AIM_BYTES},
        row("the first page of a process", Sample(wall=(first,)), warm_up=0, note="compiles the templates"),
    ]
    sys.stdout.write(json.dumps(rows) + "\n")


def _violations(rule: Rule) -> Iterator[Violation]:
    return (
        a_violation(rule, f"refs/heads/feature/{number:04}", evidence=({"actor": f"team:{number}", "mode": "always"},))
        for number in range(OF_EACH)
    )


def _once(document: dict[str, Json], digest: str) -> tuple[float, float, int]:
    """Milliseconds by the clock and of the processor, and bytes."""
    before, spent = time.perf_counter(), time.process_time()
    page = render_html(document, digest=digest, closure=Closure())
    return (time.perf_counter() - before) * 1000, (time.process_time() - spent) * 1000, len(page.encode())


if __name__ == "__main__":
    main()
