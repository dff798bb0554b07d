"""What every starter of workers promises, held by processes and by the fake."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
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


RESTING = "import os; os.write(0, b'rests\\n'); {then}"


def test_one_that_says_so_rests_until_it_is_woken(tmp_path: Path) -> None:
    then = "os.read(0, 99); open('woken', 'w').close(); os.read(0, 99)"
    told: list[bytes] = []
    worker = replace(children(tmp_path, RESTING.format(then=then)), told=told.append).start("widget")
    until(worker.is_resting)
    worker.wake()
    assert not worker.is_resting()
    until((tmp_path / "woken").exists)
    worker.kill()
    assert code_of(worker) == -9
    until(lambda: told == [b"rests\n", b""])
    worker.wake()


def test_a_fake_rests_when_it_is_told_to() -> None:
    worker = ToldWorkers().start("widget")
    assert not worker.is_resting()
    worker.rests = True
    assert worker.is_resting()
    worker.wake()
    assert not worker.is_resting()


SERVER = """
import os, sys, time
from pathlib import Path
from checker.adapters.child_workers import ChildWorkers
ChildWorkers(
    command=lambda _: [sys.executable, "-c", sys.argv[1]], folder=Path(sys.argv[2]), environment=os.environ, say=print
).start("widget")
while not Path(sys.argv[2], "begun").exists():
    time.sleep(0.02)
os.kill(os.getpid(), 9)
"""
ON_CALL = """
import os, sys, time
sys.path[:0] = {path!r}
from checker.adapters.line_to_server import line_to_server
open("number", "w").write(str(os.getpid()))
with line_to_server() as line:
    {begin}
    {then}
"""


@pytest.mark.parametrize(
    ("begin", "then"),
    [
        ("open('begun', 'w').close()", "line.rest(); line.rest()"),
        ("open('begun', 'w').close(); line.rest()", "pass"),
        ("open('begun', 'w').close()", "time.sleep(600)"),
    ],
)
def test_no_worker_outlives_a_server_that_is_killed(tmp_path: Path, begin: str, then: str) -> None:
    code = ON_CALL.format(path=sys.path, begin=begin, then=then)
    subprocess.run([sys.executable, "-c", SERVER, code, str(tmp_path)], check=False)
    until(lambda: is_gone(int((tmp_path / "number").read_text())))


def test_what_a_worker_starts_cannot_speak_for_it(tmp_path: Path) -> None:
    seen = "import os; open('in', 'w').write(os.readlink('/proc/self/fd/0'))"
    begin = f"import subprocess; subprocess.run([sys.executable, '-c', {seen!r}])"
    code = ON_CALL.format(path=sys.path, begin=begin, then="line.tell_end(); line.rest()")
    told: list[bytes] = []
    worker = replace(children(tmp_path, code), told=told.append).start("widget")
    until(worker.is_resting)
    assert told == [b"ended\n", b"rests\n"]
    assert (tmp_path / "in").read_text() == os.devnull
    worker.kill()
    assert code_of(worker) == -9


def test_a_worker_that_nobody_called_is_refused() -> None:
    code = "from checker.adapters.line_to_server import line_to_server\nwith line_to_server(): pass"
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{code}"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    assert "nobody is on the line, expected a server at standard input" in done.stderr
