"""The server: reads under load, its memory, a run through it against the same question to an OPA server, many runs.

    python -m tests.bench.server FOLDER

The client is a process of its own, the provider is the simulator of the tests, and everything is on this machine.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter_ns
from typing import Any
from urllib.parse import urlsplit

from checker.application.compilation_units import compile_snapshot
from checker.application.evaluate_snapshot import evaluate_snapshot
from checker.application.fingerprint import RuleScope
from checker.application.prepare_snapshot import prepare_snapshot
from checker.bootstrap import CleanRelease
from checker.domain.digest import Digest
from checker.domain.namespace import Namespace
from checker.domain.outcome import Ruling
from checker.domain.principal import Role
from tests.architecture.source_tree import ROOT
from tests.bench.figures import Row, Sample, row
from tests.bench.peers import write_policy
from tests.bench.processes import PROGRAM
from tests.git_repositories import write
from tests.github_simulator import made
from tests.github_simulator.server import TOKEN, GitHubSimulator
from tests.integration.compliance_project import ANCHOR, BY, NAME, released_tree
from tests.many_runs import SERVER_SETTINGS, many_runs
from tests.served_process import API, ServedProcess, served, token_of
from tests.system.opa_binary import opa_program

RUN = f"{API}/compliance-runs/run-001"
REQUESTS, CONNECTIONS, RATE, WARM_UP = 10_000, 50, 1_500, 500
MOST_P99, MOST_MEGABYTES, MOST_TO_PEER, MOST_ANSWERED = 20, 250, 1.5, 2_000
ROUNDS, RUNS = 20, 64
BYPASS = [{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}]


def server_rows(folder: Path) -> list[Row]:
    """Every row of the server."""
    github = GitHubSimulator()
    os.environ |= {
        "HOME": str(folder / "home"),
        "XDG_CONFIG_HOME": str(folder / "configuration"),
        "CLEAN_RELEASE_GITHUB_API": github.url,
        "GH_TOKEN": TOKEN,
    }
    tree = _project(folder, github)
    token = token_of("release-bot", Role.OPERATOR)
    try:
        with served(tree) as server:
            rows = [*_reads(server, token), *_many(server, token, tree)]
            rows += _against_opa(server, token, tree, folder / "policy")
    finally:
        github.stop()
    return rows


def _project(folder: Path, github: GitHubSimulator) -> Path:
    """A project whose candidate was judged, and is blocked: there is something to be denied."""
    tree = released_tree(folder / "repositories")
    configured = folder / "configuration" / "clean-release"
    configured.mkdir(parents=True, mode=0o700)
    (folder / "home").mkdir()
    write(configured / "anchor.yaml", ANCHOR)
    write(configured / "server.yaml", SERVER_SETTINGS)
    github.load(made.repository("octo/widget"))
    for number in (101, 102):
        path = f"repos/octo/widget/rulesets/{number}"
        answer = github.answers[path]
        github.put(path, replace(answer, body={**answer.body, "bypass_actors": BYPASS}))
    source = ("--version", "1.2.0", "--source-snapshot", "v1.2.0-rc1")
    for words, code in (
        (("lock",), 0),
        (("candidate", "register", *BY, *source), 0),
        (("candidate", "import-artifacts", *BY, "--input", "artifacts.json"), 0),
        (("manifest", "build", *BY), 0),
        (("compliance", "run", *BY), 1),
    ):
        done = subprocess.run([PROGRAM, *words], cwd=tree, stdout=subprocess.DEVNULL, check=False)
        if done.returncode != code:
            raise RuntimeError(f"{words} ended with {done.returncode}")
    return tree


def _reads(server: ServedProcess, token: str) -> list[Row]:
    """`GET run`: as fast as it goes, then at a rate, and the memory that the server has in the end."""
    _asked(server, token, requests=WARM_UP, rate=0)
    before = _processor_ms(server)
    fast = _asked(server, token, requests=REQUESTS, rate=0)
    each = round((_processor_ms(server) - before) / REQUESTS, 2)
    per_second = round(REQUESTS / fast["seconds"])
    note = f"{per_second} requests/s, {each} ms of processor time each"
    fastest = row(
        "GET run, as fast as it goes, 50 at once", Sample(wall=tuple(fast["took"])), warm_up=WARM_UP, note=note
    )
    rows = [fastest | {"aim": f"{RATE}/s", "is_met": per_second >= RATE}]
    for rate in sorted({RATE, round(per_second * 0.7)}):
        paced = _asked(server, token, requests=REQUESTS, rate=rate)
        made_row = row(f"GET run, {rate} requests/s (open loop)", Sample(wall=tuple(paced["took"])), warm_up=WARM_UP)
        is_met = float(made_row["p99"] or 0) <= MOST_P99
        rows.append(made_row | {"aim": f"P99 {MOST_P99} ms", "is_met": is_met, "most_memory_mb": _megabytes(server)})
    rows[-1]["note"] = f"memory aim {MOST_MEGABYTES} MB: {'met' if _megabytes(server) <= MOST_MEGABYTES else 'not met'}"
    return rows


def _asked(server: ServedProcess, token: str, *, requests: int, rate: float) -> dict[str, Any]:
    words = (server.port, RUN, requests, CONNECTIONS, rate)
    line = [sys.executable, "-P", "-m", "tests.bench.open_loop", *map(str, words)]
    environment = {**os.environ, "TOKEN": token, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(line, env=environment, capture_output=True, check=True)
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def _processor_ms(server: ServedProcess) -> float:
    """The processor time that the server has used, without its workers."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def _megabytes(server: ServedProcess) -> float:
    """The most memory that the server has held."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii").splitlines()
    return round(int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024, 1)


def _many(server: ServedProcess, token: str, tree: Path) -> list[Row]:
    """Runs that are asked for together: how many came to one end each, and how long all of them took."""
    worked = many_runs(server, token, count=RUNS, artifacts=tree / "artifacts.json")
    ends = {run: sum(n for (name, _), n in worked.events.items() if name == run) for run in worked.asked}
    is_met = (
        len(set(worked.asked)) == RUNS and set(worked.statuses.values()) == {"blocked"} and len(set(ends.values())) == 1
    )
    how = ", ".join(f"{n} {status}" for status, n in sorted(Counter(worked.statuses.values()).items()))
    events = sorted(set(ends.values()))
    note = f"{len(set(worked.asked))} asked, {how}, each with {events} events, {worked.refused} refused"
    return [
        row(f"{RUNS} runs asked for at once, to the last", Sample(wall=(worked.seconds * 1000,)), warm_up=0)
        | {"aim": "none lost, none doubled", "is_met": is_met, "note": note},
        row("the same, until the last was answered", Sample(wall=(worked.answered * 1000,)), warm_up=0)
        | {"aim": f"{MOST_ANSWERED} ms", "is_met": worked.answered * 1000 <= MOST_ANSWERED},
    ]


def _against_opa(server: ServedProcess, token: str, tree: Path, policy: Path) -> list[Row]:
    """A run over HTTP to its report, its input and rules over HTTP to an OPA server, and by our engine, in turn."""
    document, judged = _same_input(server, token, tree, policy)
    denied = {one["subject"] for one in server.call("GET", f"{RUN}/violations", token).json["violations"]}

    def run() -> None:
        asked = server.call("POST", f"{API}/candidates/{NAME}/compliance-runs", token, {})
        server.call("GET", f"{API}/compliance-runs/{asked.json['run_id']}/events", token)

    with _opa_server(policy) as url:
        theirs = {one["subject"] for one in _posted(url, document)["result"]}
        alone = {one.subject for ruling in judged() for one in ruling.violations}
        if not denied or not denied == theirs == alone:
            raise RuntimeError("the verdicts differ; nothing is compared")
        took = _in_turn(run, partial(_posted, url, document), judged)
    own, peer, engine = (Sample(wall=tuple(one)) for one in took)
    peer_row = row("opa run --server, the same rules and input", peer, warm_up=1)
    own_row = row("a run over HTTP, to its report", own, warm_up=0)
    ratio = round(float(own_row["p50"] or 0) / float(peer_row["p50"] or 1), 1)
    own_row |= {"aim": f"{MOST_TO_PEER} times the peer", "is_met": ratio <= MOST_TO_PEER}
    own_row |= {"note": f"{ratio} times the peer, which neither reads settings nor records"}
    alone_row = row("the same rules and input, by our engine in the bench", engine, warm_up=1)
    return [own_row, peer_row, alone_row | {"note": "evaluated and judged; no HTTP, nothing asked, nothing recorded"}]


def _same_input(
    server: ServedProcess, token: str, tree: Path, policy: Path
) -> tuple[bytes, Callable[[], Sequence[Ruling]]]:
    """The input of the first run, and what judges it with the compiled rules; the peer's policy is written."""
    facade = CleanRelease(directory=tree)
    loaded, anchor = facade.load(), facade.trusted_anchor(Namespace.REAL)
    assert anchor
    with facade.store(Namespace.REAL) as store:
        now, services = facade.now(), facade.services(store)
        snapshot = prepare_snapshot(loaded.project, anchor=anchor.anchor, now=now, lock=loaded.lock, services=services)
        report = json.loads(store.get_report(name=server.call("GET", RUN, token).json["report"]).data)
        document = store.get_document(digest=Digest(report["input"])).data
    engine = services.trusted_engine
    units = compile_snapshot(snapshot, input_schema=services.input_schema, engine=engine)
    scope = RuleScope(namespace=loaded.project.namespace, repository_id=0, slug=loaded.project.slug)
    write_policy(policy, snapshot)

    def judged() -> Sequence[Ruling]:
        return evaluate_snapshot(units, document=json.loads(document), engine=engine, scope=scope).rulings

    return document, judged


def _in_turn(*acts: Callable[[], object]) -> list[list[float]]:
    """How many milliseconds each of them took, each time."""
    took: list[list[float]] = [[] for _ in acts]
    for _ in range(ROUNDS):
        for act, times in zip(acts, took, strict=True):
            begun = perf_counter_ns()
            act()
            times.append((perf_counter_ns() - begun) / 1e6)
    return took


@contextmanager
def _opa_server(policy: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    line = [str(opa_program()), "run", "--server", "--addr", f"127.0.0.1:{port}", "--log-level", "error", str(policy)]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _until_it_listens(port)
            yield f"http://127.0.0.1:{port}/v1/data/main/deny"
        finally:
            process.kill()


def _until_it_listens(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the OPA server does not listen")


def _posted(url: str, document: bytes) -> dict[str, Any]:
    parts = urlsplit(url)
    connection = HTTPConnection(str(parts.hostname), int(parts.port or 0))
    connection.request("POST", parts.path, body=b'{"input": ' + document + b"}")
    read: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return read


if __name__ == "__main__":
    with TemporaryDirectory(prefix="clean-release-bench-") as outside:  # no state of a server may lie in a checkout
        sys.stdout.write(json.dumps(server_rows(Path(outside))))
