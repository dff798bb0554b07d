"""kill -9 at any event of a run: what was acknowledged is there, and nothing happens a second time."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from checker.application import work_tasks
from tests.architecture.source_tree import ROOT
from tests.integration.compliance_project import BY, NAME, OF, ComplianceProject

EVENTS = 9
"""Asking for a run, beginning it, six stages, and its end."""
EVERY = [(number, when) for number in range(1, EVENTS + 1) for when in ("before", "after")]
FEW = [(6, "before"), (9, "before")]
SWEEP = EVERY if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else FEW


@pytest.mark.parametrize(("number", "when"), SWEEP)
def test_a_run_that_was_killed_goes_on_without_a_second_event(
    compliance: ComplianceProject, monkeypatch: pytest.MonkeyPatch, number: int, when: str
) -> None:
    compliance.to_manifest()
    killer = Path(__file__).with_name("killed_run.py")
    words = [sys.executable, str(killer), str(number), when, "compliance", "run", *BY]
    ended = subprocess.run(words, check=False, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert ended.returncode == -signal.SIGKILL, ended.stderr

    monkeypatch.setattr(work_tasks, "LEASE_SECONDS", 1)
    time.sleep(1.1)  # the lease of the dead one is over
    if (number, when) == (1, "before"):
        assert compliance.command.refused("compliance", "status", *OF).code == 3
        return
    compliance("worker", "--once", "--actor", "release-bot")
    status = compliance.json("compliance", "status", *OF)
    if status["status"] == "waiting":
        assert status["code"] == "NO_TERMINAL_SIGNAL_REPORT"
        for _ in range(2):
            compliance("compliance", "resume", *BY, "--answer", "yes")
        status = compliance.json("compliance", "status", *OF)

    assert (status["status"], status["report_id"], status["task"]["state"]) == ("passed", "rpt-001", "done")
    events = compliance("candidate", "show", *OF).out
    for once in ("was asked for", "began", *(f"{stage} done" for stage in STAGES), "ended passed"):
        assert events.count(once) == 1, events
    assert events.count("was resumed") <= 2, events
    assert compliance.json("candidate", "show", *OF)["state"] == "CHECK_PASSED"
    assert status["candidate_id"] == NAME


STAGES = ("POLICY", "MANIFEST", "SOURCES", "AUDIT", "RULES", "REPORT")
