"""One GET of a registry: bounded in bytes and time, without credentials, and never from https to http.

Whatever goes wrong is an answer with a status of its own: 404 is not found, 401 and 403 are denied, a page where a
document was promised is an error, and so is a host that cannot be reached. Only a body of the promised type is
`collected`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import httpx2

from checker.adapters.timed_requests import OverrunError, TimedTransport, failure_of, within
from checker.domain.digest import digest_of
from checker.domain.limits import MACHINE_WRITTEN
from checker.domain.listing import RegistryAnswer
from checker.domain.moment import format_moment
from checker.domain.observation import Status
from checker.domain.web_address import is_local, is_safe
from checker.ports.clock import Clock

_OK = 200
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 3
_REFUSED = {401: Status.DENIED, 403: Status.DENIED, 404: Status.NOT_FOUND}
_WORDS = {
    Status.DENIED: "the registry does not let everybody read it",
    Status.NOT_FOUND: "there is nothing at this address",
}
_TOO_MANY, _SERVER_ERROR = 429, 500
_PLAIN = ("", "identity")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """The largest and slowest answer that is read: bytes of a document, bytes of a file, seconds, seconds of silence.

    `head` is how much is read of an answer of which only the type matters.
    """

    document: int = 2 * MACHINE_WRITTEN.bytes
    file: int = 512 * 1024 * 1024
    head: int = 65_536
    seconds: float = 120.0
    silence: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer, the type it came as, and its body; a body is there whenever one was read whole."""

    answer: RegistryAnswer
    kind: str = ""
    data: bytes = field(default=b"", repr=False)


class _NoAnswerError(Exception):
    """There is no answer that can be used; the message says why."""


class Fetcher:
    """Asks one registry; to be closed."""

    def __init__(self, base: str, *, clock: Clock, version: str, limits: FetchLimits | None = None) -> None:
        self.limits = limits or FetchLimits()
        self._clock, self._encrypted = clock, base.startswith("https:")
        self._http = httpx2.Client(
            headers={"Accept-Encoding": "identity", "User-Agent": f"clean-release/{version}"},
            transport=TimedTransport(trust_env=not is_local(base)),
            timeout=self.limits.silence,
            trust_env=not is_local(base),
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        """The fetcher itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._http.close()

    def get(self, url: str, *, types: Sequence[str], most: int = 0, head_only: bool = False) -> Fetched:
        """The answer of one address, redirects followed.

        Args:
            url: the full address.
            types: the content types that count as an answer; any, if empty.
            most: bytes of the body; the limit of a document, if 0.
            head_only: the beginning of the body is enough; the rest is not waited for.
        """
        asked = _Asked(types=tuple(types), most=most or self.limits.document, head_only=head_only)
        try:
            with within(self.limits.seconds):
                return self._followed(url, asked)
        except (_NoAnswerError, OverrunError) as error:
            return Fetched(answer=self._answer(Status.ERROR, url, why=str(error)))
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            return Fetched(answer=self._answer(Status.ERROR, url, why=failure_of(error), retryable=True))

    def _followed(self, url: str, asked: "_Asked") -> Fetched:
        for _ in range(_MOST_REDIRECTS + 1):
            if not is_safe(url) or (self._encrypted and not url.startswith("https:")):
                raise _NoAnswerError("the registry leads to an address that may not be asked, such as plain http")
            found, target = self._once(url, asked)
            if not target:
                return found
            url = urljoin(url, target)
        raise _NoAnswerError(f"the answer leads on more than {_MOST_REDIRECTS} times")

    def _once(self, url: str, asked: "_Asked") -> tuple[Fetched, str]:
        """One answer, or where it leads."""
        headers = {"Accept": ", ".join(filter(None, asked.types)) or "*/*"}
        with self._http.stream("GET", url, headers=headers) as response:
            if response.status_code in _REDIRECTS:
                return Fetched(answer=self._answer(Status.ERROR, url)), response.headers.get("location", "") or url
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            data = b"".join(self._chunks(response, asked))
        status, http = _status(response.status_code), response.status_code
        why = _WORDS.get(status, f"the answer was {http}") if status is not Status.COLLECTED else ""
        if status is Status.COLLECTED and asked.types and kind not in asked.types:
            status, why = Status.ERROR, f"{_seen(kind, data)} was answered instead of {asked.types[0]}"
        retryable = http == _TOO_MANY or http >= _SERVER_ERROR
        answer = self._answer(status, url, why=why, http=http, data=data, retryable=retryable)
        return Fetched(answer=answer, kind=kind, data=data), ""

    def _chunks(self, response: httpx2.Response, asked: "_Asked") -> Iterator[bytes]:
        if response.headers.get("content-encoding", "").lower() not in _PLAIN:
            raise _NoAnswerError("the answer came compressed, though plain bytes were asked for")
        size = 0
        for chunk in response.iter_raw():
            size += len(chunk)
            if size > asked.most and not asked.head_only:
                raise _NoAnswerError(f"the answer has more than {asked.most} bytes")
            yield chunk
            if asked.head_only and size >= self.limits.head:
                return

    def _answer(
        self, status: Status, url: str, *, why: str = "", http: int = 0, data: bytes = b"", retryable: bool = False
    ) -> RegistryAnswer:
        return RegistryAnswer(
            status=status,
            url=url,
            http=http,
            at=format_moment(self._clock.now().replace(microsecond=0)),
            sha256=digest_of(data).removeprefix("sha256:"),
            why=why,
            retryable=retryable,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is asked for, and how much of it is read."""

    types: tuple[str, ...]
    most: int
    head_only: bool


def _status(http: int) -> Status:
    return Status.COLLECTED if http == _OK else _REFUSED.get(http, Status.ERROR)


def _seen(kind: str, data: bytes) -> str:
    return "an HTML page" if "html" in kind or data.lstrip()[:1] == b"<" else f"{ascii(kind)[1:-1] or 'something else'}"
