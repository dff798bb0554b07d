"""Responses: what a provider answered to one request, whoever asked it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.domain.json_value import Json

NO_ANSWER = 0
"""The status of a request that got no answer, or none that says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer: its pages in order, and whether it says that there are more.

    `headers` holds only those that decide something, with lower-case names. `is_framed` says that headers were
    captured at all; without them a full page may have a successor nobody sees. `failure` says why there is no answer
    (then the status is 0), or why the pages end before the last one. `is_filtered` says that the pages went through
    the allow-list already, and are no wrapped pages of a captured file.
    """

    file: str
    method: str
    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[Json, ...] = ()
    at: str = ""
    complete: bool = True
    is_framed: bool = False
    redirected: bool = False
    failure: str = ""
    is_filtered: bool = False
