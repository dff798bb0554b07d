"""Many compliance runs of one server at once, each of a candidate of its own, asked for over HTTP all together."""

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.served_process import API, Answer, ServedProcess

LONGEST = 1200
MOST_TRIES = 20
SERVER_SETTINGS = """\
schema: clean-release/server/v1
limits: {requests_per_minute: 1000000, runs_per_hour: 100000}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What became of them: each run with its status, and the events of the trail by run and action.

    `answered` is after how many seconds the last was answered, `seconds` after how many the last had ended.
    """

    asked: tuple[str, ...]
    statuses: dict[str, str]
    events: Counter[tuple[str, str]]
    refused: int
    seconds: float
    answered: float


def many_runs(server: ServedProcess, token: str, *, count: int, artifacts: Path) -> Worked:
    """Register as many candidates, ask for a run of each at the same time, and wait until all have ended."""
    names = [f"many-{number:03d}" for number in range(count)]
    refused: list[Answer] = []

    def made(path: str, body: object) -> Any:  # noqa: ANN401 - any document
        """The answer to a request that is repeated, as a client does that was told to come again."""
        for _ in range(MOST_TRIES):
            answer = server.call("POST", path, token, body)
            if answer.status < 300:
                return answer.json
            refused.append(answer)
            assert answer.status in {409, 429, 503}, answer.body
            time.sleep(0.2)
        raise AssertionError(answer.body)

    files = json.loads(artifacts.read_bytes())
    for name in names:
        made(f"{API}/candidates", {"candidate_id": name, "version": "1.2.0", "source_snapshot": "v1.2.0-rc1"})
        made(f"{API}/candidates/{name}/artifacts/import", files)
        made(f"{API}/candidates/{name}/manifest", {})
    begun = time.monotonic()
    with ThreadPoolExecutor(count) as together:
        asked = list(together.map(lambda name: made(f"{API}/candidates/{name}/compliance-runs", {}), names))
    answered = round(time.monotonic() - begun, 2)
    runs = tuple(str(one["run_id"]) for one in asked)
    statuses = _ended(lambda run: str(server.call("GET", f"{API}/compliance-runs/{run}", token).json["status"]), runs)
    return Worked(
        asked=runs,
        statuses=statuses,
        events=_events(server, token),
        refused=len(refused),
        seconds=round(time.monotonic() - begun, 1),
        answered=answered,
    )


def _ended(status_of: Callable[[str], str], runs: Sequence[str]) -> dict[str, str]:
    last = time.monotonic() + LONGEST
    found: dict[str, str] = {}
    while open_runs := [run for run in runs if found.get(run, "pending") in {"pending", "running"}]:
        assert time.monotonic() < last, found
        time.sleep(0.5)
        found |= {run: status_of(run) for run in open_runs}
    return found


def _events(server: ServedProcess, token: str) -> Counter[tuple[str, str]]:
    """How often each run did what, as its own stream tells."""
    seen: Counter[tuple[str, str]] = Counter()
    for number in range(1, 10_000):
        answer = server.call("GET", f"{API}/compliance-runs/run-{number:03d}/events", token)
        if answer.status != 200:
            return seen
        for line in answer.body.splitlines():
            if line.startswith(b"data: "):
                step = json.loads(line[6:])
                seen[step["run_id"], step["action"] + (f" {step['stage']}" if step["stage"] else "")] += 1
    return seen
