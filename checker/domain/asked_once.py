"""Requests that are done once: a key that the caller chose names a request, and its answer is kept for a day.

A caller that got no answer asks again with the same key, and gets the answer of the first request instead of a second
effect (draft-ietf-httpapi-idempotency-key-header). A key is a caller's own within a namespace and a project.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from checker.domain.namespace import Namespace
from checker.errors import IdempotencyConflictError, UsageError

KEPT = timedelta(hours=24)

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
    """A request that a key names: the digest of what was asked, when it was begun, and its answer if there is one.

    `holder` is the server that answers it, if it runs.
    """

    request: str
    begun: datetime
    holder: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """What a key was found to name: its answer, or None where the caller goes on.

    `is_left` says that somebody began before, and went without an answer: what they were asked for may be done.
    """

    answer: KeptAnswer | None = None
    is_left: bool = False


def answered_before(known: AskedRequest, *, request: str) -> KeptAnswer | None:
    """The answer to give again, None where there is none yet.

    Raises:
        IdempotencyConflictError: the key names another request.
    """
    if known.request != request:
        raise IdempotencyConflictError("the Idempotency-Key was used for another request in the last 24 hours")
    return known.answer
