"""The `opa` program of the engine's own version, built once and asked over a socket file."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import ModuleType

    Number = Callable[[str], float]

ENGINE = Path(__file__).resolve().parent.parent
MODULE = "github.com/open-policy-agent/opa"


def load_hatch_build() -> ModuleType:
    """Load the build hook as hatchling does: by path."""
    spec = importlib.util.spec_from_file_location("engine_hatch_build", ENGINE / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def go(*arguments: str, **variables: str) -> str:
    """Run the Go toolchain of the engine and give what it printed."""
    hatch_build = load_hatch_build()
    hatch_build.install_tools()
    command, environment = hatch_build.go_toolchain()
    return subprocess.run(
        [command, *arguments],
        cwd=ENGINE / "go",
        env={**environment, **variables},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def build_opa(version: str) -> Path:
    """Build the program in `build/opa/`, once for a version."""
    directory = ENGINE / "build" / "opa" / version
    program = directory / ("opa.exe" if sys.platform == "win32" else "opa")
    if not program.is_file():
        go("install", f"{MODULE}@v{version}", GOBIN=str(directory), CGO_ENABLED="0")
    return program


class _SocketFile(HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=60)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(str(self._path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the program said: a value, nothing, or errors."""

    value: Any = None
    defined: bool = False
    errors: tuple[dict[str, Any], ...] = ()


class OPA:
    """A running program. Strict builtin errors, as the engine has them."""

    def __init__(self, program: Path, directory: Path) -> None:
        self._program = program
        self._directory = directory
        self._connection = _SocketFile(directory / "opa.sock")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def ask(self, *, modules: Mapping[str, str], data: bytes, path: str, document: bytes, number: Number) -> Reply:
        """Load, ask and unload; `number` reads what is not an integer.

        The server takes one module at a time, so what it refuses is asked of the command line, which takes them all.
        """
        loaded: list[str] = []
        try:
            if self._load(modules, data, loaded):
                return self._evaluate(modules, data, path, document, number)
            question = b'{"input": ' + document + b"}"
            address = "/v1/data/" + path.removeprefix("data.").replace(".", "/")
            status, body = self._request("POST", f"{address}?strict-builtin-errors=true", question)
            answer = json.loads(body, parse_float=number)
            return Reply(value=answer.get("result"), defined="result" in answer, errors=self._errors(status, body))
        finally:
            for name in loaded:
                self._request("DELETE", f"/v1/policies/{name}", None)
            self._request("PUT", "/v1/data", b"{}")

    def _load(self, modules: Mapping[str, str], data: bytes, loaded: list[str]) -> bool:
        failed = bool(self._errors(*self._request("PUT", "/v1/data", data)))
        for name, source in modules.items():
            if self._errors(*self._request("PUT", f"/v1/policies/{name}", source.encode())):
                failed = True
            else:
                loaded.append(name)
        return failed

    def _evaluate(self, modules: Mapping[str, str], data: bytes, path: str, document: bytes, number: Number) -> Reply:
        files = {**{name: source.encode() for name, source in modules.items()}, "data.json": data}
        with tempfile.TemporaryDirectory(dir=self._directory) as directory:
            for name, content in {**files, "input.json": document}.items():
                Path(directory, name).write_bytes(content)
            options = [option for name in files for option in ("--data", name)]
            command = [str(self._program), "eval", "--format=json", "--strict-builtin-errors", "--input=input.json"]
            ended = subprocess.run([*command, *options, path], cwd=directory, env={}, capture_output=True, check=False)
        answer = json.loads(ended.stdout, parse_float=number)
        errors = tuple(answer.get("errors", ()))
        values = [expression["value"] for row in answer.get("result", ()) for expression in row["expressions"]]
        return Reply(value=values[0] if values else None, defined=bool(values), errors=errors)

    def _errors(self, status: int, body: bytes) -> tuple[dict[str, Any], ...]:
        if status < 400:
            return ()
        answer = json.loads(body)
        return tuple(answer.get("errors") or [{"code": answer["code"], "message": answer["message"]}])

    def _request(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        self._connection.request(method, path, body)
        response = self._connection.getresponse()
        return response.status, response.read()


@contextlib.contextmanager
def running_opa(program: Path, directory: Path, *options: str) -> Iterator[OPA]:
    """Run the program as a server on a socket file."""
    socket_file = directory / "opa.sock"
    command = [str(program), "run", "--server", "--addr", f"unix://{socket_file}", "--log-level", "error", *options]
    server = subprocess.Popen(
        [*command, "--skip-version-check"], env={}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(500):
            if socket_file.exists():
                break
            time.sleep(0.02)
        with OPA(program, directory) as opa:
            yield opa
    finally:
        server.kill()
        server.wait()
