"""Bare `clean-release` says where things stand, and never looks like a pass."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from checker.cli.app import run

HOW_TO_READ_IT = "the repository's settings, read with your token; `audit import` takes what `gh api` captured"
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
    (project / "audits" / "example-org-widget.history.json").unlink()
    assert home(capsys, monkeypatch, project)[3:5] == [
        "Next      clean-release audit github",
        "          audits/example-org-widget.history.json is not there yet: " + HOW_TO_READ_IT,
    ]
    (project / "clean-release.lock").unlink()
    lines = home(capsys, monkeypatch, project)
    assert ("Lock      none" in lines, "Next      clean-release lock" in lines) == (True, True)


def test_a_project_file_that_cannot_be_read_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "clean-release.yaml").write_text("schema: [", encoding="utf-8")
    assert home(capsys, monkeypatch, tmp_path)[0].startswith("Project   unreadable: clean-release.yaml")


def test_every_command_is_named_and_none_that_is_not_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")
    there = {" ".join(line.split()[:2]) for line in re.findall(r"^## clean-release (.+)$", page, re.MULTILINE)}
    lines = home(capsys, monkeypatch, tmp_path)
    assert [line for line in lines if len(line) > 80] == []
    first = next(number for number, line in enumerate(lines) if line.startswith("Start"))
    named = set()
    for words in " · ".join(line[10:] for line in lines[first:-2]).split(" · "):
        group, _, below = words.partition(" ")
        named |= {f"{group} {one}" for one in below.split("|")} if below else {group}

    assert named == there
