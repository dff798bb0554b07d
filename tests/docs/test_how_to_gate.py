"""The how-to on gating with a daily signed capture: followed with the action's own scripts, its workflows audited."""

import shutil
import sys
from pathlib import Path

import pytest
import yaml

from tests.architecture.source_tree import ROOT
from tests.audited_workflows import audited
from tests.docs.follow_page import follow
from tools.shown_commands import blocks

PAGE = ROOT / "docs" / "how-to" / "gate-with-a-daily-signed-capture.md"
COMPLETE = ROOT / "docs" / "examples" / "complete"


def workflows() -> dict[str, str]:
    """The workflows of the page by their names."""
    shown = [block for block in blocks(PAGE.read_text(encoding="utf-8")) if "workflow=" in block.info]
    return {block.info.partition("workflow=")[2]: block.body for block in shown}


@pytest.mark.engine
def test_a_repository_is_gated_with_a_daily_signed_capture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    (tmp_path / "trust").mkdir()
    (tmp_path / "environment").symlink_to(sys.prefix)
    shutil.copytree(ROOT / "action", tmp_path / "clean-release" / "action")
    reader = tmp_path / "reader"
    shutil.copytree(COMPLETE, reader, ignore=shutil.ignore_patterns(".clean-release", "audits", "*.yaml", "*.lock"))

    followed = follow(PAGE, reader)

    codes = [step.exit_code for step in followed if "gate.sh" in step.command]
    assert codes == [0, 0, 3, 3], "it opens for what was reviewed, not for an unsigned capture or an edited workflow"


def test_its_workflows_hold_nothing_that_an_auditor_minds_but_names_to_fill_in(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    for name, text in workflows().items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")

    assert sorted(workflows()) == ["capture", "gate"]
    assert {finding["ident"] for finding in audited(tmp_path)} == {"unpinned-uses"}


def test_its_job_uses_inputs_and_outputs_that_the_action_has() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    steps = yaml.safe_load(workflows()["gate"])["jobs"]["gate"]["steps"]
    given = next(step["with"] for step in steps if step.get("id") == "gate")

    assert set(given) <= set(action["inputs"])
    assert [name for name, asked in action["inputs"].items() if asked.get("required") and name not in given] == []
