"""Bare `clean-release` says where things stand, and never looks like a pass."""

import shutil
import sys
from pathlib import Path

import pytest

from checker.cli.app import run

ROOT = Path(__file__).resolve().parents[2]


def home(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["clean-release"])
    assert run() == 2
    return capsys.readouterr().out.splitlines()


def test_in_an_empty_folder_it_says_how_to_begin(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = home(capsys, monkeypatch, tmp_path)
    assert lines[:2] == ["Project   none in this folder", "Next      clean-release init"]
    assert not (tmp_path / ".clean-release").exists()


def test_in_a_project_it_says_project_lock_verdict_and_next(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    project = tmp_path / "widget"
    shutil.copytree(ROOT / "docs/examples/complete", project, ignore=shutil.ignore_patterns(".clean-release"))
    assert home(capsys, monkeypatch, project)[:4] == [
        "Project   widget (demo)",
        "Lock      of this project file",
        "Verdict   none yet",
        "Next      clean-release check",
    ]
    (project / "clean-release.lock").unlink()
    assert "Lock      none" in home(capsys, monkeypatch, project)


def test_a_project_file_that_cannot_be_read_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "clean-release.yaml").write_text("schema: [", encoding="utf-8")
    assert home(capsys, monkeypatch, tmp_path)[0].startswith("Project   unreadable: clean-release.yaml")
