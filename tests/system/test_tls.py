"""`clean-release serve` with a certificate, asked by a real client of TLS: verified, of today, and nothing in plain."""

import json
import socket
import ssl
import subprocess
from http.client import HTTPSConnection
from pathlib import Path

import pytest

from checker.domain.principal import Role
from tests.bundle_server import certificate
from tests.integration.compliance_project import ComplianceProject
from tests.served_process import API, SECONDS, ServedProcess, answered, served, token_of
from tests.tls_clients import outdated, strict

READS = f"{API}/candidates"


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    """The certificate, beside its key."""
    (tmp_path / "tls").mkdir()
    return certificate(tmp_path / "tls")[1]


def shown(authority: Path) -> list[str]:
    return ["--tls-cert", str(authority), "--tls-key", str(authority.with_name("server.key")), "--log-format", "json"]


def connection(server: ServedProcess, context: ssl.SSLContext) -> HTTPSConnection:
    return HTTPSConnection("127.0.0.1", server.port, timeout=SECONDS, context=context)


def clients(said: str) -> list[object]:
    assert "Traceback" not in said
    return [line["client"] for line in map(json.loads, said.splitlines()) if "client" in line]


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_client_that_verifies_is_answered(
    compliance: ComplianceProject, authority: Path, version: ssl.TLSVersion
) -> None:
    context = strict(authority)
    context.minimum_version = context.maximum_version = version
    token = token_of("release-bot", Role.READER)
    with served(compliance.tree, options=shown(authority)) as server:
        assert server.line.startswith("serving widget at https://127.0.0.1:")
        assert answered(connection(server, context), "GET", "/live").status == 200
        read = answered(connection(server, context), "GET", READS, token)
        assert (read.status, read.json["candidates"]) == (200, [])
        assert answered(connection(server, context), "GET", READS).status == 401
        code, said = server.stop()
    assert (code, clients(said)) == (0, ["127.0.0.1"] * 3)


def test_a_client_named_curl_sees_the_same(compliance: ComplianceProject, authority: Path) -> None:
    with served(compliance.tree, options=shown(authority)) as server:
        address = f"https://127.0.0.1:{server.port}/live"
        words = ["curl", "-sS", "--fail-with-body", "--noproxy", "*", "--tlsv1.2"]
        done = subprocess.run([*words, "--cacert", authority, address], check=False, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        unvouched = subprocess.run([*words, address], check=False, capture_output=True, text=True)
    assert unvouched.returncode == 60, "curl's code for a certificate that nobody vouches for"


def test_the_cookie_of_a_session_is_one_that_only_tls_carries(compliance: ComplianceProject, authority: Path) -> None:
    token = token_of("release-bot", Role.READER)
    with served(compliance.tree, options=shown(authority)) as server:
        begun = answered(
            connection(server, strict(authority)),
            "POST",
            "/login",
            body=f"token={token}".encode(),
            Content_Type="application/x-www-form-urlencoded",
            Origin=f"https://127.0.0.1:{server.port}",
        )
    assert begun.status == 303
    assert begun.headers["set-cookie"].startswith("__Host-clean-release-session=")
    assert "; Secure" in begun.headers["set-cookie"]


def test_what_a_client_says_of_itself_counts_nothing(compliance: ComplianceProject, authority: Path) -> None:
    with served(compliance.tree, options=shown(authority)) as server:
        claims = {"X_Forwarded_For": "203.0.113.7", "X_Forwarded_Proto": "http"}
        assert answered(connection(server, strict(authority)), "GET", "/live", **claims).status == 200
        _, said = server.stop()
    assert clients(said) == ["127.0.0.1"]


def test_plain_http_and_old_tls_get_no_answer_and_the_next_client_does(
    compliance: ComplianceProject, authority: Path
) -> None:
    token = token_of("release-bot", Role.READER)
    with served(compliance.tree, options=shown(authority)) as server:
        plain = f"GET {READS} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS) as raw:
            raw.sendall(plain.encode())
            assert b"HTTP" not in everything(raw)
        with (
            socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS) as raw,
            pytest.raises(ssl.SSLError),
        ):
            outdated(authority).wrap_socket(raw, server_hostname="127.0.0.1")
        assert answered(connection(server, strict(authority)), "GET", READS, token).status == 200
        code, said = server.stop()
    assert (code, len(clients(said)), token in said) == (0, 1, False)


def test_a_client_that_trusts_somebody_else_or_asks_for_another_host_sends_nothing(
    compliance: ComplianceProject, authority: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    _, other = certificate(tmp_path / "other")
    with served(compliance.tree, options=shown(authority)) as server:
        with pytest.raises(ssl.SSLCertVerificationError):
            answered(connection(server, strict(other)), "GET", READS)
        with (
            socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS) as raw,
            pytest.raises(ssl.SSLCertVerificationError, match="mismatch"),
        ):
            strict(authority).wrap_socket(raw, server_hostname="releases.example.org")
        _, said = server.stop()
    assert clients(said) == []


def everything(raw: socket.socket) -> bytes:
    """All that comes until the other side hangs up."""
    said = b""
    try:
        while part := raw.recv(65536):
            said += part
    except ConnectionError:
        return said
    return said
