"""The simulator: what it was asked, what it answers, and how it can go wrong.

It pages lists, confirms ETags, wants a token, and takes nothing but GET, and at `/graphql` one query: anything else is
answered 405 and fails the test whose server it was. Every answer says in `X-Simulator` whether it was recorded or made.
"""

import hashlib
import json
import re
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from tests.github_simulator.framings import FRAMINGS
from tests.github_simulator.queried import Queried, unknown_repository
from tests.loopback import LoopbackServer

TOKEN = "ghp_simulator-token-SECRET-MARKER"  # noqa: S105 - opens this simulator only
VERSION = "2022-11-28"
DEFAULT_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One answer: its status, its body as JSON, or its raw bytes, and headers; `origin` says where it is from.

    `framing` names a lie about its length (see `framings.py`).
    """

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    origin: str = "made"
    cut: bool = False
    slow: float = 0.0
    framing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request as it arrived, and the status it got."""

    method: str
    target: str
    headers: dict[str, str]
    status: int
    body: bytes = b""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path.strip("/")


class SimulatedApp(Protocol):
    """An app that is installed here (see `app.py`)."""

    def is_minting(self, seen: Seen) -> bool: ...

    def answer(self, world: "GitHubSimulator", seen: Seen) -> Made: ...


class GitHubSimulator(LoopbackServer):
    """A server for the length of one test."""

    def __init__(self, *, latency: float = 0.0) -> None:
        self.answers: dict[str, Made] = {}
        self.faults: list[tuple[re.Pattern[str], deque[Made]]] = []
        self.graphql: dict[str, Queried] = {}
        self.seen: list[Seen] = []
        self.unsafe: list[str] = []
        self.most_at_once = 0
        self.framed_bytes = 0
        self.token = TOKEN
        self.app: SimulatedApp | None = None
        self.latency = latency
        self.links = True
        self._at_once = 0
        self._lock = threading.Lock()
        simulator = self

        class Handler(_Handler):
            world = simulator

        super().__init__(Handler)

    def put(self, path: str, answer: Any) -> None:  # noqa: ANN401 - any JSON
        """Answer a path (`repos/o/r/keys`) so from now on; lists are paged."""
        self.answers[path] = answer if isinstance(answer, Made) else Made(body=answer)

    def load(self, answers: dict[str, Any]) -> None:
        for path, answer in answers.items():
            self.put(path, answer)

    def go_wrong(self, pattern: str, *answers: Made) -> None:
        """Give these answers, one after the other, to the next requests whose target fits."""
        self.faults.append((re.compile(pattern), deque(answers)))

    @property
    def limited(self) -> int:
        """How many requests the rate limit of REST counts: those that were not confirmed by a 304."""
        return sum(one.method == "GET" and one.status != 304 for one in self.seen)

    def forget(self) -> None:
        self.seen.clear()
        self.most_at_once = 0

    # -- what the handler asks ------------------------------------------------------------------------------------

    def enter(self) -> None:
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)

    def leave(self) -> None:
        with self._lock:
            self._at_once -= 1

    def note(self, seen: Seen) -> None:
        with self._lock:
            self.seen.append(seen)
            if self._is_unsafe(seen):
                self.unsafe.append(f"{seen.method} {seen.target}")

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes = b"") -> Made:
        seen = Seen(method=method, target=target, headers=headers, status=0, body=body)
        if self._is_unsafe(seen):
            return Made(status=405, body={"message": "only GET"})
        if early := self._fault(target) or self._of_app(seen):
            return early
        if refused := self._refused(headers):
            return refused
        if method == "POST":
            return self.queried(json.loads(body)["variables"])
        found = self.answers.get(urlsplit(target).path.strip("/"))
        if found is None:
            return Made(status=404, body={"message": "Not Found", "documentation_url": "u", "status": "404"})
        return found if found.framing else self._confirmed(self._paged(found, target), headers)

    def _is_unsafe(self, seen: Seen) -> bool:
        is_minting = self.app is not None and self.app.is_minting(seen)
        return seen.method != "GET" and not _is_query(seen) and not is_minting

    def _of_app(self, seen: Seen) -> Made | None:
        return self.app.answer(self, seen) if self.app and seen.path.startswith("app/") else None

    def _refused(self, headers: dict[str, str]) -> Made | None:
        if headers.get("authorization") != f"Bearer {self.token}":
            return Made(status=401, body={"message": "Bad credentials", "status": "401"})
        if headers.get("x-github-api-version") != VERSION:
            return Made(status=400, body={"message": "no version of the API was asked for"})
        return None

    def queried(self, variables: dict[str, Any]) -> Made:
        """What GraphQL says of a repository, all of it with status 200."""
        slug = f"{variables['owner']}/{variables['name']}"
        found = self.graphql.get(slug) or (Queried() if f"repos/{slug}" in self.answers else None)
        return Made(body=found.answer(variables, self.answers) if found else unknown_repository())

    def _fault(self, target: str) -> Made | None:
        with self._lock:
            for pattern, left in self.faults:
                if left and pattern.search(target):
                    return left.popleft()
        return None

    def _paged(self, found: Made, target: str) -> Made:
        """One page of a list, with a `Link` to the next one if there is one."""
        if found.status != 200 or found.raw is not None or found.cut:
            return found
        listed = found.body if isinstance(found.body, list) else None
        key = ""
        if isinstance(found.body, dict) and "total_count" in found.body:
            key = next(name for name, value in found.body.items() if isinstance(value, list))
            listed = found.body[key]
        if listed is None:
            return found
        query = parse_qs(urlsplit(target).query)
        size, page = int(query.get("per_page", [str(DEFAULT_PAGE)])[0]), int(query.get("page", ["1"])[0])
        part = listed[(page - 1) * size : page * size]
        body = {**found.body, key: part} if key else part
        headers = dict(found.headers)
        if self.links and page * size < len(listed):
            base = re.sub(r"[?&]page=\d+", "", target)
            headers["Link"] = f'<{self.url}{base}{"&" if "?" in base else "?"}page={page + 1}>; rel="next"'
        return Made(body=body, headers=headers, origin=found.origin, slow=found.slow)

    @staticmethod
    def _confirmed(answer: Made, headers: dict[str, str]) -> Made:
        """A 304 where the ETag still fits: SHA-256 over Accept, Authorization and body, as the provider takes it."""
        if answer.status != 200 or answer.raw is not None or answer.cut:
            return answer
        said = f"{headers.get('accept', '')}:{headers.get('authorization', '')}:{json.dumps(answer.body)}"
        etag = f'"{hashlib.sha256(said.encode()).hexdigest()}"'
        if headers.get("if-none-match") == etag:
            return Made(status=304, headers={"ETag": etag}, raw=b"", origin=answer.origin)
        return Made(body=answer.body, headers={**answer.headers, "ETag": etag}, origin=answer.origin, slow=answer.slow)


def _is_query(seen: Seen) -> bool:
    """Whether it asks GraphQL something; whatever is no plain query could change a setting."""
    if (seen.method, seen.path) != ("POST", "graphql"):
        return False
    text = json.loads(seen.body)["query"]
    return text.startswith("query") and not re.search(r"\b(mutation|subscription)\b", text)


class _Handler(BaseHTTPRequestHandler):
    """Hands requests to the simulator."""

    world: GitHubSimulator
    protocol_version = "HTTP/1.1"
    wbufsize = 65_536  # one packet per answer, or the loopback waits 40 ms for the second

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError):
            self.close_connection = True  # noqa: V101 - the library reads it

    def do_GET(self) -> None:
        self.world.enter()
        try:
            self._answer()
        finally:
            self.world.leave()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - the library's names

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002, V105 - the library calls it so
        """Say nothing: tests look at what was seen."""

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", "0")))
        answer = self.world.answer(self.command, self.path, headers, body)
        seen = Seen(method=self.command, target=self.path, headers=headers, status=answer.status, body=body)
        self.world.note(seen)
        if self.world.latency or answer.slow:
            time.sleep(self.world.latency + answer.slow)
        data = (
            answer.raw if answer.raw is not None else b"" if answer.body is None else json.dumps(answer.body).encode()
        )
        if answer.framing:
            self._send_framed(answer.framing, data)
            return
        self.send_response(answer.status)
        kind = answer.headers.get("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Type", kind)
        for name, value in answer.headers.items():
            if name != "Content-Type":
                self.send_header(name, value)
        self.send_header("X-Simulator", answer.origin)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(data) + (7 if answer.cut else 0)))
        self.end_headers()
        if answer.status not in (204, 304):
            self.wfile.write(data)
        if answer.cut:
            self.close_connection = True  # noqa: V101 - as above

    def _send_framed(self, framing: str, data: bytes) -> None:
        """Send the very bytes of a framing, as far as they are taken, and hang up."""
        self.close_connection = True  # noqa: V101 - as above
        for piece in FRAMINGS[framing](data):
            self.connection.sendall(piece)
            self.world.framed_bytes += len(piece)
