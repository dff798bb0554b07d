"""Answers: the very bytes that the command line prints with `--json`, with what a client may keep them by."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from checker.api.deps import Call, Called, IfNoneMatch
from checker.api.plain_numbers import PLAIN_NUMBER
from checker.domain.json_value import Json
from checker.formats.canonical import pretty_bytes

JSON_TYPE = "application/json"
LARGEST_PAGE = 200

AnyItem = TypeVar("AnyItem")

Limit = Annotated[
    Annotated[int, Field(ge=1, le=LARGEST_PAGE)], PLAIN_NUMBER, Query(description="The most that one page holds.")
]


def etag_of(data: bytes) -> str:
    """The entity tag of exactly these bytes."""
    return f'"{hashlib.sha256(data).hexdigest()}"'


def shown_bytes(document: Mapping[str, Json], call: Call) -> bytes:
    """A document as the command line prints it: with the namespace that it all counts in."""
    return pretty_bytes({**document, "namespace": str(call.hosted.namespace)})


def done(document: Mapping[str, Json], call: Call, *, status: int = 200, location: str = "") -> Response:
    """What came of an operation that changed something."""
    data = shown_bytes(document, call)
    headers = {"Location": located(location, call)} if location else {}
    return Response(data, status_code=status, media_type=JSON_TYPE, headers=headers)


def located(path: str, call: Call) -> str:
    """The address of something in the project of a call."""
    return f"{path}?{urlencode({'project': call.hosted.name})}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A call that reads, and what its client has already."""

    call: Call
    path: str
    query: Sequence[tuple[str, str]]
    known: str

    def document(self, document: Mapping[str, Json], *, after: str = "") -> Response:
        """A document; `after` is where its next page begins, empty on the last."""
        return self.exact(shown_bytes(document, self.call), after=after)

    def exact(self, data: bytes, *, after: str = "") -> Response:
        """Bytes as they were kept; 304 if the client has these."""
        headers = {"ETag": etag_of(data)}
        if after:
            headers["Link"] = f'<{self._next(after)}>; rel="next"'
        if names_etag(self.known, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(data, media_type=JSON_TYPE, headers=headers)

    def _next(self, after: str) -> str:
        kept = [(name, value) for name, value in self.query if name != "after"]
        return f"{self.path}?{urlencode([*kept, ('after', after)])}"


async def reading(request: Request, call: Called, known: IfNoneMatch = "") -> Reading:
    """For an operation that only reads."""
    return Reading(call=call, path=request.url.path, query=request.query_params.multi_items(), known=known)


Read = Annotated[Reading, Depends(reading)]


def page_of(items: Sequence[tuple[str, AnyItem]], *, after: str, limit: int) -> tuple[list[AnyItem], str]:
    """The items behind the one that `after` names, and where the next page begins; none behind a name nobody has."""
    names = [name for name, _ in items]
    first = (names.index(after) + 1 if after in names else len(names)) if after else 0
    found = items[first : first + limit]
    return [item for _, item in found], found[-1][0] if len(items) > first + limit else ""


def names_etag(header: str, etag: str) -> bool:
    """Whether `If-None-Match` names this entity tag."""
    return any(one.strip().removeprefix("W/") in {etag, "*"} for one in header.split(","))
