"""The client: GETs of GitHub's REST API, every page of them, and one query of GraphQL, as `Response` values.

Nothing else than GET and that query can be sent: a hook refuses it before it leaves. The token goes to no other
host, and a redirect is followed only within the API. Whatever goes wrong is an answer: a response that says so.
"""

import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs

import httpx2

from checker.adapters.github.address import APIAddress
from checker.adapters.github.credential import Credential
from checker.adapters.github.outgoing import only_reading
from checker.adapters.github.patience import Patience, is_limited
from checker.adapters.github.reply import Reply, ReplyLimits, read_reply
from checker.adapters.github.reply_cache import ReplyCache
from checker.adapters.github.throttle import Pace, Throttle
from checker.adapters.timed_requests import TimedTransport
from checker.domain.json_value import Json
from checker.domain.moment import format_moment
from checker.domain.response import NO_ANSWER, Response
from checker.formats.capture_v1 import KEPT_HEADERS
from checker.formats.github.allow_list import filtered
from checker.formats.github.attestations import is_attestations, only_bundles
from checker.formats.github.graphql_status import says_limited
from checker.formats.github.repository_query import PATH, next_pages, question
from checker.formats.github.status import NOT_MODIFIED, OK
from checker.ports.clock import Clock
from checker.ports.progress import Progress
from checker.ports.sleeper import Sleeper

API_VERSION = "2022-11-28"
_FOLLOWED = frozenset({301, 307, 308})
_MOST_REDIRECTS = 3
_SHARED = "orgs/"
_REST, _GRAPHQL = "rest", "graphql"
_GIVEN_UP = frozenset({502, 504})
_LARGE_PAGE, _SMALL_PAGE = "per_page=100", "per_page=25"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSettings:
    """How a client behaves: at most `at_once` requests together, and at most `pages` pages of one list."""

    at_once: int = 8
    pages: int = 100
    pace: Pace = field(default_factory=Pace)
    patience: Patience = field(default_factory=Patience)
    limits: ReplyLimits = field(default_factory=ReplyLimits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a client stands on: time, somebody who waits, and replies kept from before, if any.

    `current`: gives the credential that is valid now, where it ends before a long run does.
    """

    clock: Clock
    sleeper: Sleeper
    progress: Progress
    cache: ReplyCache | None = None
    current: Callable[[], Credential] | None = None


class GitHubClient:
    """The port `Provider` over GitHub's REST API; to be closed."""

    api_version = API_VERSION

    def __init__(
        self,
        address: APIAddress,
        credential: Credential,
        *,
        around: Surroundings,
        version: str,
        settings: ClientSettings | None = None,
    ) -> None:
        self._settings = settings or ClientSettings()
        self._address, self._around, self._credential = address, around, credential
        self.host, self.credential = address.host, credential.kind
        self._throttle = Throttle(pace=self._settings.pace, clock=around.clock, sleeper=around.sleeper)
        self._shared: dict[str, Response] = {}
        self._shared_lock = threading.Lock()
        self._pool = ThreadPoolExecutor(self._settings.at_once, thread_name_prefix="github")
        self._http = httpx2.Client(
            headers={
                "Accept": "application/vnd.github+json",
                "Accept-Encoding": "identity",
                "User-Agent": f"clean-release/{version}",
                "X-GitHub-Api-Version": API_VERSION,
            },
            transport=TimedTransport(trust_env=not address.is_local),
            timeout=self._settings.limits.silence,
            event_hooks={"request": [self._authorise, only_reading(address)]},
            trust_env=not address.is_local,
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        """The client itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it; requests that have not started are not sent."""
        self._throttle.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._http.close()

    def _authorise(self, request: httpx2.Request) -> None:
        """Put the credential that is valid now onto a request to the API, and to no other place."""
        url = str(request.url)
        if not self._address.path_of(url) and url != self._address.graphql:
            return
        current = self._around.current() if self._around.current else self._credential
        request.headers["Authorization"] = f"Bearer {current.text}"

    def get_all(self, paths: Sequence[str]) -> tuple[Response, ...]:
        """The answer to each path, in their order, every page of it; an organization is asked once."""
        return tuple(self._pool.map(self._get_once, paths))

    def query(self, slug: str, *, parts: Collection[str], ref: str, base: str = "") -> Response:
        """The answer to the one query: its parts together, then every further page of each."""
        first = self._asked(question(slug, parts=parts, ref=ref, base=base))
        pages = [first.body] if first.has_body else []
        failures = [first.failure]
        for part, cursor in next_pages(first.body, parts):
            more, failure = self._further(partial(question, slug, parts=(part,), ref=ref, base=base), part, cursor)
            pages += more
            failures.append(failure)
        return self._response(PATH, first, pages=pages, failure=next(filter(None, failures), ""), method="POST")

    def _further(self, asking: Callable[..., bytes], part: str, cursor: str) -> tuple[list[Json], str]:
        """The pages of one part from its second on, and why they end before the last one."""
        pages: list[Json] = []
        seen = {""}
        while cursor:
            if cursor in seen or len(pages) + 1 >= self._settings.pages:
                return pages, "the pages do not end"
            seen.add(cursor)
            reply = self._asked(asking(cursor=cursor))
            if reply.status != OK or is_limited(reply):
                return pages, f"page {len(pages) + 2} could not be read: {reply.failure or _said(reply)}"
            pages.append(reply.body)
            cursor = dict(next_pages(reply.body, (part,))).get(part, "")
        return pages, ""

    def _asked(self, body: bytes) -> Reply:
        """The last word on one query; it is never kept, and a redirect of it is not followed."""
        return self._last_word(lambda: self._posted(body), of=_GRAPHQL)

    def _posted(self, body: bytes) -> Reply:
        limits, url = self._settings.limits, self._address.graphql
        reply = read_reply(self._http, url, headers={"Content-Type": "application/json"}, limits=limits, posted=body)
        return replace(reply, is_limit=says_limited(reply.body))

    def _get_once(self, path: str) -> Response:
        if not path.startswith(_SHARED):
            return self._get(path)
        with self._shared_lock:
            if path not in self._shared:
                self._shared[path] = self._get(path)
            return self._shared[path]

    def _get(self, path: str) -> Response:
        """The answer to one path."""
        asked, first = self._first(path)
        reply = first
        pages = [first.body] if first.has_body else []
        failure, seen = first.failure, {asked}
        while reply.status == OK and (following := self._next_page(asked, reply, page=len(pages) + 1)):
            if why := self._unfollowed(following, seen, pages=len(pages)):
                failure = why
                break
            seen.add(following)
            reply = self._settled(self._address.path_of(following))
            if reply.status != OK:
                failure = f"page {len(pages) + 1} could not be read: {reply.failure or _said(reply)}"
                break
            pages.append(reply.body)
        return self._response(path, first, pages=pages, failure=failure)

    def _response(self, path: str, first: Reply, *, pages: list[Json], failure: str, method: str = "GET") -> Response:
        """What was answered, dated now."""
        return Response(
            file=path,
            method=method,
            url=path,
            status=first.status,
            headers={name: value for name, value in first.headers.items() if name in KEPT_HEADERS},
            pages=tuple(pages),
            at=format_moment(self._around.clock.now().replace(microsecond=0)),
            complete=not failure,
            is_framed=True,
            redirected=first.redirected,
            failure=failure,
            is_filtered=True,
        )

    def _first(self, path: str) -> tuple[str, Reply]:
        """The first page and the path it was read at: the provider gives up after ten seconds on a page too large."""
        reply = self._settled(path)
        if reply.status not in _GIVEN_UP or _LARGE_PAGE not in path:
            return path, reply
        smaller = path.replace(_LARGE_PAGE, _SMALL_PAGE)
        return smaller, self._settled(smaller)

    def _next_page(self, path: str, reply: Reply, *, page: int) -> str:
        """The address of the next page; a full page without any `Link` may have lost it on the way, so it is asked."""
        if "link" in reply.headers:
            return _linked_page(reply)
        asked = parse_qs(path.partition("?")[2]).get("per_page", [""])[0]
        is_full = isinstance(reply.body, list) and asked == str(len(reply.body))
        return self._address.url(f"{path}&page={page}") if is_full else ""

    def _unfollowed(self, url: str, seen: set[str], *, pages: int) -> str:
        """Why a next page is not asked for; empty when it is."""
        if not self._address.path_of(url):
            return "the next page is said to be on another host"
        if url in seen:
            return "the pages lead in a circle"
        return f"there are more than {pages} pages" if pages >= self._settings.pages else ""

    def _settled(self, path: str) -> Reply:
        """The last word on one path."""
        return self._last_word(lambda: self._followed(path), of=_REST)

    def _last_word(self, ask: Callable[[], Reply], *, of: str) -> Reply:
        """The last reply there is: asked for again as often as patience allows; `of` is whose limit counts it."""
        for tried in range(1, self._settings.patience.tries + 1):
            if until := self._throttle.given_up_until(of):
                moment = format_moment(until.replace(microsecond=0))
                return Reply(status=NO_ANSWER, failure=f"the rate limit was reached; it is lifted at {moment}")
            self._throttle.enter()
            if self._throttle.is_closed:
                return Reply(status=NO_ANSWER, failure="the run was ended")
            reply = ask()
            wait = self._settings.patience.wait(reply, tried=tried, now=self._around.clock.now())
            if wait is None:
                break
            self._wait(reply, wait)
        self._note_exhaustion(reply, of=of)
        return reply

    def _wait(self, reply: Reply, seconds: float) -> None:
        why = "asked to slow down" if is_limited(reply) else reply.failure or _said(reply)
        self._around.progress.say(f"{self.host}: {why}; trying again in {seconds:.0f} s")
        if is_limited(reply):
            self._throttle.hold(seconds)
        else:
            self._throttle.sleep(seconds)

    def _note_exhaustion(self, reply: Reply, *, of: str) -> None:
        """Ask nothing more until the limit is lifted: each further request would be refused too."""
        reset = reply.headers.get("x-ratelimit-reset", "")
        if is_limited(reply) and reply.headers.get("x-ratelimit-remaining") == "0" and reset.isdigit():
            now = self._around.clock.now()
            self._throttle.give_up(now + timedelta(seconds=max(0.0, int(reset) - now.timestamp())), of=of)

    def _followed(self, path: str) -> Reply:
        """The reply to one path, redirects within the API followed."""
        reply = self._once(self._address.url(path))
        for _ in range(_MOST_REDIRECTS):
            target = self._address.path_of(reply.headers.get("location", "")) if reply.status in _FOLLOWED else ""
            if not target:
                break
            reply = replace(self._once(self._address.url(target)), redirected=True)
        return reply

    def _once(self, url: str) -> Reply:
        cache = self._around.cache
        known = cache.find(url) if cache else None
        headers = {"If-None-Match": known.headers["etag"]} if known else {}
        kept = only_bundles if is_attestations(self._address.path_of(url)) else filtered
        reply = read_reply(self._http, url, headers=headers, limits=self._settings.limits, kept=kept)
        if known and reply.status == NOT_MODIFIED:
            return replace(known, headers={**known.headers, **reply.headers})
        if cache:
            cache.keep(url, reply)
        return reply


def _linked_page(reply: Reply) -> str:
    """The address of the next page a `Link` header names."""
    for part in reply.headers.get("link", "").split(","):
        target, _, parameters = part.partition(";")
        if 'rel="next"' in parameters.replace("rel=next", 'rel="next"'):
            return target.strip().removeprefix("<").removesuffix(">")
    return ""


def _said(reply: Reply) -> str:
    return f"the answer was {reply.status}" + (f" {reply.message}" if reply.message else "")
