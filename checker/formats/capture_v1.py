"""`capture/v1`: what a person captured with `gh api`, read into responses.

A capture is files of answers beside a `capture.json` that says which request each answers: `{file, method, url, status,
at}`. A file holds what `gh api` wrote to standard output, in any of its forms: one JSON document; concatenated
documents (`--paginate` of object pages); pages wrapped in an array (`--slurp`, told from a plain list where the
endpoint is known); status line and headers before each body (`-i`), where a merged array may run across bodies;
nothing at all (204). Source: cli/cli, `pkg/cmd/api`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from checker.domain.json_shape import objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.limits import HAND_WRITTEN, MACHINE_WRITTEN, DocumentLimits
from checker.domain.moment import format_moment, normalise_moment, parse_moment
from checker.domain.response import Response
from checker.errors import InputRefusedError, Place
from checker.formats.published import document_schema
from checker.formats.strict_json import read_json

INDEX = "capture.json"
UNKNOWN_STATUS = 0
NO_CONTENT = 204
FIRST_ERROR = 400
REDIRECTS = frozenset({301, 302, 307, 308})
KEPT_HEADERS = frozenset(
    {
        "date",
        "link",
        "location",
        "retry-after",
        "x-accepted-github-permissions",
        "x-accepted-oauth-scopes",
        "x-oauth-scopes",
        "x-ratelimit-remaining",
    }
)
_FRAME = re.compile(rb"^HTTP/[0-9](?:\.[0-9])? ([0-9]{3})[^\r\n]*\r?\n", re.MULTILINE)
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_MARK = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_NEXT = re.compile(r'rel="?next"?')


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One line of a capture index; `status` is 0 and `at` empty where the index does not say."""

    file: str
    url: str
    method: str = "GET"
    status: int = UNKNOWN_STATUS
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    status: int
    headers: Mapping[str, str]
    body: bytes


def parse_index(data: bytes, *, source: str = INDEX) -> tuple[Request, ...]:
    """The requests a capture index lists.

    Raises:
        InputRefusedError: malformed, against its schema, a file listed twice, or a time that does not exist.
    """
    document = read_json(data, source=source, limits=HAND_WRITTEN)
    document_schema("capture_v1").refuse_unless_valid(document, source=source, data=data)
    return tuple(_request(entry, source) for entry in objects_of(document, "the capture index"))


def parse_response(data: bytes, *, request: Request, source: str, limits: DocumentLimits = MACHINE_WRITTEN) -> Response:
    """The answer a file holds.

    The status is the index's or the frame's; without both it is what an error body says of itself, 200 for any other
    body, and 0 for an empty file, which may be a 204 or a failed redirect.

    Raises:
        InputRefusedError: not JSON where the status promises it, or the index and the file state different statuses.
    """
    frames = tuple(_frames(data, source))
    last = frames[-1] if frames else None
    if last and request.status not in (UNKNOWN_STATUS, last.status):
        raise InputRefusedError(
            f"the index says status {request.status}, the file says {last.status}",
            hint="the index lists another request's answer",
            where=Place(source=source),
        )
    status = last.status if last else request.status
    answered = [frame for frame in frames if frame.status not in REDIRECTS]
    bodies = [frame.body for frame in answered] if frames else [data]
    pages = _pages(bodies, status=status, source=source, limits=limits)
    headers = last.headers if last else {}
    return Response(
        file=request.file,
        method=request.method,
        url=request.url,
        status=status or _implied_status(pages),
        headers=headers,
        pages=pages,
        at=_oldest(request.at, [frame.headers.get("date", "") for frame in frames], source),
        complete=_NEXT.search(headers.get("link", "")) is None,
        is_framed=bool(frames),
        redirected=len(answered) != len(frames),
    )


def _request(entry: dict[str, Json], source: str) -> Request:
    at = text_of(entry.get("at", ""), "at")
    file = text_of(entry["file"], "file")
    try:
        moment = normalise_moment(at) if at else ""
    except InputRefusedError as error:
        where = Place(source=source)
        raise InputRefusedError(f"the time of {file}: {error.message}", hint=error.hint, where=where) from None
    return Request(
        file=file,
        url=text_of(entry["url"], "url"),
        method=text_of(entry.get("method", "GET"), "method"),
        status=whole_of(entry.get("status", UNKNOWN_STATUS), "status"),
        at=moment,
    )


def _frames(data: bytes, source: str) -> Iterator[_Frame]:
    """The framed answers of `gh api -i`; none when the file does not begin with a status line."""
    if not _FRAME.match(data):
        return
    starts = list(_FRAME.finditer(data))
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        rest = data[start.end() : following.start() if following else len(data)]
        end = _END_OF_HEADERS.search(rest)
        head, body = (rest[: end.start()], rest[end.end() :]) if end else (rest, b"")
        yield _Frame(status=int(start[1]), headers=_headers(head, source), body=body)


def _headers(head: bytes, source: str) -> dict[str, str]:
    found = {}
    for line in head.decode("latin-1").splitlines():
        name, colon, value = line.partition(":")
        if not colon:
            raise InputRefusedError(
                f"a header line has no colon: {line[:40]!r}, expected Name: value", where=Place(source=source)
            )
        if (key := name.strip().lower()) in KEPT_HEADERS:
            found[key] = value.strip()
    return found


def _pages(bodies: list[bytes], *, status: int, source: str, limits: DocumentLimits) -> tuple[Json, ...]:
    """The JSON documents of all bodies; bodies that are JSON only together are one merged array."""
    if status == NO_CONTENT:
        return ()
    try:
        return tuple(page for body in bodies for page in _documents(body, source, limits))
    except InputRefusedError:
        if status >= FIRST_ERROR:
            return ()  # An error page is read for its status; proxies answer errors in HTML.
        if len(bodies) == 1:
            raise
        return tuple(_documents(b"".join(bodies), source, limits))


def _documents(body: bytes, source: str, limits: DocumentLimits) -> Iterable[Json]:
    """The documents of one body: nearly always one, else several after each other."""
    try:
        return [read_json(body, source=source, limits=limits)] if body.strip() else []
    except InputRefusedError:
        return _split_documents(body, source, limits)


def _split_documents(body: bytes, source: str, limits: DocumentLimits) -> Iterator[Json]:
    start = 0
    for end in _ends(body):
        yield read_json(body[start:end], source=source, limits=limits)
        start = end
    if body[start:].strip():
        yield read_json(body[start:], source=source, limits=limits)


def _ends(body: bytes) -> Iterator[int]:
    """Where each top-level object or array ends, without building any of them."""
    depth = 0
    for mark in _MARK.finditer(body):
        if mark[0] in b"[{":
            depth += 1
        elif mark[0] in b"]}":
            depth -= 1
            if depth == 0:
                yield mark.end()


def _implied_status(pages: tuple[Json, ...]) -> int:
    """The status a body implies when nothing else states it: newer error bodies carry it themselves."""
    if not pages:
        return UNKNOWN_STATUS
    body = pages[0]
    if not isinstance(body, dict) or "documentation_url" not in body or "message" not in body:
        return 200
    stated = body.get("status")
    return int(stated) if isinstance(stated, str) and stated.isascii() and stated.isdigit() else UNKNOWN_STATUS


def _oldest(stated: str, dates: list[str], source: str) -> str:
    moments = [stated] if stated else []
    for date in filter(None, dates):
        try:
            moments.append(format_moment(parsedate_to_datetime(date)))
        except (ValueError, InputRefusedError):
            where = Place(source=source)
            raise InputRefusedError(f"the Date header {date[:40]!r} is not a time", where=where) from None
    return min(moments, key=parse_moment) if moments else ""
