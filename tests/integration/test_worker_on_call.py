"""A worker that a server keeps: it judges as a new one does, remembers no trust, and ends with the server."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from checker.domain.digest import Digest, digest_of
from checker.domain.principal import Role
from checker.formats.canonical import canonical_bytes
from tests.git_repositories import write
from tests.integration.compliance_project import ANCHOR, BY, NAME, PROJECT, ComplianceProject
from tests.policy_builders import a_policy
from tests.served_process import API, ServedProcess, served, token_of

pytestmark = pytest.mark.unmeasured

SECONDS = 60
ABOUT_THIS_RUN = {"evaluated_at", "collected_at", "digest", "input"}
"""What of a report is another in each run: when, and what is named by bytes that say when."""


def until(happened: Callable[[], object]) -> None:
    last = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < last
        time.sleep(0.02)


def state_of(number: int) -> str:
    """Of a process: S while it sleeps, Z when it has ended, and nothing where nobody knows of it any more."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    return ""


def command_of(number: str) -> bytes:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{number}/cmdline").read_bytes()
    return b""


class Scene:
    """A server whose only worker stays."""

    def __init__(self, server: ServedProcess, compliance: ComplianceProject) -> None:
        self.server, self.compliance = server, compliance
        self.token = token_of("release-bot", Role.OPERATOR)

    def run(self) -> dict[str, Any]:
        """A run over HTTP, when it and its task have ended."""
        asked = self.server.call("POST", f"{API}/candidates/{NAME}/compliance-runs", self.token, {})
        assert asked.status == 202, asked.body
        path = f"{API}/compliance-runs/{asked.json['run_id']}"
        shown: dict[str, Any] = {}

        def has_ended() -> bool:
            shown.update(self.server.call("GET", path, self.token).json)
            return shown["status"] not in {"pending", "running"} and shown["task"]["state"] not in {"queued", "leased"}

        until(has_ended)
        return shown

    def report(self) -> dict[str, Any]:
        """The report of a run over HTTP."""
        return report_of(self.compliance, self.run())

    def worker(self) -> int:
        """The number of the process, once it rests."""
        until(lambda: [state_of(number) for number in self.children()] == ["S"])
        (number,) = self.children()
        return number

    def children(self) -> list[int]:
        """The workers that the server started; it asks git as well."""
        tasks = Path(f"/proc/{self.server.process.pid}/task").iterdir()
        started = [word for task in tasks for word in (task / "children").read_text().split()]
        return [int(word) for word in started if b"--on-call" in command_of(word)]


def report_of(compliance: ComplianceProject, run: dict[str, Any]) -> dict[str, Any]:
    shown = compliance.json("report", "show", run["report"])
    found: dict[str, Any] = shown["report"]
    return found


def alike(document: Any) -> Any:  # noqa: ANN401 - any document
    """A report without what is another in each run."""
    if isinstance(document, dict):
        return {name: alike(value) for name, value in document.items() if name not in ABOUT_THIS_RUN}
    return [alike(one) for one in document] if isinstance(document, list) else document


def digest_alike(report: dict[str, Any]) -> Digest:
    return digest_of(canonical_bytes(alike(report)))


@pytest.fixture
def scene(compliance: ComplianceProject) -> Iterator[Scene]:
    compliance.to_manifest()
    with served(compliance.tree, options=["--workers", "1"]) as server:
        yield Scene(server, compliance)


def test_one_process_works_at_one_run_after_the_other_and_each_is_judged_alike(scene: Scene) -> None:
    worker = scene.worker()
    reports = [scene.report() for _ in range(3)]
    assert scene.worker() == worker
    scene.compliance.json("compliance", "run", *BY, "--detach")
    line = [sys.executable, "-m", "checker", "worker", "--once", "--actor", "release-bot"]
    scene.server.stop()
    subprocess.run(line, cwd=scene.compliance.tree, check=True)
    cold = scene.compliance.json("compliance", "status", "--run-id", "run-004")
    reports.append(report_of(scene.compliance, cold))
    assert [report["verdict"] for report in reports] == ["passed"] * 4
    assert len({digest_alike(report) for report in reports}) == 1
    assert len({report["input"] for report in reports}) > 1


def test_a_worker_that_is_killed_while_it_rests_is_followed_by_another(scene: Scene) -> None:
    worker = scene.worker()
    assert scene.run()["status"] == "passed"
    subprocess.run(["kill", "-KILL", str(worker)], check=True)
    assert scene.run()["status"] == "passed"
    assert scene.worker() != worker
    _, said = scene.server.stop()
    assert "a worker for widget (real) ended with -9" in said


def test_a_policy_that_was_trusted_anew_judges_the_next_run_of_the_same_worker(scene: Scene) -> None:
    tree, worker = scene.compliance.tree, scene.worker()
    first = scene.report()
    for path, text in a_policy().items():
        (tree / "policies" / path).parent.mkdir(parents=True)
        write(tree / "policies" / path, text)
    write(tree / "policies" / ".manifest", '{"roots": ["rules"], "metadata": {"name": "policies", "revision": 1}}')
    project = PROJECT.replace('"builtin:release-policy"', '"builtin:release-policy", policies')
    write(tree / "clean-release.yaml", project.replace("branch.no_bypass", "branch.no_bypass, branch.guarded"))
    own = tree_digest_of(scene.compliance)
    pinned = f"release-policy, method: pinned}}, {{bundle: policies, method: pinned, tree_digest: '{own}'"
    write(scene.compliance.anchor, ANCHOR.replace("release-policy, method: pinned", pinned))
    assert scene.compliance("lock").code == 0
    second = scene.report()
    assert scene.worker() == worker
    assert first["snapshot"] != second["snapshot"]
    assert {report["engine"]["kind"] for report in (first, second)} == {"embedded"}, "somebody vouches for both"
    assert [[rule["code"] for rule in report["rules"]] for report in (first, second)] == [
        ["branch.no_bypass"],
        ["branch.guarded", "branch.no_bypass"],
    ]


def tree_digest_of(compliance: ComplianceProject) -> str:
    """What the lock says of the project's own bundle, which nobody vouches for yet."""
    assert compliance("lock").code == 0
    lock = (compliance.tree / "clean-release.lock").read_text(encoding="utf-8")
    bundles = json.loads(lock)["bundles"]
    return str(next(one["tree_digest"] for one in bundles if one["source"] == "policies"))


def test_trust_that_was_taken_back_is_refused_by_a_worker_that_had_it(scene: Scene) -> None:
    worker = scene.worker()
    assert scene.run()["status"] == "passed"
    assert scene.worker() == worker
    other = "release-policy, method: pinned, tree_digest: 'sha256:" + "0" * 64 + "'"
    write(scene.compliance.anchor, ANCHOR.replace("release-policy, method: pinned", other))
    refused = scene.run()
    assert (refused["status"], refused["code"]) == ("failed", "not-trusted")
    write(scene.compliance.anchor, ANCHOR)
    assert scene.run()["status"] == "passed"


def test_a_worker_of_a_run_that_failed_is_followed_by_another(scene: Scene) -> None:
    worker = scene.worker()
    write(scene.compliance.anchor, "schema: nothing\n")
    assert scene.run()["status"] == "failed"
    write(scene.compliance.anchor, ANCHOR)
    until(lambda: state_of(worker) == "")
    assert scene.run()["status"] == "passed"
    _, said = scene.server.stop()
    assert "ended with" not in said


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_worker_outlives_its_server(scene: Scene, number: signal.Signals) -> None:
    worker = scene.worker()
    scene.run()
    scene.server.process.send_signal(number)
    scene.server.process.wait(timeout=SECONDS)
    until(lambda: state_of(worker) in {"", "Z"})


def test_a_server_that_is_killed_leaves_its_run_to_the_next_one(scene: Scene) -> None:
    compliance, worker = scene.compliance, scene.worker()
    compliance.github.forget()
    compliance.github.latency = 2.0
    scene.server.call("POST", f"{API}/candidates/{NAME}/compliance-runs", scene.token, {})
    until(lambda: compliance.github.seen)
    scene.server.process.kill()
    until(lambda: state_of(worker) in {"", "Z"})
    compliance.github.latency = 0.0
    with served(compliance.tree) as server:
        run = f"{API}/compliance-runs/run-001"
        until(lambda: server.call("GET", run, scene.token).json["status"] == "passed")
        told = server.call("GET", f"{run}/events", scene.token).body.splitlines()
        steps = [json.loads(line[6:]) for line in told if line.startswith(b"data: ")]
    done = [step["stage"] for step in steps if step["action"] == "end-stage"]
    assert done == ["POLICY", "MANIFEST", "SOURCES", "AUDIT", "RULES", "REPORT"]


def test_without_time_to_wait_no_worker_stays(compliance: ComplianceProject) -> None:
    compliance.to_manifest()
    with served(compliance.tree, options=["--keep-workers", "0"]) as server:
        scene = Scene(server, compliance)
        assert scene.children() == []
        assert scene.run()["status"] == "passed"
        until(lambda: not scene.children())
