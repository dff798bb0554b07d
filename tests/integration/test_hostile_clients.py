"""Clients that go, dawdle, or send what nobody asked for: they get a refusal or nothing, and nothing comes of it."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.integration.compliance_project import NAME, ComplianceProject
from tests.integration.served_project import API, REGISTRATION
from tests.live_server import BOT, SECONDS, LiveServer, live_server

pytestmark = pytest.mark.unmeasured

HEAD = (
    "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer release-bot\r\n"
    "Content-Type: application/json\r\n{more}\r\n"
)
BODY = json.dumps(REGISTRATION).encode()
CANDIDATES = f"{API}/candidates"
IMPORT = f"{CANDIDATES}/{NAME}/artifacts/import"
LARGE = 40 * 1024 * 1024


@pytest.fixture
def server(compliance: ComplianceProject) -> Iterator[LiveServer]:
    """A server that waits a second for what is missing of a request."""
    with live_server(compliance.tree, PATIENCE="1") as running:
        yield running
        code, said = running.stop()
        assert (code, "Traceback" in said) == (0, False), said


def head(more: str, path: str = CANDIDATES) -> bytes:
    return HEAD.format(path=path, more=more).encode()


def answered(raw: socket.socket) -> bytes:
    """What comes back until the server closes the connection."""
    parts = []
    with suppress(ConnectionError):
        while part := raw.recv(65536):
            parts.append(part)
    return b"".join(parts)


def candidates(server: LiveServer) -> list[object]:
    found: list[object] = json.loads(server.call(CANDIDATES)[1])["candidates"]
    return found


@pytest.mark.parametrize("sent", [b"", BODY[:20], BODY[:-1]])
def test_a_client_that_goes_before_it_said_all_has_done_nothing(server: LiveServer, sent: bytes) -> None:
    with server.opened() as raw:
        raw.sendall(head(f"Content-Length: {len(BODY)}\r\n") + sent)
    assert candidates(server) == []


def test_a_client_that_goes_before_it_is_answered_has_done_all_or_nothing(server: LiveServer) -> None:
    with server.opened() as raw:
        raw.sendall(head(f"Content-Length: {len(BODY)}\r\n") + BODY)
    again, said = server.call(CANDIDATES, "POST", BODY, {**BOT, "Content-Type": "application/json"})
    assert again.status in {201, 409}, said
    assert len(candidates(server)) == 1


@pytest.mark.parametrize(
    "begun",
    [b"", b"GET /live HTTP/1.1\r\nHost: x\r\nX-Slow: ", head(f"Content-Length: {len(BODY)}\r\n")],
    ids=["nothing", "a head", "a body"],
)
def test_a_client_that_sends_a_byte_now_and_then_is_cut_off(server: LiveServer, begun: bytes) -> None:
    with server.opened() as raw:
        raw.sendall(begun)
        begun_at = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - begun_at < SECONDS:
                raw.settimeout(0.1)
                with suppress(TimeoutError):
                    if not raw.recv(65536):
                        break
                raw.sendall(b"a" if begun else b"")
        assert time.monotonic() - begun_at < SECONDS
    assert candidates(server) == []


def test_many_that_dawdle_keep_nobody_from_being_answered(server: LiveServer) -> None:
    slow = [server.opened() for _ in range(200)]
    for raw in slow:
        raw.sendall(b"GET /live HTTP/1.1\r\n")
    assert server.call(CANDIDATES)[0].status == 200
    said = [answered(raw) for raw in slow]
    for raw in slow:
        raw.close()
    assert {one.split(b"\r\n", 1)[0] for one in said} == {b"HTTP/1.1 408 Request Timeout"}


def test_a_body_that_is_too_large_is_refused_before_it_is_read(server: LiveServer) -> None:
    with server.opened() as raw:
        raw.sendall(head(f"Content-Length: {LARGE}\r\n", IMPORT))
        said = answered(raw)
    assert b" 413 " in said.split(b"\r\n", 1)[0]
    assert b'"code": "too-large"' in said


def test_a_body_that_grows_too_large_is_refused_where_it_does(server: LiveServer) -> None:
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    with server.opened() as raw:
        with suppress(ConnectionError):
            raw.sendall(head("Transfer-Encoding: chunked\r\n", IMPORT))
            for _ in range(LARGE // 65536):
                raw.sendall(chunk)
        said = answered(raw)
    assert b" 200 " not in said.split(b"\r\n", 1)[0]
    assert candidates(server) == []


@pytest.mark.parametrize(
    "body",
    [b"[" * 60_000, b'{"a":' * 10_000 + b"1" + b"}" * 10_000, b'{"candidate_id": 1}', b"\xff\xfe", b"", b"[]"],
    ids=["deep lists", "deep objects", "wrong type", "no text", "nothing", "a list"],
)
def test_a_body_that_is_none_is_refused_with_a_code(server: LiveServer, body: bytes) -> None:
    answer, said = server.call(CANDIDATES, "POST", body, {**BOT, "Content-Type": "application/json"})
    assert (answer.status, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert json.loads(said)["code"] in {"input-refused", "invalid-request"}
    assert candidates(server) == []


def test_forms_that_nobody_ends_keep_nobody_with_a_token_from_being_answered(server: LiveServer) -> None:
    form = (
        b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 5000\r\n\r\ntoken="
    )
    slow = [server.opened() for _ in range(100)]
    for raw in slow:
        raw.sendall(form)
    assert server.call(CANDIDATES)[0].status == 200
    for raw in slow:
        raw.close()


def test_a_principal_with_many_slow_requests_keeps_no_other_one_from_being_answered(
    compliance: ComplianceProject,
) -> None:
    other = {"Authorization": "Bearer second"}
    with live_server(compliance.tree) as server:
        slow = [server.opened() for _ in range(150)]
        for raw in slow:
            raw.sendall(head(f"Content-Length: {len(BODY)}\r\n"))
        assert [server.call(CANDIDATES, headers=other)[0].status for _ in range(20)] == [200] * 20
        assert server.call("/live", headers={})[0].status == 200
        assert server.call(CANDIDATES, headers={})[0].status == 401
        for raw in slow:
            raw.close()
        assert server.call(CANDIDATES)[0].status == 200


def test_connections_that_ask_nothing_keep_nobody_out_who_asks(compliance: ComplianceProject) -> None:
    with live_server(compliance.tree, CONNECTIONS="20") as server:
        for begun in (b"", b"GET /live HTTP/1.1\r\n", b"GET /live HTTP/1.1\r\nHost: x\r\n\r\n"):
            held = [server.opened() for _ in range(60)]
            for raw in held:
                with suppress(ConnectionError):
                    raw.sendall(begun)
            for raw in held if begun.endswith(b"\r\n\r\n") else ():
                with suppress(ConnectionError):  # one that is being answered gives way to nobody
                    raw.recv(65536)
            assert server.call(CANDIDATES)[0].status == 200
            for raw in held:
                raw.close()


def test_a_request_of_two_lengths_is_refused_and_nothing_behind_it_is_answered(server: LiveServer) -> None:
    smuggled = b"0\r\n\r\nGET /live HTTP/1.1\r\nHost: x\r\n\r\n"
    with server.opened() as raw:
        raw.sendall(head("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n") + smuggled)
        said = answered(raw)
    assert (said.count(b"HTTP/1.1 "), b" 422 " in said.split(b"\r\n", 1)[0]) == (1, True)
