"""Requests of the network end: against servers that drip, whatever they drip, and by the proxies of the environment."""

import datetime as dt
import ipaddress
import itertools
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import httpcore2
import httpx2
import pytest
import pytest_socket
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from checker.adapters.timed_requests import OverrunError, TimedTransport, failure_of, within
from tests.github_simulator.framings import FRAMINGS, LONGEST

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
LATE = "the answer took longer than 0.3 seconds"


class Speaker:
    """A server that says the given pieces on each connection: after the request, or at once."""

    def __init__(self, pieces: Callable[[], Iterable[bytes]], *, at_once: bool = False, tls: str = "") -> None:
        self._pieces, self._at_once = pieces, at_once
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if tls else None
        if self._tls:
            self._tls.load_cert_chain(tls)
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._speak, args=(connection,), daemon=True).start()

    def _speak(self, connection: socket.socket) -> None:
        try:
            with self._tls.wrap_socket(connection, server_side=True) if self._tls else connection as open_one:
                if not self._at_once:
                    self.heard.append(open_one.recv(65_536))
                for piece in self._pieces():
                    open_one.sendall(piece)
        except OSError:
            return


@pytest.fixture
def speak() -> Iterator[Callable[..., Speaker]]:
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    speakers: list[Speaker] = []

    def speaking(*arguments: object, **how: object) -> Speaker:
        speakers.append(Speaker(*arguments, **how))  # type: ignore[arg-type]
        return speakers[-1]

    yield speaking
    for speaker in speakers:
        speaker.close()
    pytest_socket.disable_socket(allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def asked(url: str, *, seconds: float = 30.0, trust_env: bool = True) -> str:
    """What is answered at an address, or why nothing is."""
    transport = TimedTransport(trust_env=trust_env)
    try:
        with httpx2.Client(transport=transport, timeout=20.0) as client, within(seconds):
            return client.get(url).text
    except (OverrunError, httpx2.HTTPError) as error:
        return failure_of(error)


def drip(first: bytes, piece: bytes) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        yield first
        for _ in range(int(LONGEST / 0.02)):
            yield piece
            time.sleep(0.02)

    return pieces


@pytest.mark.parametrize("framing", ["dripped-103", "dripped-header", "dripped-body"])
def test_a_server_that_is_never_silent_is_left_when_the_time_is_over(
    speak: Callable[..., Speaker], framing: str
) -> None:
    speaker = speak(lambda: FRAMINGS[framing](b""))
    assert asked(f"http://{speaker.place}/", seconds=0.3) == LATE


def test_a_handshake_that_drips_is_left_when_the_time_is_over(speak: Callable[..., Speaker]) -> None:
    speaker = speak(drip(b"\x16\x03\x03\x40\x00", b"\x02"), at_once=True)
    assert asked(f"https://{speaker.place}/", seconds=0.3) == LATE


def test_a_proxy_that_drips_is_left_when_the_time_is_over(
    speak: Callable[..., Speaker], monkeypatch: pytest.MonkeyPatch
) -> None:
    speaker = speak(drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"))
    monkeypatch.setenv("HTTPS_PROXY", f"http://{speaker.place}")
    assert asked("https://api.example/", seconds=0.3) == LATE
    assert speaker.heard[0].startswith(b"CONNECT api.example:443 HTTP/1.1\r\n")


def test_an_encrypted_answer_that_drips_is_left_when_the_time_is_over(
    speak: Callable[..., Speaker], certificate: Path
) -> None:
    speaker = speak(lambda: FRAMINGS["dripped-header"](b""), tls=str(certificate))
    assert asked(f"https://{speaker.place}/", seconds=0.5) == "the answer took longer than 0.5 seconds"


def test_a_trusted_server_is_read_and_another_is_not(
    speak: Callable[..., Speaker], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaker = speak(lambda: [ANSWER], tls=str(certificate))
    assert asked(f"https://{speaker.place}/") == "ok"
    assert asked(f"https://{speaker.place}/", trust_env=False) == "the server's certificate is not trusted"
    monkeypatch.delenv("SSL_CERT_FILE")
    assert asked(f"https://{speaker.place}/") == "the server's certificate is not trusted"


def test_answers_before_the_answer_are_counted(speak: Callable[..., Speaker]) -> None:
    hint = b"HTTP/1.1 103 Early Hints\r\n\r\n"
    assert asked(f"http://{speak(lambda: [hint * 100, ANSWER]).place}/") == "ok"
    endless = speak(lambda: itertools.repeat(hint * 1_000, 40))
    assert asked(f"http://{endless.place}/") == "the answer has not begun after 262144 bytes"


def test_nothing_is_asked_once_the_time_is_over(speak: Callable[..., Speaker]) -> None:
    speaker = speak(lambda: [ANSWER])
    assert asked(f"http://{speaker.place}/", seconds=0) == "the answer took longer than 0 seconds"
    assert speaker.heard == []


def test_a_proxy_of_the_environment_is_gone_by_but_for_what_is_excepted(
    speak: Callable[..., Speaker], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, direct = speak(lambda: [ANSWER]), speak(lambda: [ANSWER])
    monkeypatch.setenv("HTTP_PROXY", f"http://name:word@{proxy.place}")
    assert asked("http://api.example/x") == "ok"
    assert proxy.heard[0].startswith(b"GET http://api.example/x HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic bmFtZTp3b3Jk\r\n" in proxy.heard[0]
    assert asked(f"http://{direct.place}/", trust_env=False) == "ok"
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert asked(f"http://{direct.place}/") == "ok"
    assert (len(proxy.heard), len(direct.heard)) == (1, 2)


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "gopher://127.0.0.1:1"])
def test_a_proxy_of_a_kind_that_is_not_known_is_said(
    speak: Callable[..., Speaker], monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    del speak
    monkeypatch.setenv("ALL_PROXY", proxy)
    assert asked("https://api.example/") == "the proxy let nothing through, or is of a kind that is not known"


def test_each_address_of_a_host_is_tried_with_what_is_left(
    speak: Callable[..., Speaker], monkeypatch: pytest.MonkeyPatch
) -> None:
    speaker, tried = speak(lambda: [ANSWER]), []
    connect, resolve = httpcore2.SyncBackend.connect_tcp, socket.getaddrinfo

    def resolved(host: str, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as the library's
        places = ("192.0.2.1", "192.0.2.2", "127.0.0.1") if host == "api.example" else (host,)
        return [one for place in places for one in resolve(place, *arguments, **named)]

    def connected(network: Any, host: str, port: int, timeout: float, *more: Any) -> Any:  # noqa: ANN401 - as above
        tried.append((host, timeout))
        if host.startswith("192."):
            raise httpcore2.ConnectTimeout
        return connect(network, host, port, timeout, *more)

    monkeypatch.setattr("socket.getaddrinfo", resolved)
    monkeypatch.setattr("httpcore2.SyncBackend.connect_tcp", connected)
    assert asked(f"http://api.example:{speaker.port}/", seconds=15) == "ok"
    assert [host for host, _ in tried] == ["192.0.2.1", "192.0.2.2", "127.0.0.1"]
    assert [seconds for _, seconds in tried] == sorted({seconds for _, seconds in tried}, reverse=True)
    assert tried[0][1] < 15


def test_a_host_without_an_address_is_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror("Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    assert asked("http://api.example/") == "no connection could be made"


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate for this machine with its key, that the environment says is trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now.replace(year=2200))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path / "server.pem"
    file.write_bytes(private + made.public_bytes(pem))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file
