"""One reply of the API: bounded, strictly read, and cut down to the allow-list before anybody sees it.

What does not come as JSON where the API promises it is no answer: a proxy's page, a login page, a body that was cut
off. It becomes a reply with a `failure`, whatever its status line said.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import httpx2

from checker.adapters.timed_requests import OverrunError, failure_of, within
from checker.domain.json_value import Json
from checker.domain.limits import MACHINE_WRITTEN
from checker.domain.response import NO_ANSWER
from checker.errors import InputRefusedError
from checker.formats.capture_v1 import KEPT_HEADERS
from checker.formats.github.allow_list import filtered
from checker.formats.github.status import NO_CONTENT, NOT_MODIFIED, REDIRECTS
from checker.formats.strict_json import read_json

_OWN_HEADERS = KEPT_HEADERS | {"etag", "x-ratelimit-reset"}
_BODILESS = frozenset({NO_CONTENT, NOT_MODIFIED}) | REDIRECTS
_SERVER_ERROR = 500
_PLAIN = ("", "identity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One HTTP reply: `failure` says in words why it is none, and then the status is 0.

    `is_broken`: it was cut off or never came, so that trying again may help. `is_limit`: GraphQL refused because of too
    many requests, which it says with status 200.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Json = None
    has_body: bool = False
    failure: str = ""
    is_broken: bool = False
    is_limit: bool = False
    redirected: bool = False

    @property
    def message(self) -> str:
        """What an error body says."""
        text = self.body.get("message") if isinstance(self.body, dict) else None
        return text if isinstance(text, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyLimits:
    """The largest and slowest reply that is read: bytes of one body, seconds of one request, seconds of silence."""

    bytes: int = MACHINE_WRITTEN.bytes
    seconds: float = 60.0
    silence: float = 30.0


class _RefusedReplyError(Exception):
    """The reply is none; the message says why."""


def read_reply(
    client: httpx2.Client,
    url: str,
    *,
    headers: Mapping[str, str],
    limits: ReplyLimits,
    posted: bytes | None = None,
    kept: Callable[[Json], Json] = filtered,
) -> Reply:
    """What the API answers to one GET, or to what is posted; nothing is raised, no failure tells what was sent.

    `kept` is what survives of a body.
    """
    method = "GET" if posted is None else "POST"
    try:
        with within(limits.seconds), client.stream(method, url, headers=dict(headers), content=posted) as response:
            found = {name.lower(): value for name, value in response.headers.items() if name.lower() in _OWN_HEADERS}
            return _reply(response, found, b"".join(_chunks(response, limits)), kept=kept)
    except (_RefusedReplyError, OverrunError) as error:
        return Reply(status=NO_ANSWER, failure=str(error))
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        return Reply(status=NO_ANSWER, failure=failure_of(error), is_broken=True)


def _chunks(response: httpx2.Response, limits: ReplyLimits) -> Iterator[bytes]:
    if response.headers.get("content-encoding", "").lower() not in _PLAIN:
        raise _RefusedReplyError("the answer came compressed, though plain text was asked for")
    size = 0
    for chunk in response.iter_raw():
        size += len(chunk)
        if size > limits.bytes:
            raise _RefusedReplyError(f"the answer has more than {limits.bytes} bytes")
        yield chunk


def _sent(response: httpx2.Response) -> str:
    """The credential that was sent with the request; empty where none was."""
    return response.request.headers.get("authorization", "").rpartition(" ")[2]


def _without(value: Json, secret: str) -> Json:
    """What was answered, without the credential: a proxy that refuses a request may quote it whole."""
    if isinstance(value, str):
        return value.replace(secret, "(credential)") if secret else value
    if isinstance(value, list):
        return [_without(item, secret) for item in value]
    if isinstance(value, dict):
        return {str(_without(name, secret)): _without(item, secret) for name, item in value.items()}
    return value


def _reply(
    response: httpx2.Response, headers: Mapping[str, str], data: bytes, *, kept: Callable[[Json], Json]
) -> Reply:
    status = response.status_code
    if status in _BODILESS:
        return Reply(status=status, headers=headers)
    try:
        body = kept(_without(read_json(data, source="the answer"), _sent(response)))
    except InputRefusedError:
        if status >= _SERVER_ERROR:
            return Reply(status=status, headers=headers)
        seen = "HTML" if "html" in response.headers.get("content-type", "") or data[:1] == b"<" else "something else"
        raise _RefusedReplyError(f"{seen} was answered instead of JSON, with status {status}") from None
    return Reply(status=status, headers=headers, body=body, has_body=True)
