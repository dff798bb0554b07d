"""A worker that a server keeps: it judges as a new one does, remembers no trust, and ends with the server."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from checker.domain.digest import Digest, digest_of
from checker.domain.principal import Role
from checker.formats.canonical import canonical_bytes
from tests.git_repositories import write
from tests.integration.compliance_project import ANCHOR, BY, NAME, PROJECT, ComplianceProject
from tests.policy_builders import BODY, a_policy
from tests.served_process import API, ServedProcess, served, token_of
from tests.until import SECONDS, until

pytestmark = pytest.mark.unmeasured

STAGES = ["POLICY", "MANIFEST", "SOURCES", "AUDIT", "RULES", "REPORT"]
_TENFOLD = ['x0 := "0123456789"', *(f'x{n + 1} := concat("", [{", ".join([f"x{n}"] * 10)}])' for n in range(4))]
HANGING = "; ".join([*(f"some {name} in numbers.range(1, 9999)" for name in "ijk"), "i + j + k == 0", "y := i"])
GROWING = "; ".join([*_TENFOLD, "some i in numbers.range(1, 99999)", 'y := concat("", [x4, format_int(i, 10)])'])
ABOUT_THIS_RUN = {"evaluated_at", "collected_at", "digest", "input"}
"""What of a report is another in each run: when, and what is named by bytes that say when."""


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
        name = self.ask()

        def has_ended() -> bool:
            shown = self.shown(name)
            return shown["status"] not in {"pending", "running"} and shown["task"]["state"] not in {"queued", "leased"}

        until(has_ended)
        return self.shown(name)

    def ask(self) -> str:
        """The name of a run that was just asked for."""
        asked = self.server.call("POST", f"{API}/candidates/{NAME}/compliance-runs", self.token, {})
        assert asked.status == 202, asked.body
        return str(asked.json["run_id"])

    def shown(self, run: str) -> dict[str, Any]:
        """Where a run stands."""
        found: dict[str, Any] = self.server.call("GET", f"{API}/compliance-runs/{run}", self.token).json
        return found

    def ends_of(self, run: dict[str, Any]) -> list[str]:
        """The stages of a run that ended, as its events tell them."""
        return ended_stages(self.server, run["run_id"], self.token)

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


def ended_stages(server: ServedProcess, run: str, token: str) -> list[str]:
    told = server.call("GET", f"{API}/compliance-runs/{run}/events", token).body.splitlines()
    steps = [json.loads(line[6:]) for line in told if line.startswith(b"data: ")]
    return [step["stage"] for step in steps if step["action"] == "end-stage"]


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
    worker = scene.worker()
    first = scene.report()
    trust_own(scene.compliance, a_policy())
    second = scene.report()
    assert scene.worker() == worker
    assert first["snapshot"] != second["snapshot"]
    assert {report["engine"]["kind"] for report in (first, second)} == {"embedded"}, "somebody vouches for both"
    assert [[rule["code"] for rule in report["rules"]] for report in (first, second)] == [
        ["branch.no_bypass"],
        ["branch.guarded", "branch.no_bypass"],
    ]


def trust_own(compliance: ComplianceProject, policy: dict[str, str]) -> None:
    """Let this policy of the project's own judge too, with the anchor's word for it."""
    tree = compliance.tree
    for path, text in policy.items():
        (tree / "policies" / path).parent.mkdir(parents=True, exist_ok=True)
        write(tree / "policies" / path, text)
    write(tree / "policies" / ".manifest", '{"roots": ["rules"], "metadata": {"name": "policies", "revision": 1}}')
    project = PROJECT.replace('"builtin:release-policy"', '"builtin:release-policy", policies')
    write(tree / "clean-release.yaml", project.replace("branch.no_bypass", "branch.no_bypass, branch.guarded"))
    write(compliance.anchor, ANCHOR)
    own = tree_digest_of(compliance)
    pinned = f"release-policy, method: pinned}}, {{bundle: policies, method: pinned, tree_digest: '{own}'"
    write(compliance.anchor, ANCHOR.replace("release-policy, method: pinned", pinned))
    assert compliance("lock", "--upgrade").code == 0


def tree_digest_of(compliance: ComplianceProject) -> str:
    """What the lock says of the project's own bundle, which nobody vouches for yet."""
    assert compliance("lock", "--upgrade").code == 0
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


@pytest.mark.slow
@pytest.mark.parametrize(("what", "code"), [(HANGING, "timeout"), (GROWING, "memory")])
def test_a_rule_that_hangs_or_grows_is_given_up_and_costs_its_worker_alone(scene: Scene, what: str, code: str) -> None:
    worker = scene.worker()
    trust_own(scene.compliance, a_policy(body=doing(what)))
    given_up = scene.run()
    until(lambda: state_of(worker) == "")
    trust_own(scene.compliance, a_policy())
    after = scene.run()
    assert (given_up["status"], after["status"]) == ("undecided", "passed")
    report = report_of(scene.compliance, given_up)
    assert [rule["error"]["code"] for rule in report["rules"] if rule["outcome"] == "not_evaluated"] == [code]
    assert scene.ends_of(given_up) == scene.ends_of(after) == STAGES
    assert scene.worker() != worker


def test_a_worker_that_ends_within_a_rule_leaves_the_run_open_and_the_next_one_to_another(scene: Scene) -> None:
    worker = scene.worker()
    trust_own(scene.compliance, a_policy(body=doing(HANGING)))
    crashed = scene.ask()
    until(lambda: scene.shown(crashed)["next_stage"] == "RULES")
    os.kill(worker, signal.SIGKILL)  # as the system does with what has taken too much memory
    until(lambda: state_of(worker) == "")
    assert scene.shown(crashed)["status"] == "running"
    assert scene.compliance("compliance", "cancel", "--run-id", crashed, "--actor", "release-bot").code == 0
    trust_own(scene.compliance, a_policy())
    after = scene.run()
    assert (scene.shown(crashed)["status"], after["status"]) == ("cancelled", "passed")
    assert scene.ends_of(scene.shown(crashed)) == STAGES[:4]
    assert scene.ends_of(after) == STAGES
    assert scene.worker() != worker
    _, said = scene.server.stop()
    assert said.count("a worker for widget (real) ended with") == 1


def doing(what: str) -> str:
    """The body of a rule that does this before it says anything."""
    return BODY.replace("value if some", f"value if {{\n\tcount([y | {what}]) == 0\n\tsome") + "}\n"


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
        assert ended_stages(server, "run-001", scene.token) == STAGES


def test_without_time_to_wait_no_worker_stays(compliance: ComplianceProject) -> None:
    compliance.to_manifest()
    with served(compliance.tree, options=["--keep-workers", "0"]) as server:
        scene = Scene(server, compliance)
        assert scene.children() == []
        assert scene.run()["status"] == "passed"
        until(lambda: not scene.children())
