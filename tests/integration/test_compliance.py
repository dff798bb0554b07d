"""`clean-release compliance`: from a manifest to a report that counts, as an operator types it."""

import os
from dataclasses import replace

import pytest

from checker.domain.digest import digest_of
from checker.formats.canonical import canonical_bytes
from tests.html_page import read_page
from tests.integration.compliance_project import BY, NAME, OF, ComplianceProject

STAGES = ["POLICY", "MANIFEST", "SOURCES", "AUDIT", "RULES", "REPORT"]
RUN = ("--run-id", "run-001")
BYPASS = [{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}]


@pytest.fixture
def candidates(compliance: ComplianceProject) -> ComplianceProject:
    """The same, up to the manifest."""
    compliance.to_manifest()
    return compliance


def test_the_way_of_an_operator_from_a_candidate_to_its_report(compliance: ComplianceProject) -> None:
    compliance.to_manifest()
    early = compliance.command.refused("compliance", "status", *OF)
    assert (early.code, "no run of" in early.err) == (3, True)

    run = compliance.json("compliance", "run", *BY, "--manifest-id", "man-001")
    assert (run["run_id"], run["status"], run["verdict"], run["gating"]) == ("run-001", "passed", "passed", True)
    assert (run["report_id"], run["namespace"], run["manifest_id"]) == ("rpt-001", "real", "man-001")
    assert [stage["stage"] for stage in run["stages"]] == STAGES
    assert (run["task"]["state"], run["next_stage"]) == ("done", "")

    status = compliance.json("compliance", "status", *RUN)
    assert status == compliance.json("compliance", "status", "--run-id", run["digest"]) == run
    report = compliance.json("compliance", "report", *RUN)
    assert (report["candidate"]["id"], report["purpose"]) == (NAME, "release")
    assert [audit["authenticity"] for audit in report["audits"]] == ["collected_here"]
    assert compliance.json("compliance", "stages", *OF)["stages"] == run["stages"]
    assert compliance.json("compliance", "violations", *RUN)["violations"] == []
    assert compliance.json("candidate", "show", *OF)["state"] == "CHECK_PASSED"

    assert "run-001: passed of 2026.03.09-rc1, man-001" in compliance("compliance", "status", *RUN).out
    assert "passed" in compliance("compliance", "report", *RUN).out
    page = read_page(compliance("compliance", "report", *RUN, "--format", "html").out).shown
    assert f"Report {digest_of(canonical_bytes(report))}" in page
    assert "not kept here" not in page
    assert "REPORT done" in compliance("compliance", "stages", *RUN).out
    none = f"no violations in {run['report']}"
    assert compliance("compliance", "violations", *RUN).out.splitlines() == ["namespace real", none]
    verified = compliance("report", "verify", run["report"])
    assert (verified.code, "events of the compliance run" in verified.out) == (0, True)
    assert compliance("report", "replay", run["report"]).code == 0


def test_without_a_credential_a_run_fails_and_is_resumed_where_it_failed(
    compliance: ComplianceProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    compliance.to_manifest()
    token = os.environ["GH_TOKEN"]
    monkeypatch.delenv("GH_TOKEN")
    failed = compliance.json("compliance", "run", *BY, code=3)
    assert (failed["status"], failed["code"], failed["next_stage"]) == ("failed", "provider-unreadable", "AUDIT")
    assert compliance("compliance", "status", *RUN).code == 0
    assert compliance("compliance", "status", *RUN, "--exit-status").code == 3
    none = compliance.command.refused("compliance", "report", *RUN)
    assert (none.code, "the stage AUDIT is not done" in none.err) == (3, True)
    assert compliance.json("candidate", "show", *OF)["state"] == "CHECK_ERROR"

    monkeypatch.setenv("GH_TOKEN", token)
    run = compliance.json("compliance", "resume", *RUN, "--actor", "release-bot")
    assert (run["status"], [stage["outcome"] for stage in run["stages"]]) == ("passed", ["done"] * 6)
    assert [stage for stage in run["stages"] if stage["stage"] == "POLICY"] == failed["stages"][:1]
    over = compliance.command.refused("compliance", "resume", *RUN, "--actor", "release-bot")
    assert (over.code, "it is passed" in over.err) == (3, True)


def test_a_run_whose_anchor_changed_is_not_gone_on_with_but_asked_for_anew(
    compliance: ComplianceProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    compliance.to_manifest()
    with monkeypatch.context() as without:
        without.delenv("GH_TOKEN")
        compliance.json("compliance", "run", *BY, code=3)
    compliance.anchor.write_text(compliance.anchor.read_text() + "approval: {persons: 2}\n")
    run = compliance.json("compliance", "resume", *RUN, "--actor", "release-bot", code=3)

    assert (run["status"], run["code"]) == ("failed", "CONTEXT_SIGNATURE_INVALID")
    assert run["next"] == f"clean-release compliance run --candidate-id {NAME} --actor NAME"
    assert compliance.json("compliance", "run", *BY)["status"] == "passed"


def test_what_is_left_to_a_worker_is_done_by_it_and_measured(compliance: ComplianceProject) -> None:
    compliance.to_manifest()
    asked = compliance.json("compliance", "run", *BY, "--detach")
    assert (asked["status"], asked["task"]["state"], asked["report_id"]) == ("pending", "queued", "")
    assert compliance.json("candidate", "show", *OF)["state"] == "CHECK_PENDING"

    worked = compliance("worker", "--once", "--actor", "release-bot")
    assert (worked.code, worked.out) == (0, f"run-001 of {NAME}: passed\n")
    idle = compliance("worker", "--once", "--actor", "release-bot")
    assert (idle.code, idle.out, "nothing waits for a worker" in idle.err) == (0, "", True)
    status = compliance.json("compliance", "status", *RUN)
    assert (status["status"], status["task"]["state"]) == ("passed", "done")
    found = compliance.json("metrics")
    assert (found["runs"], found["stalled_count"], found["resume_success_rate"], found["alerts"]) == (1, 0, 1, [])
    assert 'clean_release_stalled_count{namespace="real"} 0' in compliance("metrics", "--format", "prometheus").out
    named = [line.split()[0] for line in compliance("metrics").out.splitlines()[2:]]
    assert named == ["stalled_count", "resume_success_rate", "mean_converge_time", "alerts"]


def test_what_init_names_and_the_run_collects_itself_needs_no_file(compliance: ComplianceProject) -> None:
    """A first project file names the audit that `audit github` would write; the operator's flow has no such step."""
    project = compliance.tree / "clean-release.yaml"
    project.write_text(project.read_text() + "inputs: {audits: [audits/octo-widget.repository.json]}\n")
    assert compliance("lock").code == 0
    compliance.to_manifest()

    assert compliance.json("compliance", "run", *BY)["status"] == "passed"


def test_nothing_that_was_typed_is_printed_with_a_secret_in_it(candidates: ComplianceProject) -> None:
    secret = "password=abc cookie=sid=123 token=xyz"  # noqa: S105 - the example of a contract, no secret
    for words in (
        ("compliance", "status", "--run-id", secret),
        (
            "candidate",
            "register",
            "--candidate-id",
            secret,
            "--version",
            "1",
            "--source-snapshot",
            "x",
            "--actor",
            "me",
        ),
        ("trail", "show", "--limit", secret),
        ("compliance", "status", secret),
    ):
        said = candidates.command.refused(*words).err
        assert "password=***" in said
        assert not [one for one in ("abc", "sid=123", "xyz") if one in said], said


def test_a_blocked_run_says_what_blocks_it(compliance: ComplianceProject) -> None:
    for number in (101, 102):
        path = f"repos/octo/widget/rulesets/{number}"
        answer = compliance.github.answers[path]
        compliance.github.put(path, replace(answer, body={**answer.body, "bypass_actors": BYPASS}))
    compliance.to_manifest()
    run = compliance.json("compliance", "run", *BY, code=1)
    assert (run["status"], run["verdict"], run["report_id"]) == ("blocked", "blocked", "rpt-001")
    found = compliance.json("compliance", "violations", *RUN)["violations"]
    assert {one["rule"] for one in found} == {"branch.no_bypass"}
    said = compliance("compliance", "violations", *RUN).out
    assert "branch.no_bypass 101: Ruleset 101 (release 101) lets someone bypass it\n    fix: gh api " in said
    assert f"\n    fingerprint: {found[0]['fingerprint'][:12]}\n" in said
    assert compliance.json("candidate", "show", *OF)["state"] == "CHECK_BLOCKED"


def test_a_run_is_given_up_for_good(compliance: ComplianceProject) -> None:
    compliance.to_manifest()
    compliance.json("compliance", "run", *BY, "--detach")
    by = (*RUN, "--actor", "release-bot")
    cancelled = compliance.json("compliance", "cancel", *by, "--reason", "password=abc cookie=sid=123 token=xyz")
    assert (cancelled["status"], cancelled["task"]["state"]) == ("cancelled", "cancelled")
    assert "was cancelled (password=*** cookie=*** token=***)" in compliance("candidate", "show", *OF).out
    assert compliance.command.refused("compliance", "resume", *by, "--answer", "yes").code == 3
    assert compliance("worker", "--once", "--actor", "release-bot").out == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("run", "--candidate-id", "other", "--actor", "me"), 3),
        (("run", *BY, "--manifest-id", "man-007"), 3),
        (("run", *BY, "--namespace", "demo"), 2),
        (("run", *BY, "--format", "yaml"), 2),
        (("status",), 2),
        (("status", *RUN, *OF), 2),
        (("status", "--run-id", "run-007"), 3),
        (("resume", "--run-id", "run-007", "--actor", "me"), 3),
        (("cancel", "--run-id", "run-007", "--actor", "me"), 3),
        (("report", *OF), 3),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else None,
)
def test_wrong_words_are_refused_in_one_sentence(
    candidates: ComplianceProject, words: tuple[str, ...], code: int
) -> None:
    assert candidates.command.refused("compliance", *words).code == code


def test_a_worker_that_is_to_end_and_to_stay_is_refused(candidates: ComplianceProject) -> None:
    refused = candidates.command.refused("worker", "--once", "--on-call", "--actor", "release-bot")
    assert (refused.code, "and both were asked for" in refused.err) == (2, True)
