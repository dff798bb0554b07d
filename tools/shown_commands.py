"""Pages that show commands: what they show is run, in order, and compared with what is printed.

Three kinds of fenced blocks count. `console` holds commands, each a line that starts with `$ `, with what they print;
`exit=N` in its first line is the exit code of its last command, every other one exits 0. A block with `file=PATH` is
written to that file. Any other block is shown only. In shown output `…` stands for what differs from run to run: alone
on a line for any number of lines, inside a line for any text.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"\bfile=(\S+)")
_EXIT = re.compile(r"\bexit=(\d+)")
_PROMPT = "$ "
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block: the line it begins at, its first line's words, and its text."""

    line: int
    info: str
    body: str

    @property
    def language(self) -> str:
        """The first word."""
        return self.info.split(" ", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFile:
    """A file a reader writes: its path and text."""

    line: int
    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCommand:
    """A command a reader runs, what it prints (standard error among it), and its exit code."""

    line: int
    command: str
    output: str
    exit_code: int


def blocks(text: str) -> Iterator[Block]:
    """Yield every fenced block of a page."""
    for found in _BLOCK.finditer(text):
        yield Block(line=text.count("\n", 0, found.start()) + 1, info=found["info"].strip(), body=found["body"])


def steps(text: str) -> Iterator[WrittenFile | ShownCommand]:
    """Yield what a reader of a page does, in order."""
    for block in blocks(text):
        if named := _FILE.search(block.info):
            yield WrittenFile(line=block.line, path=named[1], text=block.body)
        elif block.language == "console":
            yield from _commands(block)


def _commands(block: Block) -> Iterator[ShownCommand]:
    wanted = _EXIT.search(block.info)
    first, *rest = re.split(rf"^{re.escape(_PROMPT)}", block.body, flags=re.MULTILINE)
    if first or not rest:
        raise SystemExit(f"line {block.line}: a console block begins with a line that starts with {_PROMPT!r}")
    for number, shown in enumerate(rest, start=1):
        command, _, output = shown.partition("\n")
        while command.endswith("\\"):
            more, _, output = output.partition("\n")
            command = f"{command}\n{more}"
        is_last = number == len(rest)
        yield ShownCommand(
            line=block.line, command=command, output=output, exit_code=int(wanted[1]) if wanted and is_last else 0
        )


def agrees(shown: str, printed: str) -> bool:
    """Whether what was printed is what is shown."""
    lines = [
        r"(?:[^\n]*\n)+" if line == ELLIPSIS else r"[^\n]*".join(map(re.escape, line.split(ELLIPSIS))) + r"\n"
        for line in shown.splitlines()
    ]
    return re.fullmatch("".join(lines), printed) is not None


def run(command: str, folder: Path, environment: dict[str, str], programs: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a reader would, with `clean-release` on PATH; standard error comes among standard output."""
    programs.mkdir(exist_ok=True)
    program = programs / "clean-release"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m checker "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={**environment, "PATH": os.pathsep.join([str(programs), environment["PATH"]]), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        check=False,
    )
