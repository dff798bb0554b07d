"""The how-to "try a rule" is true: its commands, run in order, print what it shows and exit as it says."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT

HOW_TO = ROOT / "docs" / "how-to" / "try-a-rule.md"
BLOCK = re.compile(r"^```(?P<info>[a-z][^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
WRITTEN = re.compile(r" file=(\S+)")
EXIT = re.compile(r" exit=(\d+)")


@dataclass(frozen=True)
class Step:
    """One fenced block: a file to write, or a command with what it prints and its exit code."""

    file: str
    command: str
    text: str
    code: int


def steps() -> list[Step]:
    found = []
    for block in BLOCK.finditer(HOW_TO.read_text(encoding="utf-8")):
        info, body = block["info"], block["body"]
        if file := WRITTEN.search(info):
            found.append(Step(file=file[1], command="", text=body, code=0))
            continue
        assert info.startswith("console"), f"a block that no test runs: {info}"
        command, _, printed = body.partition("\n")
        assert command.startswith("$ "), body
        code = EXIT.search(info)
        found.append(Step(file="", command=command[2:], text=printed, code=int(code[1]) if code else 0))
    return found


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a person would, standard error among standard output."""
    programs = folder / ".programs"
    programs.mkdir(exist_ok=True)
    program = programs / "clean-release"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m checker "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.engine
def test_every_command_prints_what_is_shown_and_exits_as_said(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "docs" / "examples", tmp_path / "docs" / "examples", ignore=shutil.ignore_patterns(".clean-release")
    )

    for step in steps():
        if step.file:
            (tmp_path / step.file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / step.file).write_text(step.text, encoding="utf-8")
            continue
        result = run(step.command, tmp_path)
        assert result.stdout == step.text, f"$ {step.command}"
        assert result.returncode == step.code, f"$ {step.command}"


def test_the_how_to_begins_tests_tries_and_explains_a_rule() -> None:
    commands = " ".join(step.command for step in steps())

    for verb in ("policy new", "policy test", "policy try", "explain"):
        assert f"clean-release {verb} " in commands


def test_every_outcome_of_a_trial_is_shown() -> None:
    shown = {step.code for step in steps() if step.command.startswith("clean-release policy try")}

    assert shown >= {1, 3}
