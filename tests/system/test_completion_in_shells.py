"""Completion in real shells: the script that is shown is loaded, and the shell itself asks for what may follow."""

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.bundle_builders import team_contents

pytestmark = pytest.mark.system

PROJECT = """\
schema: clean-release/project/v1
project: widget
repository: github.com/octo/widget
release: {targets: [{registry: pypi, project: widget}]}
policy: {bundles: ["builtin:release-policy", team], include: [team.reviewed]}
channels: [{name: prod, registry: pypi, project: widget}]
"""
PATIENCE = 60.0
"""Seconds until a shell that says nothing has failed."""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Where `clean-release` is on PATH, no configuration of a person is read, and a project has a rule of its own."""
    (tmp_path / "clean-release.yaml").write_text(PROJECT, encoding="utf-8")
    for path, data in team_contents().items():
        (tmp_path / "team" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "team" / path).write_bytes(data)
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "clean-release"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m checker "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    return {"PATH": path, "HOME": str(tmp_path), "LANG": "C.UTF-8", "TERM": "dumb"}


def said_by(shell: str, environment: dict[str, str], script: str) -> list[str]:
    """The lines that a script prints in a shell."""
    options = {"bash": ["--norc", "--noprofile"], "fish": ["--no-config"], "zsh": ["-f"]}[shell]
    command = [str(shutil.which(shell)), *options, "-c", script]
    ended = subprocess.run(
        command, env=environment, cwd=environment["HOME"], capture_output=True, text=True, check=True
    )
    assert ended.stderr == ""
    return ended.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("clean-release comp", ["compliance"]),
        ("clean-release check --namespace ", ["real", "demo"]),
        ("clean-release check --namespace=", ["real", "demo"]),
        ("clean-release explain branch.default", ["branch.default_protected"]),
        ("clean-release explain team.", ["team.reviewed"]),
        ("clean-release release publish --channel ", ["prod"]),
        ("clean-release nonsense ", []),
    ],
)
def test_bash_asks_and_is_answered(environment: dict[str, str], words: str, offered: list[str]) -> None:
    # As readline fills them in: words end at blanks, and `=` is a word.
    split = words.replace("=", " = ").strip().split(" ") + ([""] if words.endswith(" ") else [])
    quoted = " ".join(f"'{word}'" for word in split)
    script = f"""
        eval "$(clean-release --show-completion)"
        complete -p clean-release >/dev/null
        COMP_WORDS=({quoted}); COMP_CWORD={len(split) - 1}
        _clean_release_completion clean-release
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """

    assert [line for line in said_by("bash", environment, script) if line] == offered


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("clean-release comp", ["compliance\tCompliance runs; judge a candidates manifest, stage by stage."]),
        ("clean-release check --namespace ", ["demo", "real"]),
        ("clean-release explain branch.default", ["branch.default_protected\tThe default branch is protected"]),
        ("clean-release explain team.", ["team.reviewed"]),
        ("clean-release release publish --channel ", ["prod\tpypi as widget"]),
    ],
)
def test_fish_asks_and_is_answered(environment: dict[str, str], words: str, offered: list[str]) -> None:
    script = f"clean-release --show-completion | source; complete --do-complete '{words}'"

    assert sorted(said_by("fish", environment, script)) == offered


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("clean-release compl", "clean-release compliance "),
        ("clean-release explain branch.default_", "clean-release explain branch.default_protected "),
        ("clean-release check --namespace re", "clean-release check --namespace real "),
        ("clean-release explain team.", "clean-release explain team.reviewed "),
        ("clean-release release publish --channel p", "clean-release release publish --channel prod "),
    ],
)
def test_zsh_asks_and_is_answered(environment: dict[str, str], typed: str, becomes: str) -> None:
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(environment["HOME"])
        os.execve(str(shutil.which("zsh")), ["zsh", "-f", "-i"], environment)  # noqa: S606 - no shell in between
    try:
        begin = "unsetopt zle_bracketed_paste; PS1='ready> '; autoload -Uz compinit; compinit -u\n"
        os.write(terminal, begin.encode())
        read_until(terminal, "ready> ")
        os.write(terminal, b'eval "$(clean-release --show-completion)"; echo load""ed\n')
        read_until(terminal, "loaded")
        os.write(terminal, f"{typed}\t".encode())
        shown = read_until(terminal, becomes)
        assert "error" not in shown
    finally:
        os.close(terminal)
        os.waitpid(child, 0)


def read_until(terminal: int, awaited: str) -> str:
    """What a terminal shows until these words are on it, without what moves its cursor."""
    shown, until = "", time.monotonic() + PATIENCE
    while awaited not in shown:
        readable, _, _ = select.select([terminal], [], [], max(0.0, until - time.monotonic()))
        assert readable, f"{awaited!r} was not shown: {shown!r}"
        shown += os.read(terminal, 4096).decode(errors="replace").replace("\r", "").replace("\x1b[K", "")
    return shown


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_installs_its_own_script_once(environment: dict[str, str], shell: str) -> None:
    said_by(shell, environment, "clean-release --install-completion >/dev/null; echo")
    first = {path: path.read_bytes() for path in Path(environment["HOME"]).rglob("*") if path.is_file()}
    said_by(shell, environment, "clean-release --install-completion >/dev/null; echo")

    again = {path: path.read_bytes().rstrip() for path in Path(environment["HOME"]).rglob("*") if path.is_file()}
    assert {path: data.rstrip() for path, data in first.items()} == again
    assert any(b"_CLEAN_RELEASE_COMPLETE" in data for data in again.values())


def test_a_shell_that_cannot_be_told_is_wrong_usage_and_never_a_block(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "checker", "--show-completion"]
    forced = environment | {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}

    ended = subprocess.run([*command, "tcsh"], env=forced, capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout) == (2, "")
