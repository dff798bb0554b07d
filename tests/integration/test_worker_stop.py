"""A worker that is asked to stop lets go of its run at once; another one does it, and nothing is doubled."""

import os
import signal
import subprocess
import sys

import pytest

from tests.integration.compliance_project import BY, ComplianceProject
from tests.until import SECONDS, until

pytestmark = pytest.mark.unmeasured

ACTOR = ("--actor", "release-bot")
INTERRUPTED = 130


def started(project: ComplianceProject) -> "subprocess.Popen[str]":
    """A worker in a process of its own; background jobs are deaf to SIGINT unless somebody undoes it."""
    words = ["env", "--default-signal=INT", sys.executable, "-m", "checker", "worker", "--once", *ACTOR]
    return subprocess.Popen(words, cwd=project.tree, env=dict(os.environ), stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_stopped_lets_go_of_its_run(compliance: ComplianceProject, number: signal.Signals) -> None:
    compliance.to_manifest()
    compliance.json("compliance", "run", *BY, "--detach")
    compliance.github.forget()
    compliance.github.latency = 1.0
    worker = started(compliance)
    until(lambda: bool(compliance.github.seen))
    worker.send_signal(number)
    _, said = worker.communicate(timeout=SECONDS)
    assert (worker.returncode, said.splitlines()[-1]) == (INTERRUPTED, "interrupted; nothing was half-written")

    compliance.github.latency = 0.0
    left = compliance.json("compliance", "status", "--run-id", "run-001")
    assert (left["status"], left["task"]["state"], left["next_stage"]) == ("running", "queued", "AUDIT")
    assert left["next"] == "clean-release compliance resume --run-id run-001 --actor NAME"
    assert compliance("worker", "--once", *ACTOR).code == 0
    run = compliance.json("compliance", "status", "--run-id", "run-001")
    assert (run["status"], len(run["stages"]), run["task"]["state"]) == ("passed", 6, "done")
