"""`clean-release serve` in a process of its own, with real tokens, for the length of a test."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from checker.bootstrap.calling import opened_tokens
from checker.domain.namespace import Namespace
from checker.domain.principal import Role

SECONDS = 120
API = "/api/clean-release"
_SAID = re.compile(r"serving (?P<projects>[\w., -]+) at (?P<scheme>https?)://127\.0\.0\.1:(?P<port>\d+)\n")


def token_of(label: str, *roles: Role, project: str = "widget", namespace: Namespace = Namespace.REAL) -> str:
    """A token of this user's server, as `clean-release token create` makes it."""
    with opened_tokens() as tokens:
        issued = tokens.create_token(
            label=label, namespace=namespace, projects=[project], roles=roles, life=timedelta(hours=1)
        )
    return issued.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered: status, headers in lower case, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - any document
        """The body as JSON."""
        return json.loads(self.body)


def answered(
    connection: HTTPConnection, method: str, path: str, token: str = "", body: object = None, **headers: str
) -> Answer:
    """One request on a connection, which is closed after it."""
    sent = {name.replace("_", "-"): text for name, text in headers.items()}
    if token:
        sent["Authorization"] = f"Bearer {token}"
    data = None
    if body is not None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent.setdefault("Content-Type", "application/json")
    try:
        connection.request(method, path, body=data, headers=sent)
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(status=answer.status, headers=told, body=answer.read())
    finally:
        connection.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedProcess:
    """The process and its port."""

    process: "subprocess.Popen[str]"
    port: int
    line: str
    log: Path

    def call(self, method: str, path: str, token: str = "", body: object = None, **headers: str) -> Answer:
        """One request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        return answered(connection, method, path, token, body, **headers)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Ask it to stop; its code, and all that it wrote to standard error."""
        self.process.send_signal(number)
        code = self.process.wait(timeout=SECONDS)
        return code, self.log.read_text(encoding="utf-8")


@contextmanager
def served(
    *folders: Path, options: Sequence[str] = (), program: Sequence[str] = ("-m", "checker")
) -> Iterator[ServedProcess]:
    """A server until it is left; background jobs are deaf to SIGINT unless somebody undoes it."""
    command = ["env", "--default-signal=INT", sys.executable, *program, "serve", "--listen", "127.0.0.1:0"]
    with TemporaryDirectory() as place, (Path(place) / "log").open("wb") as log:  # a pipe would be full some day
        process = subprocess.Popen(
            [*command, *options, *map(str, folders)],
            cwd=folders[0],
            env=dict(os.environ),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert process.stdout
        try:
            line = process.stdout.readline()
            found = _SAID.fullmatch(line)
            if not found:
                raise AssertionError(line + Path(log.name).read_text(encoding="utf-8"))
            yield ServedProcess(process=process, port=int(found["port"]), line=line, log=Path(log.name))
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            process.stdout.close()
