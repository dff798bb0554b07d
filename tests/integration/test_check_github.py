"""`clean-release check OWNER/REPO`: collected and judged at once, never gating."""

import json
import sys
from pathlib import Path

import pytest

from tests.github_simulator import made
from tests.github_simulator.server import GitHubSimulator
from tests.integration.collecting import BASE, SLUG, Collecting


def test_a_repository_is_judged_at_once_and_never_gates(collect: Collecting, empty: Path) -> None:
    ended = collect.command("check", SLUG, "--json", "--workflow", "release.yml")
    report = json.loads(ended.out)["report"]
    assert ended.code in (1, 3)
    assert report["gating"]["gating"] is False
    assert "no lock names this snapshot" in report["gating"]["because"]
    assert {audit["authenticity"] for audit in report["audits"]} == {"collected_here"}
    assert not any("anyone could have written" in why for why in report["gating"]["because"])
    passed = [rule["code"] for rule in report["rules"] if rule["outcome"] == "passed"]
    assert len(passed) >= 10
    assert sorted(path.name for path in empty.iterdir()) == [".clean-release"]
    assert "`clean-release init` in a clone does" in ended.err


def test_a_report_about_a_collected_repository_can_be_verified_and_replayed(collect: Collecting) -> None:
    collect.command("check", SLUG)
    assert collect.command("report", "verify", "latest").code == 0
    assert collect.command("report", "replay", "latest").code == 0


def test_what_could_not_be_read_passes_nothing(collect: Collecting, github: GitHubSimulator) -> None:
    for path in list(github.answers):
        if path != BASE:
            github.put(path, made.DENIED)
    ended = collect.command("check", SLUG, "--json")
    report = json.loads(ended.out)["report"]
    assert ended.code == 3
    assert report["verdict"] == "undecided"
    assert {rule["outcome"] for rule in report["rules"]} <= {"not_evaluated", "not_applicable"}


def test_a_lost_answer_is_told_and_leaves_the_verdict_open(collect: Collecting, github: GitHubSimulator) -> None:
    github.put(f"{BASE}/rulesets", made.HTML)
    ended = collect.command("check", SLUG)
    assert "warning: /repos/octo/widget/rulesets" in ended.err
    assert ended.code in (1, 3)


def test_the_folder_s_own_project_does_not_judge_another_repository(
    collect: Collecting, complete: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(complete)
    report = json.loads(collect.command("check", SLUG, "--json").out)["report"]
    assert report["project"] == "widget"
    assert report["source"]["slug"] == SLUG
    assert report["namespace"] == "real"


def test_other_documents_are_refused_beside_a_repository(collect: Collecting) -> None:
    for option in ("--audit", "--manifest", "--artifacts", "--bundle", "--evaluated-at"):
        assert collect.command.refused("check", SLUG, option, "x").code == 2


def test_a_folder_of_that_name_is_a_project(collect: Collecting, empty: Path, github: GitHubSimulator) -> None:
    (empty / "octo" / "widget").mkdir(parents=True)
    assert collect.command("check", SLUG).code == 2
    assert github.seen == []


def test_an_installation_that_cannot_speak_http_says_how_to_mend_it(
    collect: Collecting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith(("checker.adapters.github", "httpx2"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "httpx2", None)
    ended = collect.run()
    assert ended.code == 3
    assert "this installation cannot ask a provider: httpx2 is missing" in ended.err
    assert "pip install 'clean-release[github]'" in ended.err
