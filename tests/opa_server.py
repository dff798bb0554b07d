"""A real OPA server on the loopback for the length of a test."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest_socket

_PATIENCE = 30.0


@contextmanager
def opa_server(program: Path, *policies: Path) -> Iterator[int]:
    """The port of a server that holds what is in these folders and nothing else; it is stopped afterwards."""
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    port = _free_port()
    command = [str(program), "run", "--server", "--addr", f"127.0.0.1:{port}", "--log-level", "error"]
    command += map(str, policies)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.kill()
            server.wait()
            pytest_socket.disable_socket(allow_unix_socket=True)


def tell(port: int, method: str, path: str, body: bytes = b"") -> bytes:
    """What somebody else does with the server."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body)
        return connection.getresponse().read()
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError):
            tell(port, "GET", "/health")
            return
        time.sleep(0.05)
    raise AssertionError("the OPA server does not answer")
