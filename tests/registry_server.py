"""Registries on the loopback for the length of one test: documents of recorded shape, and every way to go wrong.

The shapes are those of PEP 691, 700 and 740, of npm's abbreviated packages, and of cargo's sparse index. No package
index that can be installed serves provenance, so the answers are made here; only the provenance itself is recorded.
A real index, without provenance, is in `package_index.py`.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from tests.github_simulator.framings import FRAMINGS
from tests.loopback import LoopbackServer

INDEX_JSON = "application/vnd.pypi.simple.v1+json"
RECORDED = Path(__file__).parent / "data" / "provenance" / "pypi_attestations-0.0.19.tar.gz.provenance"
SDIST = "pypi_attestations-0.0.19.tar.gz"
SDIST_SHA256 = "9bb1add04b1b4e182be6b0b80931593f7a291eb49d69b4fd728a5d4cbcdc4bd3"
TARBALL = b"the bytes of a tarball"
PUBLISHED = "2026-01-01T10:00:00.000Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One answer; `promise` is the length it promises, if that is another than it has.

    `framing` names a lie about its length (see `github_simulator/framings.py`).
    """

    body: bytes = b""
    kind: str = "application/json"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    promise: int = 0
    framing: str = ""


class RegistryServer(LoopbackServer):
    """A server that answers from a dictionary by path; what is not there is a 404 as an HTML page."""

    def __init__(self) -> None:
        self.answers: dict[str, Served] = {}
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        world = self

        class Handler(_Handler):
            registry = world

        super().__init__(Handler)

    def put(self, path: str, body: Any, **how: Any) -> None:  # noqa: ANN401 - JSON, or bytes
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers[path] = Served(body=data, **how)

    # -- a Python index -------------------------------------------------------------------------------------------

    def index(self) -> str:
        """An index whose root proves that it is one; its address."""
        self.put("/simple/", {"meta": {"api-version": "1.4"}, "projects": [{"name": "x"}]}, kind=INDEX_JSON)
        return f"{self.url}/simple"

    def python(self, project: str, *files: dict[str, Any], versions: list[str] | None = None) -> None:
        """A project of the index."""
        page: dict[str, Any] = {"meta": {"api-version": "1.4"}, "name": project, "files": list(files)}
        if versions is not None:
            page["versions"] = versions
        self.put(f"/simple/{project}/", page, kind=INDEX_JSON)

    def file(self, name: str, sha256: str = "", **fields: str) -> dict[str, Any]:
        """A file of a project, as an index lists it."""
        hashes = {"sha256": sha256} if sha256 else {}
        return {"filename": name, "url": f"{self.url}/files/{name}", "hashes": hashes, "size": 1, **fields}

    def recorded(self) -> dict[str, Any]:
        """The file whose provenance was recorded, with it."""
        self.put("/integrity", RECORDED.read_bytes(), kind="application/vnd.pypi.integrity.v1+json")
        return self.file(SDIST, SDIST_SHA256, provenance=f"{self.url}/integrity")

    # -- npm and Rust ---------------------------------------------------------------------------------------------

    def npm(self, name: str, *versions: str, deprecated: str = "", attested: Sequence[Any] = ()) -> str:
        """A package of an npm registry, each version with these attestations, if any; the registry's address.

        Every version was published at `PUBLISHED`.
        """
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(TARBALL).digest()).decode()
        self.put("/-/ping", {})
        listed: dict[str, Any] = {}
        for version in versions:
            dist: dict[str, Any] = {"tarball": f"{self.url}/{name}/-/{version}.tgz", "integrity": integrity}
            if attested:
                dist["attestations"] = {"url": f"{self.url}/-/npm/v1/attestations/{name}@{version}"}
                self.put(f"/-/npm/v1/attestations/{name}@{version}", {"attestations": list(attested)})
            listed[version] = {"dist": dist, **({"deprecated": deprecated} if deprecated else {})}
            self.put(f"/{name}/-/{version}.tgz", TARBALL, kind="application/octet-stream")
        if versions:
            self.put(
                f"/{name.replace('/', '%2F')}",
                {"name": name, "versions": listed, "time": dict.fromkeys(versions, PUBLISHED)},
            )
        return self.url

    def crates(self, name: str, path: str, *versions: tuple[str, str]) -> str:
        """A crate of a sparse index, each version with its digest; the index's address."""
        self.put("/config.json", {"dl": "x", "api": "x"})
        lines = [json.dumps({"name": name, "vers": vers, "cksum": cksum}) for vers, cksum in versions]
        if lines:
            self.put(f"/{path}", "\n".join(lines).encode(), kind="text/plain")
        return self.url


class _Handler(BaseHTTPRequestHandler):
    registry: RegistryServer
    protocol_version = "HTTP/1.1"
    wbufsize = 65_536

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.registry.seen.append((self.command, self.path, headers))
        page = Served(status=404, kind="text/html", body=b"<html>Not Found</html>")
        answer = self.registry.answers.get(self.path, page)
        if answer.framing:
            self.close_connection = True  # noqa: V101 - the library reads it
            for piece in FRAMINGS[answer.framing](answer.body):
                self.connection.sendall(piece)
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(answer.promise or len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)
        if answer.promise:
            self.close_connection = True  # noqa: V101 - the library reads it

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET  # noqa: N815 - the library's names

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError):
            self.close_connection = True  # noqa: V101 - as above

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002, V105 - the library calls it so
        """Say nothing: tests look at what was seen."""
