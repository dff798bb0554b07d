"""A real package index (devpi) on the loopback, empty at first, for the tests of one run."""

import base64
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket

_BOUNDARY = "x-part-of-the-upload"
_PROGRAMS = Path(sys.executable).parent
_SECONDS = 120.0


class PackageIndex:
    """The index `root/dev` of a server of its own; `address` is where clients read it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self._port = found.getsockname()[1]
        self._url = f"http://127.0.0.1:{self._port}"
        self.address = f"{self._url}/root/dev/+simple"
        self._server = self._started()
        self._token = ""
        self._token = self._logged_in()
        self._ask("PUT", "/root/dev", json.dumps({"type": "stage", "bases": [], "volatile": True}).encode())

    def stop(self) -> None:
        self._server.terminate()
        self._server.wait(timeout=_SECONDS)

    def upload(self, project: str, version: str, *, name: str, data: bytes) -> None:
        """Publish a file as an uploading tool does."""
        fields = {
            ":action": "file_upload",
            "protocol_version": "1",
            "metadata_version": "2.1",
            "name": project,
            "version": version,
            "filetype": "bdist_wheel",
            "pyversion": "py3",
        }
        parts = [f'form-data; name="{key}"\r\n\r\n{text}'.encode() for key, text in fields.items()]
        parts.append(f'form-data; name="content"; filename="{name}"\r\n\r\n'.encode() + data)
        lead = f"--{_BOUNDARY}\r\nContent-Disposition: ".encode()
        body = b"".join(lead + part + b"\r\n" for part in parts) + f"--{_BOUNDARY}--\r\n".encode()
        self._ask("POST", "/root/dev/", body, kind=f"multipart/form-data; boundary={_BOUNDARY}")

    def _started(self) -> subprocess.Popen[bytes]:
        server = ("--serverdir", str(self._folder))
        environment = {"PATH": os.environ["PATH"], "HOME": str(self._folder)}
        init = [str(_PROGRAMS / "devpi-init"), *server, "--no-root-pypi"]
        subprocess.run(init, env=environment, capture_output=True, timeout=_SECONDS, check=True)
        where = ("--host", "127.0.0.1", "--port", str(self._port), "--offline-mode")
        return subprocess.Popen(
            [str(_PROGRAMS / "devpi-server"), *server, *where],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _logged_in(self) -> str:
        """The token of the administrator, once the server answers."""
        until = time.monotonic() + _SECONDS
        while True:
            try:
                said = json.loads(self._ask("POST", "/+login", b'{"user": "root", "password": ""}'))
                return base64.b64encode(f"root:{said['result']['password']}".encode()).decode()
            except urllib.error.URLError:
                assert time.monotonic() < until, "the index does not start"
                assert self._server.poll() is None, "the index ended"
                time.sleep(0.1)

    def _ask(self, method: str, path: str, body: bytes, *, kind: str = "application/json") -> bytes:
        headers = {"Content-Type": kind, "Accept": "application/json", "X-Devpi-Auth": self._token}
        request = urllib.request.Request(self._url + path, data=body, method=method, headers=headers)  # noqa: S310 - the loopback
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - as above
            return bytes(answer.read())


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PackageIndex]:
    pytest_socket.enable_socket()
    started = PackageIndex(tmp_path_factory.mktemp("index"))
    yield started
    started.stop()
