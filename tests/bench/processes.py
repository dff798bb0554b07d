"""Whole processes, timed in turn: A, B, C, A, B, C, so that whatever else the machine does meets all alike."""

import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter_ns

from tests.bench.figures import Sample

PYTHON = sys.executable
PROGRAM = str(Path(sys.executable).with_name("clean-release"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What is started, the only exit code that means it did its work, and where to import from before all else."""

    line: tuple[str, ...]
    exit_code: int = 0
    installed: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a user has: nothing that keeps Python from using its caches, and no path but that of `installed`."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return kept | ({"PYTHONPATH": self.installed} if self.installed else {})


def time_in_turn(commands: Mapping[str, Command], *, runs: int, warm_up: int) -> dict[str, Sample]:
    """The wall and processor time of each command, over as many rounds.

    Raises:
        RuntimeError: one ended with another exit code.
    """
    wall: dict[str, list[float]] = {name: [] for name in commands}
    cpu: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(warm_up + runs):
        for name, command in commands.items():
            took, used = _timed(command)
            if number >= warm_up:
                wall[name].append(took)
                cpu[name].append(used)
    return {name: Sample(wall=tuple(wall[name]), cpu=tuple(cpu[name])) for name in commands}


def output_of(command: Command) -> bytes:
    """What a command prints."""
    ended = subprocess.run(command.line, env=command.environment, stdout=subprocess.PIPE, check=False)
    _refuse_other_code(command, ended.returncode)
    return ended.stdout


def _timed(command: Command) -> tuple[float, float]:
    environment = command.environment
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = perf_counter_ns()
    ended = subprocess.run(
        command.line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    took = (perf_counter_ns() - started) / 1e6
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    _refuse_other_code(command, ended.returncode)
    return took, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3


def _refuse_other_code(command: Command, code: int) -> None:
    if code != command.exit_code:
        raise RuntimeError(f"{command.line[0]} ended with {code}, expected {command.exit_code}")


def python(code: str) -> Command:
    """A Python process that runs this code."""
    return Command(line=(PYTHON, "-c", code))


def product(arguments: Sequence[str], *, exit_code: int = 0, installed: str = "") -> Command:
    """The installed command, as a user starts it."""
    return Command(line=(PROGRAM, *arguments), exit_code=exit_code, installed=installed)
