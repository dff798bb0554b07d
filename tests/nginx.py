"""A real nginx in front of a server, for the length of a test: with the very configuration that a page shows.

Of the page's text nothing is changed but ports and the paths of the certificate. It runs from a folder of its own, as
a process of the test, and listens on the loopback alone.
"""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path

from tests.bundle_server import certificate
from tests.served_process import SECONDS, Answer, answered
from tests.tls_clients import strict
from tools.system_packages import found

PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "run-the-server.md"
_SHOWN = re.compile(r"^```nginx\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Nginx:
    """The running proxy, its port, and whom its certificate is vouched for by."""

    port: int
    authority: Path
    folder: Path

    def connection(self, client: str = "127.0.0.1", seconds: float = SECONDS) -> HTTPSConnection:
        """A connection from an address of the loopback, over TLS that is verified."""
        return HTTPSConnection(
            "127.0.0.1", self.port, timeout=seconds, source_address=(client, 0), context=strict(self.authority)
        )

    def call(
        self, method: str, path: str, token: str = "", body: object = None, *, client: str = "127.0.0.1", **headers: str
    ) -> Answer:
        """One request on a connection of its own."""
        return answered(self.connection(client), method, path, token, body, **headers)


def shown_configuration() -> str:
    """The text of the page."""
    (text,) = _SHOWN.findall(PAGE.read_text(encoding="utf-8"))
    return str(text)


def with_places(text: str, *, port: int, upstream: int, chain: Path, key: Path) -> str:
    """The configuration with the ports and the files of this machine in it, and nothing else changed."""
    for shown, here in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("http://127.0.0.1:8080;", f"http://127.0.0.1:{upstream};"),
        ("/etc/clean-release/chain.pem", str(chain)),
        ("/etc/clean-release/key.pem", str(key)),
    ):
        assert text.count(shown) == 1, shown
        text = text.replace(shown, here)
    return text


@contextmanager
def nginx(folder: Path, *, upstream: int) -> Iterator[Nginx]:
    """A proxy of the server at that port, until it is left."""
    folder.mkdir()
    _, chain = certificate(folder)
    port = _free_port()
    shown = with_places(shown_configuration(), port=port, upstream=upstream, chain=chain, key=folder / "server.key")
    (folder / "nginx.conf").write_text(_framed(shown, folder), encoding="utf-8")
    command = [program(), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    tried = subprocess.run([*command, "-t"], check=False, capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    assert "[warn]" not in tried.stderr, tried.stderr
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield Nginx(port=port, authority=chain, folder=folder)
    finally:
        process.terminate()
        process.wait(timeout=SECONDS)


def program() -> str:
    """Where nginx is."""
    path = found("nginx")
    assert path, "there is no nginx; make system-packages installs it"
    return path


def _framed(shown: str, folder: Path) -> str:
    """What an installation has around the configuration of a site, so that it writes into this folder alone."""
    temporary = "\n".join(f"{name}_temp_path {folder / name};" for name in _TEMPORARY)
    who = "user root;" if os.geteuid() == 0 else ""
    return (
        f"{who} daemon off; worker_processes 1; pid {folder / 'pid'};\nevents {{}}\n"
        f"http {{\naccess_log {folder / 'access.log'};\n{temporary}\n{shown}}}\n"
    )


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    last = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < last:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=SECONDS).close()
        except ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx does not listen")
