"""Runs that many ask for at once: none is lost, none is doubled."""

import pytest

from checker.domain.principal import Role
from tests.integration.compliance_project import ComplianceProject
from tests.many_runs import SERVER_SETTINGS, many_runs
from tests.served_process import served, token_of

STAGES = ("POLICY", "MANIFEST", "SOURCES", "AUDIT", "RULES", "REPORT")
ONCE = ("request-run", "start-run", *(f"end-stage {stage}" for stage in STAGES), "pass")


@pytest.mark.unmeasured
@pytest.mark.parametrize("count", [6, pytest.param(64, marks=pytest.mark.nightly)])
def test_runs_that_are_asked_for_at_once_are_each_done_once(compliance: ComplianceProject, count: int) -> None:
    (compliance.anchor.parent / "server.yaml").write_text(SERVER_SETTINGS, encoding="utf-8")
    token = token_of("release-bot", Role.OPERATOR)
    with served(compliance.tree) as server:
        worked = many_runs(server, token, count=count, artifacts=compliance.tree / "artifacts.json")
        code, said = server.stop()

    assert (code, "Traceback" in said) == (0, False)
    assert worked.refused == 0, said
    assert sorted(worked.asked) == [f"run-{number:03d}" for number in range(1, count + 1)]
    assert set(worked.statuses.values()) == {"passed"}
    assert worked.events == {(run, action): 1 for run in worked.asked for action in ONCE}
    reports = {compliance.json("compliance", "status", "--run-id", run)["report_id"] for run in worked.asked}
    assert len(reports) == count
