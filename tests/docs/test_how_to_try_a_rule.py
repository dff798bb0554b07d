"""The how-to "try a rule" shows every verb an author needs, and every way a trial ends, all of it followed."""

import shutil
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT
from tests.docs.follow_page import follow
from tools.shown_commands import ShownCommand, blocks, steps

HOW_TO = ROOT / "docs" / "how-to" / "try-a-rule.md"


def shown() -> list[ShownCommand]:
    return [step for step in steps(HOW_TO.read_text(encoding="utf-8")) if isinstance(step, ShownCommand)]


@pytest.mark.engine
def test_every_command_prints_what_is_shown_and_exits_as_said(tmp_path: Path) -> None:
    reader = tmp_path / "reader"
    shutil.copytree(
        ROOT / "docs" / "examples", reader / "docs" / "examples", ignore=shutil.ignore_patterns(".clean-release")
    )

    assert follow(HOW_TO, reader) == shown()


def test_no_block_is_shown_only() -> None:
    found = [block.info for block in blocks(HOW_TO.read_text(encoding="utf-8"))]

    assert found
    assert [info for info in found if not info.startswith("console") and " file=" not in info] == []


def test_the_how_to_begins_tests_tries_and_explains_a_rule() -> None:
    commands = " ".join(step.command for step in shown())

    for verb in ("policy new", "policy test", "policy try", "explain"):
        assert f"clean-release {verb} " in commands


def test_every_outcome_of_a_trial_is_shown() -> None:
    codes = {step.exit_code for step in shown() if step.command.startswith("clean-release policy try")}

    assert codes >= {1, 3}
