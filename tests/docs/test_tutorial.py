"""The tutorial is true: followed from an empty folder with an empty home, it ends with a verdict that gates."""

import os
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT
from tests.docs.follow_page import follow
from tools.shown_commands import blocks

TUTORIAL = ROOT / "docs" / "tutorial" / "ten-minutes.md"


@pytest.mark.engine
def test_ten_minutes_lead_from_nothing_to_a_verdict_that_gates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = tmp_path / "widget"
    reader.mkdir()
    monkeypatch.setenv("CLONE", str(ROOT))

    followed = follow(TUTORIAL, reader)

    codes = [step.exit_code for step in followed if step.command.startswith("clean-release check")]
    assert codes == [3, 3, 1, 3, 0], "undecided, not locked, blocked, passed without leave to gate, passed"
    assert Path(os.environ["XDG_CONFIG_HOME"], "clean-release", "anchor.yaml").is_file()
    assert not list(reader.rglob("anchor.yaml")), "what is trusted never lies in the tree that is judged"


def test_only_installing_and_capturing_is_not_run() -> None:
    """What a test cannot do is what needs an installation or a network; what the test sets instead is shown there."""
    shown_only = [block.body for block in blocks(TUTORIAL.read_text(encoding="utf-8")) if block.info == "sh"]

    install, capture = shown_only
    assert "make setup" in install
    assert "CLONE=" in install
    assert "XDG_CONFIG_HOME=" in install
    assert {line.split()[0] for line in capture.splitlines()} == {"gh"}
