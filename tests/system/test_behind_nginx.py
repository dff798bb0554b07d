"""A server behind a real nginx, configured as the page says: TLS ends there, and who asked is known nevertheless."""

from __future__ import annotations

import json
import re
import socket
import ssl
import threading
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from checker.domain.limits import MACHINE_WRITTEN
from checker.domain.principal import Role
from tests.browser import chromium, watched
from tests.integration.compliance_project import NAME, ComplianceProject
from tests.nginx import Nginx, nginx
from tests.served_process import API, SECONDS, ServedProcess, served, token_of
from tests.tls_clients import outdated, strict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READS = f"{API}/candidates"
ONE, OTHER, CLAIMED = "127.0.0.21", "127.0.0.22", "203.0.113.7"
FORM = "application/x-www-form-urlencoded"
CLAIMS = {
    "X_Forwarded_For": f"{CLAIMED}, 127.0.0.1",
    "X_Forwarded_Proto": "http",
    "X_Forwarded_Host": "evil.example",
    "X_Forwarded_Port": "80",
    "X_Real_IP": CLAIMED,
    "Forwarded": f"for={CLAIMED};proto=http;host=evil.example",
}
"""What a client says of itself, as if a proxy did."""


@pytest.fixture
def behind(compliance: ComplianceProject, tmp_path: Path) -> Iterator[tuple[Nginx, ServedProcess]]:
    with (
        served(compliance.tree, options=["--behind-proxy", "--log-format", "json"]) as server,
        nginx(tmp_path / "nginx", upstream=server.port) as proxy,
    ):
        yield proxy, server


def logged(server: ServedProcess) -> list[dict[str, object]]:
    """Every request in the log of the server, once it has stopped."""
    code, text = server.stop()
    assert (code, "Traceback" in text) == (0, False)
    return [line for line in map(json.loads, text.splitlines()) if "client" in line]


def test_the_log_has_the_client_that_the_proxy_saw_and_not_what_it_says_of_itself(
    behind: tuple[Nginx, ServedProcess],
) -> None:
    proxy, server = behind
    token = token_of("release-bot", Role.READER)
    assert proxy.call("GET", READS, token, client=ONE).status == 200
    assert proxy.call("GET", READS, token, client=OTHER, **CLAIMS).status == 200
    clients = [line["client"] for line in logged(server)]
    assert clients == [ONE, OTHER]


def guesses_until_locked(proxy: Nginx, *, client: str) -> None:
    """Bad tokens from an address, each time in the name of another one, until it is told to wait."""
    for number in range(40):
        if proxy.call("GET", READS, "crt_wrong", client=client, X_Forwarded_For=f"203.0.113.{number}").status == 429:
            assert number > 2
            return
    pytest.fail("forty bad tokens from one address, and it is told that they are bad")


def test_who_is_locked_out_is_the_address_and_no_header_lets_it_guess_on(behind: tuple[Nginx, ServedProcess]) -> None:
    proxy, _ = behind
    guesses_until_locked(proxy, client=ONE)
    assert proxy.call("GET", READS, "crt_wrong", client=ONE).status == 429
    assert proxy.call("GET", READS, "crt_wrong", client=ONE, **CLAIMS).status == 429
    assert proxy.call("GET", READS, "crt_wrong", client=OTHER).status == 401
    assert proxy.call("GET", READS, "crt_wrong", client=OTHER, X_Forwarded_For=ONE).status == 401
    assert proxy.call("GET", READS, token_of("release-bot", Role.READER), client=OTHER).status == 200


def test_nobody_locks_out_somebody_else_in_whose_name_they_speak(behind: tuple[Nginx, ServedProcess]) -> None:
    proxy, _ = behind
    for _number in range(40):
        proxy.call("GET", READS, "crt_wrong", client=ONE, X_Forwarded_For=OTHER)
    assert proxy.call("GET", READS, "crt_wrong", client=OTHER).status == 401


def test_a_client_that_reaches_the_server_itself_is_believed_nothing_without_the_option(
    compliance: ComplianceProject,
) -> None:
    token = token_of("release-bot", Role.READER)
    with served(compliance.tree, options=["--log-format", "json"]) as server:
        assert server.call("GET", READS, token, **CLAIMS).status == 200
        assert [line["client"] for line in logged(server)] == ["127.0.0.1"]


@pytest.mark.parametrize("claims", [{}, CLAIMS], ids=["plain", "claiming"])
def test_a_session_begins_with_a_cookie_that_only_this_host_sets_and_only_tls_carries(
    behind: tuple[Nginx, ServedProcess], claims: dict[str, str]
) -> None:
    """Also where the browser does not say `Sec-Fetch-Site`, so that origin and host are held to each other."""
    proxy, _ = behind
    form = urlencode({"token": token_of("release-bot", Role.READER)}).encode()
    address = f"https://127.0.0.1:{proxy.port}"
    refused = proxy.call("POST", "/login", body=form, Content_Type=FORM, Origin="https://evil.example", **claims)
    assert (refused.status, "set-cookie" in refused.headers) == (422, False)
    begun = proxy.call("POST", "/login", body=form, Content_Type=FORM, Origin=address, **claims)
    (cookie,) = SimpleCookie(begun.headers["set-cookie"]).values()
    assert (begun.status, begun.headers["location"], cookie.key) == (303, "/", "__Host-clean-release-session")
    assert (bool(cookie["secure"]), bool(cookie["httponly"]), cookie["path"], cookie["domain"]) == (True, True, "/", "")
    page = proxy.call("GET", "/", Cookie=f"{cookie.key}={cookie.value}", Accept="text/html")
    assert (page.status, b"widget" in page.body) == (200, True)


def test_somebody_logs_in_and_out_with_a_browser(behind: tuple[Nginx, ServedProcess]) -> None:
    proxy, _ = behind
    address = f"https://127.0.0.1:{proxy.port}"
    with chromium() as browser, watched(browser, ignore_https_errors=True) as seen:
        page = seen.page
        page.goto(f"{address}/")
        page.wait_for_url(f"{address}/login")
        page.fill("#token", token_of("release-bot", Role.READER))
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/")
        (cookie,) = page.context.cookies()
        assert (cookie["name"], cookie["secure"]) == ("__Host-clean-release-session", True)
        page.get_by_role("link", name="widget").first.click()
        page.wait_for_url(f"{address}/project?project=widget")
        page.get_by_role("button", name="Log out").click()
        page.wait_for_url(f"{address}/login")
        assert page.context.cookies() == []
        seen.assert_calm(origin=f"{address}/")


def test_the_steps_of_a_run_arrive_while_it_goes_on(
    behind: tuple[Nginx, ServedProcess], compliance: ComplianceProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider answers only after the first step was read, so a proxy that kept it back would keep it for ever."""
    proxy, _ = behind
    compliance.to_manifest()
    token = token_of("release-bot", Role.OPERATOR)
    gate = threading.Event()
    monkeypatch.setattr(compliance.github, "enter", lambda: gate.wait(SECONDS))
    try:
        asked = proxy.call("POST", f"{READS}/{NAME}/compliance-runs", token, {})
        assert asked.status == 202
        connection = proxy.connection(seconds=30)
        headers = {"Authorization": f"Bearer {token}"}
        connection.request("GET", f"{API}/compliance-runs/run-001/events", headers=headers)
        stream = connection.getresponse()
        assert (stream.status, stream.headers["Content-Type"].partition(";")[0]) == (200, "text/event-stream")
        early = [stream.readline() for _ in range(3)]
        assert [line.partition(b":")[0] for line in early] == [b"id", b"event", b"data"]
        status = proxy.call("GET", f"{API}/compliance-runs/run-001", token).json["status"]
        assert status in {"pending", "running"}
    finally:
        gate.set()
    rest = stream.read()
    steps = [json.loads(line[6:]) for line in rest.splitlines() if line.startswith(b"data: ")]
    assert steps[-1]["status"] == "passed"
    connection.close()


def test_the_proxy_takes_a_body_as_large_as_the_server_does_and_none_larger(
    behind: tuple[Nginx, ServedProcess], compliance: ComplianceProject
) -> None:
    """Spaces around a document are read, so that it can have any size."""
    proxy, server = behind
    compliance.to_manifest()
    token = token_of("release-bot", Role.OPERATOR)
    path = f"{READS}/{NAME}/artifacts/import"
    document = (compliance.tree / "artifacts.json").read_bytes()
    largest = document.ljust(MACHINE_WRITTEN.bytes)
    assert proxy.call("POST", path, token, largest).status == server.call("POST", path, token, largest).status < 300
    assert proxy.call("POST", path, token, largest + b" ").status == 413
    assert server.call("POST", path, token, largest + b" ").json["code"] == "too-large"
    targets = [str(line["target"]) for line in logged(server)]
    assert targets == [path] * 3, "the fourth was refused by the proxy"


@pytest.mark.parametrize("path", [f"{API}//candidates", f"{API}/%63andidates", f"{API}/x/%2e%2e/candidates"])
def test_an_address_is_passed_on_as_it_was_sent_and_refused_by_the_server(
    behind: tuple[Nginx, ServedProcess], path: str
) -> None:
    proxy, server = behind
    answer = proxy.call("GET", path, token_of("release-bot", Role.READER))
    assert (answer.status, answer.json["code"]) == (404, "not-found")
    assert [line["target"] for line in logged(server)] == [path]


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Content-Length: 2\r\nContent-Length: 40",
        "Transfer-Encoding: x\x0bchunked",
    ],
)
def test_a_request_whose_end_is_told_in_two_ways_reaches_nobody_as_two(
    behind: tuple[Nginx, ServedProcess], head: str
) -> None:
    proxy, server = behind
    smuggled = f"GET {API}/trail HTTP/1.1\r\nHost: x\r\n\r\n"
    with (
        socket.create_connection(("127.0.0.1", proxy.port), timeout=SECONDS) as raw,
        strict(proxy.authority).wrap_socket(raw, server_hostname="127.0.0.1") as sent,
    ):
        first = f"POST {READS} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{head}\r\n\r\n0\r\n\r\n"
        sent.sendall((first + smuggled).encode())
        said = b""
        while part := sent.recv(65536):
            said += part
    (status,) = re.findall(rb"^HTTP/1\.1 (\d\d\d)", said, re.MULTILINE)
    assert int(status) >= 400
    assert [line for line in logged(server) if line["target"] == f"{API}/trail"] == []


def test_plain_http_to_the_proxy_is_refused_and_old_tls_too(behind: tuple[Nginx, ServedProcess]) -> None:
    proxy, server = behind
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=SECONDS) as raw:
        raw.sendall(f"GET {READS} HTTP/1.0\r\n\r\n".encode())
        assert raw.recv(65536).startswith(b"HTTP/1.1 400 ")
    with (
        socket.create_connection(("127.0.0.1", proxy.port), timeout=SECONDS) as raw,
        pytest.raises(ssl.SSLError),
    ):
        outdated(proxy.authority).wrap_socket(raw, server_hostname="127.0.0.1")
    assert logged(server) == []
