"""A thousand repositories in one run: seconds, megabytes and requests, against a simulator in a process of its own.

`python -m tests.bench.fleet [REPOSITORIES] [MILLISECONDS]` prints the figures as JSON; the aims are 150 s and 300 MB
for 1,000 repositories at 20 ms. Pacing is off: it would measure the provider's patience. A third run is killed half-way
and taken up again; what was noted as done must not be asked for again.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from tests.architecture.source_tree import ROOT
from tests.github_simulator import made
from tests.github_simulator.server import TOKEN, GitHubSimulator

REPOSITORIES, MILLISECONDS = 1_000, 20
_OF_ROOT = 2
"""Slashes in `repos/OWNER/NAME`."""
START = "import sys; from checker.__main__ import main; sys.exit(main())"


def main() -> None:
    """Measure one run, and the same again with nothing changed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORIES
    latency = int(sys.argv[2]) if len(sys.argv) > 2 else MILLISECONDS
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.fleet", "serve", str(count), str(latency)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdin
        assert server.stdout
        url = server.stdout.readline().strip()
        with tempfile.TemporaryDirectory() as folder:
            figures = [_run(Path(folder), url, count, server.stdin, server.stdout) for _ in range(2)]
        with tempfile.TemporaryDirectory() as folder:
            done = _killed(Path(folder), url, count)
            print("count", file=server.stdin, flush=True)
            server.stdout.readline()
            taken_up = _run(Path(folder), url, count, server.stdin, server.stdout)
        server.stdin.close()
    told = {
        "repositories": count,
        "latency_ms": latency,
        "runs": figures,
        "killed": {"done_before": done, "asked_again": taken_up["repositories_asked"] - (count - done), **taken_up},
    }
    sys.stdout.write(json.dumps(told, indent=1) + "\n")


def _line(folder: Path, url: str, count: int) -> tuple[list[str], dict[str, str]]:
    """The command that collects all of them, and its environment."""
    listed = folder / "repos.txt"
    listed.write_text("".join(f"octo/r{number}\n" for number in range(count)), encoding="utf-8")
    environment = {
        **os.environ,
        "CLEAN_RELEASE_GITHUB_API": url,
        "GH_TOKEN": TOKEN,
        "XDG_CACHE_HOME": str(folder / "cache"),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", START, "audit", "github", "--repos", str(listed), "--pace", "0", "--json"]
    return command, environment


def _killed(folder: Path, url: str, count: int) -> int:
    """Start a run, kill it half-way, and say how many repositories it had noted as done."""
    command, environment = _line(folder, url, count)
    journal = folder / "audits" / ".audit-github.journal"
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None and (not journal.exists() or journal.read_bytes().count(b"\n") < count // 2):
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    return journal.read_bytes().count(b"\n")


def _run(folder: Path, url: str, count: int, ask: IO[str], answers: IO[str]) -> dict[str, float]:
    command, environment = _line(folder, url, count)
    before = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    seconds = time.perf_counter() - before
    rows = json.loads(done.stdout)["repositories"]
    print("count", file=ask, flush=True)
    seen, limited, at_once, roots = map(int, answers.readline().split())
    return {
        "seconds": round(seconds, 1),
        "megabytes": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1),
        "collected": sum(row["outcome"] == "collected" for row in rows),
        "requests": seen,
        "repositories_asked": roots,
        "counted_by_the_limit": limited,
        "most_at_once": at_once,
    }


def serve(count: int, latency: int) -> None:
    """Serve until standard input ends; each line on it is answered with what was seen since the last."""
    simulator = GitHubSimulator(latency=latency / 1000)
    for number in range(count):
        simulator.load(made.repository(f"octo/r{number}"))
    sys.stdout.write(simulator.url + "\n")
    sys.stdout.flush()
    for _ in sys.stdin:
        roots = sum(seen.path.count("/") == _OF_ROOT for seen in simulator.seen)
        sys.stdout.write(f"{len(simulator.seen)} {simulator.limited} {simulator.most_at_once} {roots}\n")
        sys.stdout.flush()
        simulator.forget()
    simulator.stop()


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
