"""A server in a process of its own, over project folders, for callers that a test names: `Bearer LABEL` proves LABEL.

    python -m tests.live_server SECONDS_TO_STOP FOLDER …

It prints its port. Everybody below reaches every project, `stranger` none of them.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from checker.api.app import create_app
from checker.api.connection import BoundedConnection
from checker.api.routes import progress
from checker.api.server import Around, HowToRun, serve
from checker.bootstrap.serving import Serving
from checker.domain.principal import Role
from tests.fakes.told_callers import ToldCallers

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 60
BOT = {"Authorization": "Bearer release-bot"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveServer:
    """The process, and the port it listens on."""

    process: "subprocess.Popen[str]"
    port: int

    def call(
        self, path: str, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] = BOT
    ) -> tuple[HTTPResponse, bytes]:
        """One request, and the whole answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.request(method, path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer, data

    def opened(self) -> socket.socket:
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Ask it to stop; the code it ends with, and what it wrote to standard error."""
        self.process.send_signal(number)
        assert self.process.stderr
        said = self.process.stderr.read()
        return self.process.wait(timeout=SECONDS), said


@contextmanager
def live_server(*folders: Path, seconds: float = 10.0, **environment: str) -> Iterator[LiveServer]:
    """A server until it is left."""
    words = ["env", "--default-signal=INT", sys.executable, "-m", "tests.live_server", str(seconds), *map(str, folders)]
    process = subprocess.Popen(
        words,
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        if not line:
            raise AssertionError(process.communicate()[1])
        yield LiveServer(process=process, port=int(line))
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            assert pipe
            pipe.close()


def _nothing() -> None:
    """There is nobody to end."""


def main() -> int:
    """Serve."""
    seconds, folders = float(sys.argv[1]), [Path(word) for word in sys.argv[2:]]
    callers = ToldCallers()
    serving = Serving.over(folders, callers=callers)
    callers.knows("release-bot", *Role, projects=tuple(sorted(serving.folders)))
    callers.knows("second", Role.READER, projects=tuple(sorted(serving.folders)))
    callers.knows("stranger", *Role, projects=())
    app = create_app(serving)
    if patience := os.environ.get("PATIENCE"):
        BoundedConnection.seconds = dict.fromkeys(BoundedConnection.seconds, float(patience))
    if longest := os.environ.get("LONGEST_STREAM"):
        progress.LONGEST_SECONDS = float(longest)  # a stream that ends while a test waits
    BoundedConnection.most = int(os.environ.get("CONNECTIONS", BoundedConnection.most))
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    around = Around(
        begin=lambda: print(port, flush=True),  # noqa: T201 - how the test learns it
        stop=lambda _: app.state.streams.close(),
        kill=_nothing,
    )
    return serve(app, listener, how=HowToRun(seconds=seconds), around=around, mask=str)


if __name__ == "__main__":
    raise SystemExit(main())
