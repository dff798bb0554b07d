"""The package: cheap to import, loaded late, safe around forks, honest about what is missing."""

import ctypes
import importlib.resources
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import embedded_opa
from embedded_opa import Engine, LibraryError, library, wire
from embedded_opa.errors import CompileError, EngineError, InputError

# What takes milliseconds to import; `import embedded_opa` must need none of it.
HEAVY = {"ctypes", "json", "subprocess", "dataclasses", "inspect", "typing", "threading", "importlib.resources", "re"}


def run(program: str) -> str:
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return ended.stdout.strip()


def test_importing_the_package_imports_nothing_heavy() -> None:
    found = run(
        "import sys; before = set(sys.modules); import embedded_opa; print(*sorted(set(sys.modules) - before))"
    ).split()
    assert "embedded_opa" in found
    assert not HEAVY & set(found) - {"typing", "re"}


def test_the_library_is_loaded_by_the_first_call() -> None:
    program = (
        "import embedded_opa\n"
        "from embedded_opa import library\n"
        "engine = embedded_opa.Engine()\n"
        "print(library._loaded is None)\n"
        "engine.version()\n"
        "print(library._loaded is None)\n"
    )
    assert run(program).split() == ["True", "False"]


def test_every_public_name_is_there_and_documented() -> None:
    for name in embedded_opa.__all__:
        public = getattr(embedded_opa, name)
        if isinstance(public, type):
            assert public.__doc__, name
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = embedded_opa.nothing_such
    assert importlib.resources.files(embedded_opa).joinpath("py.typed").is_file()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_fork_after_loading_is_refused(engine: Engine) -> None:
    engine.version()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        try:
            engine.version()
        except LibraryError as error:
            os._exit(0 if error.code == "forked" and error.hint else 1)
        os._exit(2)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def test_a_missing_library_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(library, "_loaded", None)
    monkeypatch.setattr(library, "library_path", lambda: tmp_path / "none.so")
    with pytest.raises(LibraryError) as caught:
        Engine().version()
    assert (caught.value.code, bool(caught.value.hint)) == ("library_missing", True)


def test_a_library_that_is_none_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "text.so").write_text("no library")
    monkeypatch.setattr(library, "_loaded", None)
    monkeypatch.setattr(library, "library_path", lambda: tmp_path / "text.so")
    with pytest.raises(LibraryError) as caught:
        Engine().version()
    assert caught.value.code == "library_unusable"


def test_a_library_of_another_version_is_refused(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embedded_opa.engine.CONTRACT", "0")
    with pytest.raises(LibraryError) as caught:
        engine.version()
    assert caught.value.code == "library_version"


def test_the_version_is_opas_own(engine: Engine) -> None:
    version = engine.version()
    assert version.opa == "1.22.0"
    assert version.go.startswith("go1.")
    assert "http.send" in version.builtins


@pytest.mark.parametrize(
    "answer",
    [
        b'{"ok": {"results": {}, "stuck": false}}',
        b'{"ok": {"results": {"data.q": {"value": 1}}, "stuck": false}}',
        b'{"ok": {"results": {"data.p": {"value": 1}, "data.q": {"value": 1}}, "stuck": false}}',
        b'{"ok": {"results": {"data.p": {}}, "stuck": false}}',
        b'{"ok": {"results": {"data.p": {"undefined": false}}, "stuck": false}}',
        b"{}",
        b'{"ok": null, "error": null}',
        b"[]",
    ],
)
def test_nothing_half_an_answer_and_an_answer_too_many_are_errors(answer: bytes) -> None:
    with pytest.raises((EngineError, TypeError)):
        wire.results_from_wire(answer, entrypoints=["data.p"])


def test_errors_of_the_library_become_the_right_kind() -> None:
    with pytest.raises(InputError):
        wire.accepted(b'{"error": {"code": "invalid_input", "message": "no"}}')
    with pytest.raises(CompileError) as caught:
        wire.accepted_policies(b'{"error": {"code": "invalid_data", "message": "no"}}')
    assert caught.value.findings[0].code == "invalid_data"
    with pytest.raises(EngineError) as panicked:
        wire.accepted(b'{"error": {"code": "panic", "message": "the engine panicked"}}')
    assert panicked.value.code == "panic"


def test_optimised_python_decides_the_same() -> None:
    program = (
        "from embedded_opa import Engine\n"
        "engine = Engine()\n"
        "policy = engine.compile(modules={'p.rego': 'package p\\nx := 1 / input.n'})\n"
        "print(engine.evaluate(policy, entrypoints=['data.p'], input=b'{\"n\": 0}'))\n"
    )
    plain = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    optimised = subprocess.run([sys.executable, "-OO", "-c", program], capture_output=True, text=True, check=True)
    assert plain.stdout == optimised.stdout
    assert "builtin_error" in plain.stdout


def test_a_stale_handle_is_an_error_and_no_crash(engine: Engine) -> None:
    engine.version()
    loaded = library.load()
    request = wire.evaluate_request(entrypoints=["data.p"], keys=[], limits=embedded_opa.Limits())
    with pytest.raises(EngineError) as caught:
        wire.accepted(loaded.call("evaluate", 2**63, request, b"{}"))
    assert caught.value.code == "unknown_handle"
    loaded.release(2**63)
    loaded.cancel(2**63)
    with pytest.raises(ctypes.ArgumentError):
        loaded.call("evaluate", b"no handle", request, b"{}")
