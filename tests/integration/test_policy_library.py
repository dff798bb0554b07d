"""`clean-release policy coverage|impact`: what a whole library covers, and what another one would have decided."""

import shutil
from pathlib import Path

import pytest

from checker.bootstrap import CleanRelease
from checker.domain.coverage import BASELINE_COLLECTION, baseline_collections
from checker.formats.rule_catalogue import baseline, catalogue_rows
from tests.architecture.source_tree import ROOT
from tests.integration.conftest import CommandLine

pytestmark = pytest.mark.engine

MOMENT = "2026-03-02T12:00:00Z"
POLICIES = ROOT / "policies"


@pytest.fixture
def judged(command: CommandLine, complete: Path) -> Path:
    """A project whose check passed."""
    assert command("check", complete, "--anchor", complete / "anchor.yaml", "--evaluated-at", MOMENT).code == 0
    return complete


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """The library with one rule that nobody passes."""
    copied = tmp_path / "stricter"
    shutil.copytree(POLICIES, copied)
    rule = copied / "rules" / "branch" / "force_push_blocked" / "force_push_blocked.rego"
    text = rule.read_text(encoding="utf-8")
    assert ".force_push_blocked.value if some" in text
    rule.write_text(text.replace(".force_push_blocked.value if some", ".force_push_blocked.value == false if some"))
    return copied


def test_the_same_rules_flip_nothing(command: CommandLine, judged: Path) -> None:
    ran = command("policy", "impact", POLICIES, "--against", "latest", "--project", judged)

    assert (ran.code, ran.err) == (0, "")
    assert "stays passed" in ran.out
    assert ran.out.endswith("0 of 1 verdicts flip\n")


def test_a_stricter_rule_flips_the_verdict_and_is_named(command: CommandLine, judged: Path, stricter: Path) -> None:
    ran = command("policy", "impact", stricter, "--project", judged)

    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0].endswith(": passed becomes blocked")
    assert lines[1] == "    branch.force_push_blocked: passed becomes failed"
    assert lines[-1] == "1 of 1 verdicts flip"
    assert command("report", "list", "--project", judged).out.count("widget") == 1, "nothing was kept"


def test_without_a_report_there_is_nothing_to_judge_again(command: CommandLine, complete: Path) -> None:
    assert command.refused("policy", "impact", POLICIES, "--project", complete).code == 3


def test_coverage_names_the_rules_of_a_control_and_what_has_none(command: CommandLine) -> None:
    text = command("policy", "coverage", "--bundle", POLICIES)
    assert text.code == 0
    assert "Open Source Project Security Baseline 2026-02-19" in text.out
    assert "· OSPS-GV-01.01 left out: It asks what the documentation says" in text.out
    assert "controls have a rule, 36 are left out with a reason, 0 are open" in text.out
    (line,) = [line for line in text.out.splitlines() if line.startswith("✓ BR-19 ")]
    assert line.split()[2] == "branch.no_bypass"

    table = command("policy", "coverage", "--bundle", POLICIES, "--format", "markdown").out
    assert "| BR-19 | " in table
    assert command("policy", "coverage", "--bundle", POLICIES, "--json").out.startswith("{")
    assert command("policy", "coverage", "--bundle", POLICIES, "--format", "sarif").code == 2


def test_every_rule_is_in_the_baseline_collections_that_its_controls_imply() -> None:
    _, controls = baseline()
    rules = CleanRelease().policies.rules(bundle=str(POLICIES))
    wrong = {
        rule.code: implied
        for rule in rules
        if (implied := baseline_collections(rule, controls=controls))
        != tuple(sorted(name for name in rule.collections if name.startswith(BASELINE_COLLECTION)))
    }
    assert wrong == {}, "run .venv/bin/python -m tools.baseline_collections"


def test_every_row_has_a_rule_and_every_control_a_rule_or_a_reason() -> None:
    found = CleanRelease().policies.coverage(bundle=str(POLICIES))
    assert [one.id for one in (*found.controls, *found.rows) if one.is_open] == []
    assert [one.id for one in found.controls if one.rules and one.not_carried] == []
    assert found.unknown == ()


def test_rules_name_controls_and_rows_that_there_are() -> None:
    _, controls = baseline()
    known, rows = {control.id for control in controls}, {row.id for row in catalogue_rows()}
    rules = CleanRelease().policies.rules(bundle=str(POLICIES))
    assert {rule.code: set(rule.controls) - known for rule in rules if set(rule.controls) - known} == {}
    assert {rule.code: rule.catalogue for rule in rules if rule.catalogue not in rows} == {}
