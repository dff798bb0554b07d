"""Bundles on the loopback for one test: a web server, plain or with TLS, that serves git repositories too.

Repositories are served by git's own `http-backend`, so that what is asked is a real git.
"""

import datetime as dt
import os
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.loopback import LoopbackServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer; `promise` is the length it promises if that is another, `drip` the seconds between two bytes."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    promise: int = 0
    drip: float = 0
    wait: float = 0


class BundleServer(LoopbackServer):
    """Answers by path; below `/git/` it serves the repositories of a folder."""

    def __init__(self, repositories: Path | None = None, *, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Answer] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.repositories = repositories
        self.files: Path | None = None
        world = self

        class Handler(_Handler):
            server_of = world

        super().__init__(Handler, tls=tls)

    def put(self, path: str, body: bytes = b"", **how: object) -> str:
        """Answer a path so; its address."""
        self.answers[path] = Answer(body=body, **how)  # type: ignore[arg-type]  # a test names the fields
        return self.url + path

    def lead(self, path: str, to: str, status: int = 302) -> str:
        """Answer a path with a redirect; its address."""
        return self.put(path, status=status, headers={"Location": to})


class _Handler(BaseHTTPRequestHandler):
    server_of: BundleServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        world = self.server_of
        world.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        if world.repositories is not None and self.path.startswith("/git/") and self.path not in world.answers:
            self._git(world.repositories)
            return
        answer = world.answers.get(self.path) or _file(world.files, self.path)
        time.sleep(answer.wait)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(answer.promise or len(answer.body)))
        self.end_headers()
        for byte in answer.body if answer.drip else b"":
            self.wfile.write(bytes([byte]))
            time.sleep(answer.drip)
        self.wfile.write(b"" if answer.drip else answer.body)
        if answer.promise:
            self.close_connection = True  # noqa: V101 - the library reads it

    do_POST = do_GET  # noqa: N815 - the library's name

    def _git(self, repositories: Path) -> None:
        """Let git itself answer (git-http-backend: the variables of CGI)."""
        parts = urlsplit(self.path)
        given = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        said = subprocess.run(
            ["git", "http-backend"],
            input=given,
            capture_output=True,
            check=False,  # it ends with 1 where it refuses, and has said so
            env={
                "PATH": os.environ["PATH"],
                "GIT_PROJECT_ROOT": str(repositories),
                "GIT_HTTP_EXPORT_ALL": "1",
                "GIT_CONFIG_NOSYSTEM": "1",
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "REQUEST_METHOD": self.command,
                "PATH_INFO": parts.path.removeprefix("/git"),
                "QUERY_STRING": parts.query,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "CONTENT_LENGTH": str(len(given)),
            },
        ).stdout
        head, _, body = said.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().splitlines())
        self.send_response(int(fields.pop("Status", "200").split()[0]))
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError, ssl.SSLError):
            self.close_connection = True  # noqa: V101 - as above

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002, V105 - the library calls it so
        """Say nothing."""


def _file(folder: Path | None, path: str) -> Answer:
    """A file of the folder that is served, or a page that there is none."""
    if folder is not None and (file := folder / path.removeprefix("/")).is_file():
        return Answer(body=file.read_bytes())
    return Answer(status=404, body=b"<html>Not Found</html>")


@contextmanager
def serving(repositories: Path | None = None, *, tls: ssl.SSLContext | None = None) -> Iterator[BundleServer]:
    """A server, stopped afterwards."""
    server = BundleServer(repositories, tls=tls)
    try:
        yield server
    finally:
        server.stop()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """What a server of the loopback shows, and the file of the one who vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "server.pem", folder / "server.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public
