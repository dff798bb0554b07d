"""The server in a process of its own: what it remembers is never stale, streams lose nothing, and it ends when told."""

import json
import signal
import socket
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.integration.compliance_project import BY, NAME, ComplianceProject
from tests.integration.served_project import API
from tests.live_server import BOT, LiveServer, live_server

pytestmark = pytest.mark.unmeasured

RUN = f"{API}/compliance-runs/run-001"
EVENTS = f"{RUN}/events"
SLOW = (
    b"POST /api/clean-release/candidates HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer release-bot\r\n"
    b"Content-Type: application/json\r\nContent-Length: 5\r\n\r\n"
)
ACTOR = ("--actor", "release-bot")


@pytest.fixture
def server(compliance: ComplianceProject) -> Iterator[LiveServer]:
    with live_server(compliance.tree) as running:
        yield running


class Listener:
    """Somebody who listens to a run."""

    def __init__(self, server: LiveServer, *, last: str = "", path: str = EVENTS, **cookie: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        proof = cookie or BOT
        self.connection.request("GET", path, headers={**proof, **({"Last-Event-ID": last} if last else {})})
        self.answer = self.connection.getresponse()

    def next(self) -> tuple[int, dict[str, Any]] | None:
        """The next event, None when there is no other."""
        number, data = 0, b""
        while line := self.answer.readline():
            if line == b"\n" and data:
                return number, json.loads(data)
            name, _, value = line.strip().partition(b": ")
            number, data = int(value) if name == b"id" else number, value if name == b"data" else data
        return None

    def rest(self) -> list[tuple[int, dict[str, Any]]]:
        """Every event up to the end."""
        return list(iter(self.next, None))

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


@pytest.fixture
def listen(server: LiveServer) -> Iterator[Callable[..., Listener]]:
    """Listen; every connection is closed in the end."""
    listeners: list[Listener] = []

    def begin(**how: str) -> Listener:
        listeners.append(Listener(server, **how))
        return listeners[-1]

    yield begin
    for one in listeners:
        one.close()


def test_a_change_by_another_process_is_seen_at_once(compliance: ComplianceProject, server: LiveServer) -> None:
    seen = [server.call(f"{API}/candidates")[1]]
    compliance.to_manifest()
    seen += [server.call(f"{API}/candidates/{NAME}")[1] for _ in range(3)]
    assert len(set(seen)) == 2
    source = ("--version", "1.2.1", "--source-snapshot", "v1.2.0-rc1")
    for number in range(5):
        other = ("--candidate-id", f"other-{number}", *ACTOR)
        assert compliance("candidate", "register", *other, *source).code == 0
        answered = json.loads(server.call(f"{API}/candidates")[1])
        assert len(answered["candidates"]) == number + 2
        assert server.call(f"{API}/candidates")[1] == server.call(f"{API}/candidates")[1]


def test_what_is_remembered_is_bound_to_who_was_answered(compliance: ComplianceProject, server: LiveServer) -> None:
    compliance.to_manifest()
    path = f"{API}/candidates/{NAME}"
    first, body = server.call(path)
    again, same = server.call(path)
    assert (first.status, again.status, body) == (200, 200, same)
    assert first.headers["ETag"] == again.headers["ETag"]
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    known, nothing = server.call(path, headers={**BOT, "If-None-Match": first.headers["ETag"]})
    assert (known.status, nothing) == (304, b"")

    for headers, status in (
        ({"Authorization": "Bearer stranger"}, 404),
        ({"Authorization": "Bearer nobody"}, 401),
        ({}, 401),
        ({"Authorization": "Bearer second"}, 200),
    ):
        assert server.call(path, headers=headers)[0].status == status
    assert server.call(f"{path}?project=another")[0].status == 404
    assert server.call(f"{path}?project=widget&project=another")[0].status == 422


def test_a_stream_tells_every_step_as_it_is_recorded_and_ends_with_the_run(
    compliance: ComplianceProject, listen: Callable[..., Listener]
) -> None:
    compliance.to_manifest()
    compliance.json("compliance", "run", *BY, "--detach")
    listener = listen()
    assert listener.answer.headers["Content-Type"].startswith("text/event-stream")
    number, asked = listener.next() or (0, {})
    assert (asked["action"], asked["status"], asked["next_stage"]) == ("request-run", "pending", "POLICY")

    assert compliance("worker", "--once", *ACTOR).code == 0
    steps = listener.rest()
    assert [one["stage"] for _, one in steps if one["stage"]] == [
        "POLICY",
        "MANIFEST",
        "SOURCES",
        "AUDIT",
        "RULES",
        "REPORT",
    ]
    assert [one["status"] for _, one in steps][-1] == "passed"
    numbers = [number, *(one for one, _ in steps)]
    assert numbers == sorted(set(numbers))

    for place, known in enumerate(numbers[:-1]):
        late = listen(last=str(known))
        assert [one for one, _ in late.rest()] == numbers[place + 1 :]
    assert listen(last=str(numbers[-1])).answer.status == 204
    assert listen(path=f"{API}/compliance-runs/run-009/events").answer.status == 404
    assert listen(last="x").answer.status == 422


def test_streams_are_few_and_one_that_nobody_reads_makes_room(
    compliance: ComplianceProject, listen: Callable[..., Listener]
) -> None:
    compliance.to_manifest()
    compliance.json("compliance", "run", *BY, "--detach")
    listeners = [listen() for _ in range(4)]
    refused = listen().answer
    assert (refused.status, json.loads(refused.read())["code"]) == (429, "too-many-requests")
    assert refused.headers["Retry-After"] == "5"
    listeners[0].close()
    last = time.monotonic() + 30
    while listen().answer.status != 200:
        assert time.monotonic() < last
        time.sleep(0.05)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_server_that_is_told_to_ends_its_streams_and_itself(
    compliance: ComplianceProject,
    server: LiveServer,
    listen: Callable[..., Listener],
    number: signal.Signals,
    code: int,
) -> None:
    compliance.to_manifest()
    compliance.json("compliance", "run", *BY, "--detach")
    listener = listen()
    listener.next()
    ended, said = server.stop(number)
    assert (ended, "Traceback" in said) == (code, False)
    assert listener.rest() == []
    lines = [line for line in said.splitlines() if EVENTS in line]
    assert len(lines) == 1
    assert " 127.0.0.1 GET " in lines[0]
    assert lines[0].endswith("widget (real)")
    assert "release-bot" not in said


def test_logging_out_ends_the_streams_of_that_session_and_no_other(
    compliance: ComplianceProject, server: LiveServer, listen: Callable[..., Listener]
) -> None:
    compliance.to_manifest()
    compliance.json("compliance", "run", *BY, "--detach")
    first, second = (logged_in(server) for _ in range(2))
    page = "/runs/run-001/events?project=widget"
    by_first, again, by_second = (listen(path=page, **one) for one in (first, first, second))
    by_token = listen()
    for one in (by_first, again, by_second, by_token):
        assert one.next()

    assert server.call("/logout", "POST", headers=first)[0].status == 303
    assert (by_first.rest(), again.rest()) == ([], [])
    assert compliance("worker", "--once", *ACTOR).code == 0
    assert len(by_second.rest()) == len(by_token.rest()) > 1


def logged_in(server: LiveServer) -> dict[str, str]:
    """The headers of a browser that somebody logged in with."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer, _ = server.call("/login", "POST", b"token=release-bot", headers=form)
    return {"Cookie": answer.headers["Set-Cookie"].partition(";")[0]}


def test_a_second_signal_ends_it_at_once(compliance: ComplianceProject) -> None:
    with live_server(compliance.tree, seconds=600) as server, server.opened() as slow:
        slow.sendall(SLOW)
        server.process.send_signal(signal.SIGTERM)
        refused_soon(server)
        assert server.stop(signal.SIGTERM)[0] == 0


def refused_soon(server: LiveServer) -> None:
    """The door is closed."""
    last = time.monotonic() + 30
    while time.monotonic() < last:
        try:
            socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
        except OSError:
            return
        time.sleep(0.02)
    raise AssertionError("it still listens")
