"""A child process that can be killed: what it cannot answer is a failure, and the next call works."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

import pytest

from embedded_opa import (
    DEFAULT_BUILTINS,
    CompileError,
    Defined,
    Engine,
    EngineError,
    Failed,
    InputError,
    IsolatedEngine,
    IsolationError,
    Limits,
    Undefined,
)
from embedded_opa.child import child_environment
from embedded_opa.memory import resident_bytes

GOOD = {"good.rego": "package good\nx := input.n + 1"}
ENDLESS = "x if { some i in numbers.range(1, 30000); some j in numbers.range(1, 30000); i * j < 0 }"
# One call of a builtin that no deadline stops.
STUCK = "x := bits.lsh(1, 8000000000) > 0"
DOUBLING = 'a0 := "0123456789"\n' + "\n".join(f'a{i + 1} := concat("", [a{i}, a{i}])' for i in range(37))


def test_the_child_answers_as_the_engine_in_process(isolated: IsolatedEngine, engine: Engine) -> None:
    modules = {**GOOD, "bad.rego": "package bad\nx := 1 / input.zero", "set.rego": 'package set\nx := {"b", "a"}'}
    asked = ["data.good", "data.bad", "data.set", "data.none"]
    document = b'{"n": 9007199254740993, "zero": 0}'
    answers = [
        each.evaluate(each.compile(modules=modules), entrypoints=asked, input=document) for each in (isolated, engine)
    ]
    assert answers[0] == answers[1]
    assert answers[0]["data.none"] == Undefined()
    assert isolated.version() == engine.version()
    assert isolated.format("package p\nx:=1") == engine.format("package p\nx:=1")
    tests = {"p_test.rego": "package p_test\ntest_x if 1 == 1"}
    assert isolated.test(modules=tests).passed
    compiled = isolated.compile(modules=GOOD, inspect=True)
    assert compiled.inspection is not None
    assert [package.path for package in compiled.inspection.packages] == ["data.good"]


def test_refusals_cross_the_border(isolated: IsolatedEngine) -> None:
    with pytest.raises(CompileError) as caught:
        isolated.compile(modules={"p.rego": "package p\nx := http.send({})"})
    assert caught.value.findings[0].code == "builtin_not_allowed"
    policy = isolated.compile(modules=GOOD)
    with pytest.raises(InputError):
        isolated.evaluate(policy, entrypoints=["data.good"], input=b"{")
    with pytest.raises(EngineError):
        isolated.evaluate(policy, entrypoints=["data"], input=b"{}")


def test_a_builtin_that_no_deadline_stops_ends_with_its_child(isolated: IsolatedEngine) -> None:
    modules = {**GOOD, "stuck.rego": f"package stuck\n{STUCK}", "again.rego": f"package again\n{STUCK}"}
    policy = isolated.compile(modules=modules, builtins=DEFAULT_BUILTINS | {"bits.lsh"})
    limits = Limits(deadline=1.0, memory=8 << 30)
    asked = ["data.stuck", "data.again", "data.good"]
    results = isolated.evaluate(policy, entrypoints=asked, input=b'{"n": 1}', limits=limits)
    for path in asked[:2]:
        result = results[path]
        assert isinstance(result, Failed)
        assert result.code in {"timeout", "child_timeout"}
    after = isolated.evaluate(policy, entrypoints=["data.good"], input=b'{"n": 1}')
    assert after["data.good"] == Defined({"x": 2})


def test_a_rule_that_takes_all_memory_is_killed_and_this_process_does_not_grow(isolated: IsolatedEngine) -> None:
    modules = {**GOOD, "hog.rego": f"package hog\n{DOUBLING}\nx := count(a37)"}
    policy = isolated.compile(modules=modules)
    gc.collect()
    before = resident_bytes(os.getpid()) or 0
    results = isolated.evaluate(
        policy, entrypoints=["data.hog", "data.good"], input=b'{"n": 1}', limits=Limits(memory=300 << 20, deadline=20)
    )
    grown = (resident_bytes(os.getpid()) or 0) - before
    failed = results["data.hog"]
    assert isinstance(failed, Failed)
    assert failed.code in {"child_memory", "memory"}
    assert grown < 5 << 20
    after = isolated.evaluate(policy, entrypoints=["data.good"], input=b'{"n": 1}')
    assert after["data.good"] == Defined({"x": 2})


def test_exceeding_the_memory_of_the_child_fails_every_entrypoint(isolated: IsolatedEngine) -> None:
    policy = isolated.compile(modules={**GOOD, "endless.rego": f"package endless\n{ENDLESS}"})
    results = isolated.evaluate(
        policy, entrypoints=["data.good", "data.endless"], input=b'{"n": 1}', limits=Limits(memory=1 << 20, deadline=20)
    )
    assert {type(result) for result in results.values()} == {Failed}
    assert {result.code for result in results.values() if isinstance(result, Failed)} == {"child_memory"}


def test_a_child_that_does_not_answer_is_killed_after_the_deadline(isolated: IsolatedEngine) -> None:
    policy = isolated.compile(modules=GOOD)
    child = isolated._children[-1]
    os.kill(child.pid, signal.SIGSTOP)
    results = isolated.evaluate(policy, entrypoints=["data.good"], input=b'{"n": 1}', limits=Limits(deadline=0.2))
    failed = results["data.good"]
    assert isinstance(failed, Failed)
    assert failed.code == "child_timeout"
    assert not child.is_alive
    after = isolated.evaluate(policy, entrypoints=["data.good"], input=b'{"n": 1}')
    assert after["data.good"] == Defined({"x": 2})


def test_a_child_that_dies_fails_every_entrypoint(isolated: IsolatedEngine) -> None:
    policy = isolated.compile(modules={**GOOD, "endless.rego": f"package endless\n{ENDLESS}"})
    pid = isolated._children[-1].pid
    killer = threading.Timer(0.3, os.kill, (pid, signal.SIGSEGV))
    killer.start()
    results = isolated.evaluate(
        policy, entrypoints=["data.endless", "data.good"], input=b'{"n": 1}', limits=Limits(deadline=60)
    )
    killer.join()
    codes = {result.code for result in results.values() if isinstance(result, Failed)}
    assert len(results) == 2
    assert codes == {"child_crashed"}
    assert {"ended with status" in result.message for result in results.values() if isinstance(result, Failed)} == {
        True
    }
    after = isolated.evaluate(policy, entrypoints=["data.good"], input=b'{"n": 1}')
    assert after["data.good"] == Defined({"x": 2})


def test_a_child_that_died_between_calls_is_replaced_unnoticed(isolated: IsolatedEngine) -> None:
    policy = isolated.compile(modules=GOOD)
    first = isolated._children[-1]
    os.kill(first.pid, signal.SIGKILL)
    first._process.wait()
    results = isolated.evaluate(policy, entrypoints=["data.good"], input=b'{"n": 1}')
    assert results["data.good"] == Defined({"x": 2})
    assert isolated._children[-1].pid != first.pid


def test_cancelling_ends_the_child(isolated: IsolatedEngine) -> None:
    policy = isolated.compile(modules={"endless.rego": f"package endless\n{ENDLESS}", **GOOD})
    done = threading.Event()

    def cancel() -> None:
        while not done.wait(0.02):
            isolated.cancel(policy)

    canceller = threading.Thread(target=cancel)
    canceller.start()
    try:
        results = isolated.evaluate(policy, entrypoints=["data.endless"], input=b"{}", limits=Limits(deadline=60))
    finally:
        done.set()
        canceller.join()
    failed = results["data.endless"]
    assert isinstance(failed, Failed)
    assert failed.code == "cancelled"


def test_compiling_has_a_deadline_and_the_engine_survives_it(isolated: IsolatedEngine) -> None:
    chain = "package p\nx := 1" + " + 1" * 20_000
    with pytest.raises(CompileError) as caught:
        isolated.compile(modules={"p.rego": chain}, limits=Limits(deadline=0.1))
    assert caught.value.code in {"timeout", "child_timeout"}
    assert not isolated._children
    policy = isolated.compile(modules=GOOD)
    assert isolated.evaluate(policy, entrypoints=["data.good"], input=b'{"n": 1}')["data.good"] == Defined({"x": 2})


def test_a_child_knows_nothing_of_the_environment(isolated: IsolatedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_MARKER", "do-not-show")
    monkeypatch.setenv("PYTHONPATH", "do-not-show")
    isolated.version()
    environment = Path(f"/proc/{isolated._children[-1].pid}/environ")
    if environment.exists():
        assert b"do-not-show" not in environment.read_bytes()
        assert b"TZ=UTC" in environment.read_bytes()
    names = set(child_environment({"SECRET_MARKER": "x", "PATH": "/bin", "HOME": "/", "LD_PRELOAD": "y"}))
    assert names == {"TZ", "LC_ALL", "GOTRACEBACK"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_fork_starts_its_own_child_and_leaves_ours_alone(isolated: IsolatedEngine) -> None:
    policy = isolated.compile(modules=GOOD)
    ours = isolated._children[-1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        try:
            results = isolated.evaluate(policy, entrypoints=["data.good"], input=b'{"n": 1}')
            own = isolated._children[-1].pid
            isolated.close()
            ours.kill()
            os._exit(0 if results["data.good"] == Defined({"x": 2}) and own != ours.pid else 1)
        finally:
            os._exit(2)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert ours.is_alive
    assert isolated.evaluate(policy, entrypoints=["data.good"], input=b'{"n": 1}')["data.good"] == Defined({"x": 2})


def test_released_policies_are_forgotten(isolated: IsolatedEngine) -> None:
    policy = isolated.compile(modules=GOOD)
    policy.close()
    with pytest.raises(EngineError):
        isolated.evaluate(policy, entrypoints=["data.good"], input=b"{}")
    isolated.version()
    assert not isolated._compiled


def test_several_threads_take_turns(isolated: IsolatedEngine) -> None:
    policy = isolated.compile(modules=GOOD)
    found: list[object] = []

    def evaluate(n: int) -> None:
        document = b'{"n": %d}' % n
        found.append(isolated.evaluate(policy, entrypoints=["data.good"], input=document)["data.good"])

    threads = [threading.Thread(target=evaluate, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(str(result) for result in found) == sorted(str(Defined({"x": n + 1})) for n in range(8))


def test_a_program_that_ends_takes_its_child_along_and_its_output_is_its_own(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import os\n"
        "from embedded_opa import IsolatedEngine\n"
        "engine = IsolatedEngine()\n"
        "policy = engine.compile(modules={'p.rego': 'package p\\nx if print(1)'})\n"
        "engine.evaluate(policy, entrypoints=['data.p'], input=b'{}')\n"
        "print(engine._children[-1].pid, flush=True)\n"
        "os._exit(0)\n"
    )
    ended = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=True)
    assert ended.stderr == ""
    pid = int(ended.stdout)
    for _ in range(500):
        if resident_bytes(pid) is None or not _is_running(pid):
            return
        time.sleep(0.02)
    pytest.fail(f"the child {pid} is still there")


def _is_running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "zombie" not in status.read_text()


def test_without_proc_memory_is_read_from_ps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("embedded_opa.memory.PROC", tmp_path)
    if Path("/bin/ps").exists():
        assert (resident_bytes(os.getpid()) or 0) > 1 << 20
        assert resident_bytes(1 << 30) is None
    monkeypatch.setattr("embedded_opa.memory.PS", str(tmp_path / "ps"))
    with pytest.raises(IsolationError) as caught:
        resident_bytes(os.getpid())
    assert caught.value.code == "memory_unwatched"


def test_a_python_that_does_not_start_is_an_error(isolated: IsolatedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    with pytest.raises(IsolationError) as caught:
        isolated.version()
    assert caught.value.code == "child_not_started"
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(IsolationError) as caught:
        isolated.version()
    assert caught.value.code == "no_python"


def test_a_child_that_was_ended_is_said_to_have_missed_its_deadline(isolated: IsolatedEngine) -> None:
    isolated.compile(modules=GOOD)
    os.kill(isolated._children[-1].pid, signal.SIGSTOP)

    with pytest.raises(EngineError, match="it had not answered by its deadline"):
        isolated.compile(modules=GOOD, limits=Limits(deadline=0.2))
