"""The page about keeping a trail between jobs is true: one job exports, another imports, both find what happened."""

from pathlib import Path

import pytest

from tests.attacks.command import run_command
from tests.docs.test_how_tos import HOW_TO
from tests.integration.test_trail import BEGINNING, a_project
from tools.shown_commands import blocks


def test_a_trail_goes_from_job_to_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configured = tmp_path / "clean-release"
    configured.mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    here, there = a_project(tmp_path / "here", with_candidate=True), a_project(tmp_path / "there")
    text = (HOW_TO / "keep-a-trail-between-ci-jobs.md").read_text(encoding="utf-8")
    shown = [line for one in blocks(text) for line in one.body.splitlines() if line.startswith("$ clean-release ")]
    assert len(shown) == 8
    for line in shown:
        words = line.split()[2:]
        monkeypatch.chdir(there if "import" in words or "--foreign" in words else here)
        if "import" in words:
            (there / "record.json").write_bytes((here / "record.json").read_bytes())
        ended = run_command(words)
        assert ended.code == 0, f"{line}\n{ended.err}"
        if words[0] == "keys":
            (configured / "anchor.yaml").write_text(BEGINNING + ended.out, encoding="utf-8")
