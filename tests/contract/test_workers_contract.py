"""What every starter of workers promises, held by processes and by the fake."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.adapters.child_workers import ChildWorkers, worker_environment
from checker.errors import EngineFailureError
from checker.ports.workers import Worker, Workers
from tests.fakes.told_workers import ToldWorkers

SECONDS = 60
LIVING = "import time; open('begun', 'w').close(); time.sleep(600)"
WITH_A_CHILD = (
    "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "open('child', 'w').write(str(child.pid)); open('begun', 'w').close(); {then}"
)


def children(folder: Path, code: str) -> ChildWorkers:
    return ChildWorkers(
        command=lambda _: [sys.executable, "-c", code], folder=folder, environment=os.environ, say=print
    )


@pytest.fixture(params=["processes", "fake"])
def workers(request: pytest.FixtureRequest, tmp_path: Path) -> Workers:
    return children(tmp_path, LIVING) if request.param == "processes" else ToldWorkers()


def until(said: Callable[[], object]) -> object:
    last = time.monotonic() + SECONDS
    while (found := said()) is None or found is False:
        assert time.monotonic() < last
        time.sleep(0.02)
    return found


def code_of(worker: Worker) -> object:
    return until(worker.ended)


def test_one_lives_until_it_is_asked_to_stop(workers: Workers) -> None:
    worker = workers.start("widget")
    assert worker.ended() is None
    worker.ask_to_stop()
    assert code_of(worker) != 0
    worker.ask_to_stop()
    worker.kill()


def test_one_that_is_killed_has_ended_by_a_signal(workers: Workers) -> None:
    worker = workers.start("widget")
    worker.kill()
    assert code_of(worker) == -9


def is_gone(number: int) -> bool:
    """Whether no such process does anything; one that nobody has taken note of does not."""
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


@pytest.mark.parametrize("how", ["killed", "by itself"])
def test_what_a_process_started_ends_with_it(tmp_path: Path, how: str) -> None:
    then = "time.sleep(600)" if how == "killed" else "sys.exit(0)"
    worker = children(tmp_path, WITH_A_CHILD.format(then=then)).start("widget")
    until((tmp_path / "begun").exists)
    if how == "killed":
        worker.kill()
    assert code_of(worker) == (-9 if how == "killed" else 0)
    until(lambda: is_gone(int((tmp_path / "child").read_text())))


def test_a_process_gets_its_settings_and_nothing_else_of_the_servers(tmp_path: Path) -> None:
    kept = {"PATH": "/bin", "GH_TOKEN": "t", "CLEAN_RELEASE_GITHUB_API": "a"}
    told = {**kept, "AWS_SECRET_ACCESS_KEY": "s", "LD_PRELOAD": "x"}
    assert worker_environment(told) == kept
    code = "import os; open('seen', 'w').write(' '.join(os.environ)); open('begun', 'w').close()"
    surroundings = {**os.environ, "DATABASE_PASSWORD": "x"}
    said: list[str] = []
    command = [sys.executable, "-c", f"{code}; print('one'); print('x' * 3000, end='')"]
    started = ChildWorkers(command=lambda _: command, folder=tmp_path, environment=surroundings, say=said.append)
    assert code_of(started.start("widget")) == 0
    until(lambda: len(said) == 3)
    assert said == ["one", "x" * 2000, "x" * 1000]
    assert "DATABASE_PASSWORD" not in (tmp_path / "seen").read_text().split()


def test_a_program_that_cannot_be_started_is_refused(tmp_path: Path) -> None:
    missing = ChildWorkers(command=lambda _: [str(tmp_path / "none")], folder=tmp_path, environment={}, say=print)
    with pytest.raises(EngineFailureError, match="no worker can be started"):
        missing.start("widget")
