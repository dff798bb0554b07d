"""Requests that are done once: a key that the caller chose names a request, and its answer is kept for a day.

A caller that got no answer asks again with the same key, and gets the answer of the first request instead of a second
effect (draft-ietf-httpapi-idempotency-key-header). A key is a caller's own within a namespace and a project.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from checker.domain.namespace import Namespace
from checker.errors import IdempotencyConflictError, UnderWayError, UsageError

KEPT = timedelta(hours=24)
LONGEST_REQUEST = timedelta(minutes=5)
"""What is not answered after this never will be: the server was stopped meanwhile."""

_KEY = re.compile(r"[!-~]{1,255}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedKey:
    """Whose key it is, where, and which."""

    label: str
    namespace: Namespace
    project: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """What was answered: the status, the headers that say something of it, and its exact bytes."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRequest:
    """A request that a key names: the digest of what was asked, when it was begun, and its answer if there is one."""

    request: str
    begun: datetime
    answer: KeptAnswer | None = None


def refuse_no_key(key: str) -> None:
    """Refuse what cannot be a key.

    Raises:
        UsageError: it is empty, too long, or holds something else than visible ASCII.
    """
    if _KEY.fullmatch(key) is None:
        raise UsageError(
            "the Idempotency-Key is no key, expected 1 to 255 visible characters of ASCII",
            hint="send a random one, a UUID for example",
        )


def answered_before(known: AskedRequest, *, request: str, now: datetime) -> KeptAnswer:
    """The answer to give again.

    Raises:
        IdempotencyConflictError: the key names another request, or one that was begun and never answered.
        UnderWayError: it is not answered yet.
    """
    if known.request != request:
        raise IdempotencyConflictError("the Idempotency-Key was used for another request in the last 24 hours")
    if known.answer is not None:
        return known.answer
    if abs(now - known.begun) < LONGEST_REQUEST:
        raise UnderWayError("the request with this Idempotency-Key has not been answered yet")
    raise IdempotencyConflictError(
        "the request with this Idempotency-Key was begun and never answered: the server was stopped meanwhile",
        hint="look at what became of it, then ask with another key",
    )
