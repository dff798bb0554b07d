"""Requests over bare connections that two readers could read differently: refused, and nothing behind them answered."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.integration.compliance_project import PROJECT
from tests.integration.served_project import API
from tests.live_server import BOT, LiveServer, live_server

pytestmark = [pytest.mark.unmeasured, pytest.mark.enable_socket]

LINE = b"GET /live HTTP/1.1"
BEHIND = b"GET /live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
POST = b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server over a project that nothing was done in."""
    folder = tmp_path_factory.mktemp("strict")
    (folder / "clean-release.yaml").write_text(PROJECT, encoding="utf-8")
    with live_server(folder) as running:
        yield running


def answered(server: LiveServer, sent: bytes) -> bytes:
    """What comes back until the server closes the connection."""
    parts = []
    with server.opened() as raw, suppress(ConnectionError):
        raw.sendall(sent)
        while part := raw.recv(65536):
            parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize(
    "sent",
    [
        LINE + b"\nHost: x\n\n",
        LINE + b"\r\nHost: x\n\r\n",
        LINE + b"\nHost: x\r\n\r\n",
        LINE + b"\r\nHost: x\r\nX-One: a\rX-Two: b\r\n\r\n",
        LINE + b"\r\nHost: x\r\n folded\r\n\r\n",
        LINE + b"\r\nHost: x\r\nX-One: a\r\n\tb\r\n\r\n",
        LINE + b"\r\nHost: x\r\nX-One : a\r\n\r\n",
        LINE + b"\r\nHost: x\r\nX-One: \x00\r\n\r\n",
        LINE + b"\r\n\r\n",
        LINE + b"\r\nHost: x\r\nHost: x\r\n\r\n",
        LINE + b"\r\nHost: x\r\nhOST: y\r\n\r\n",
        LINE + b"\r\nHost: x/y\r\n\r\n",
        LINE + b"\r\nHost: user@x\r\n\r\n",
        LINE + b"\r\nHost: x, y\r\n\r\n",
        LINE + b"\r\nHost: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer a\r\n\r\n",
        LINE + b"\r\nHost: x\r\nCookie: a=1\r\ncookie: a=2\r\n\r\n",
        LINE + b"\r\nHost: x\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\n\r\n",
        POST + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
        POST + b"Content-Length: 1, 1\r\n\r\na",
        POST + b"Content-Length: +1\r\n\r\na",
        POST + b"Content-Length: 0x1\r\n\r\na",
        POST + b"Content-Length: 1_0\r\n\r\n0123456789",
        POST + b"Content-Length:\r\n\r\n",
        POST + b"Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /live HTTP/2.0\r\nHost: x\r\n\r\n",
        b"GET /live HTTP/1.9\r\nHost: x\r\n\r\n",
        b"GET /live\r\nHost: x\r\n\r\n",
        b"GET  /live HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET\t/live HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /li\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\r\nGET /live HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\nGET /live HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
    ],
)
def test_a_head_that_could_be_read_in_two_ways_is_refused_and_nothing_behind_it_is_read(
    server: LiveServer, sent: bytes
) -> None:
    head, _, body = answered(server, sent + BEHIND).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: application/problem+json" in head.lower()
    assert json.loads(body)["code"] == "invalid-request"


@pytest.mark.parametrize(
    "chunks",
    [
        b"1\na\n0\n\n",
        b"1\r\na\r\n0\r\nX-One: a\n\r\n",
        b"1\r\na\r\n0\r\nX-One: a\r\n b\r\n\r\n",
        b"1\r\nab\r\n0\r\n\r\n",
        b"1;a\rb\r\na\r\n0\r\n\r\n",
        b"1\r\na\r\n0;\r1\r\n\r\n",
        b"1;\x00\r\na\r\n0\r\n\r\n",
    ],
)
def test_a_body_whose_end_could_be_read_in_two_ways_ends_the_connection(server: LiveServer, chunks: bytes) -> None:
    assert answered(server, CHUNKED + chunks + BEHIND).count(b"HTTP/1.1 ") <= 1


@pytest.mark.parametrize("is_answered", [False, True], ids=["at once", "after the answer"])
def test_a_body_that_is_none_is_a_line_of_the_log_and_no_stack(tmp_path: Path, *, is_answered: bool) -> None:
    """Whoever sends a few bytes does not fill the disk, and nothing is sent to a connection that is over."""
    (tmp_path / "clean-release.yaml").write_text(PROJECT, encoding="utf-8")
    with live_server(tmp_path) as own:
        for _ in range(3):
            with own.opened() as raw:
                raw.sendall(CHUNKED)
                assert not is_answered or raw.recv(1)
                raw.sendall(b"1\r\nab\r\n0\r\n\r\n" + BEHIND)
                with raw.makefile("rb") as answer:
                    rest = answer.read()
                assert (rest.count(b"HTTP/1.1 400 "), b'"live"' in rest) == (not is_answered, False)
        _, said = own.stop()

    assert said.count("Invalid HTTP request received") == 3
    assert "Traceback" not in said


def test_a_body_in_chunks_is_read_to_its_end_and_what_is_behind_it_is_answered(server: LiveServer) -> None:
    said = answered(server, CHUNKED + b'1;name="a b"\r\na\r\n0 \r\nX-One: a\r\n\r\n' + BEHIND)

    assert said.count(b"HTTP/1.1 ") == 2


@pytest.mark.parametrize(
    "sent",
    [
        LINE + b"\r\nHost: x\r\nConnection: close\r\n\r\n",
        LINE + b"\r\nHost: [::1]:8080\r\nX-One: a\r\nX-One: b\r\nConnection: close\r\n\r\n",
        LINE + b"\r\nHost:x.example:80\r\nX-Empty:\r\nConnection: close\r\n\r\n",
        b"GET /live HTTP/1.0\r\n\r\n",
        LINE + b"\r\nHost: x\r\n\r\n" + BEHIND,
    ],
)
def test_a_head_as_it_has_to_be_is_answered(server: LiveServer, sent: bytes) -> None:
    said = answered(server, sent)

    assert said.count(b"HTTP/1.1 200 ") == sent.count(b"GET ")


def test_a_head_that_comes_byte_by_byte_is_read_as_one(server: LiveServer) -> None:
    with server.opened() as raw:
        for byte in BEHIND:
            raw.sendall(bytes([byte]))
        assert raw.recv(65536).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "query",
    [
        "limit=1_0",
        "limit=%EF%BC%91",
        "limit=%D9%A1",
        "limit=+5",
        "limit=%2B5",
        "limit=05",
        "limit=5.0",
        "limit=1e1",
        "limit=%205",
        "limit=5%0A",
        "limit=",
        "limit=0",
        "limit=201",
        "limit=5%",
        "limit=5&after=%zz",
        "after=%ff",
        "after=a&&limit=5",
        "&",
    ],
)
def test_a_query_that_could_be_read_in_two_ways_is_refused(server: LiveServer, query: str) -> None:
    answer, said = server.call(f"{API}/candidates?{query}", headers=BOT)

    assert (answer.status, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert json.loads(said)["code"] == "invalid-request"


def test_a_number_as_it_has_to_be_is_one(server: LiveServer) -> None:
    for query in ("limit=1", "limit=200", "limit=%31"):
        assert server.call(f"{API}/candidates?{query}", headers=BOT)[0].status == 200
    assert server.call(f"{API}/trail?after=0", headers=BOT)[0].status == 404, "there is no trail yet"
    for query in ("after=1_0", "after=00", "after=-1", "after=9007199254740992"):
        assert server.call(f"{API}/trail?{query}", headers=BOT)[0].status == 422
