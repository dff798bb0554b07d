"""What a server knows of its callers, forgotten with the process."""

import threading
from dataclasses import replace
from datetime import datetime

from checker.domain.access_token import AccessToken
from checker.domain.asked_once import KEPT, AskedKey, AskedRequest, KeptAnswer
from checker.domain.call_limit import CallLimit, Counted
from checker.errors import ConflictError, NotFoundError


class MemoryAccessTokens:
    def __init__(self) -> None:
        self._kept: dict[str, tuple[AccessToken, bytes]] = {}

    def keep(self, token: AccessToken, *, proof: bytes) -> None:
        if token.number in self._kept:
            raise ConflictError(f"there is a token {token.number} already")
        self._kept[token.number] = (token, proof)

    def find(self, number: str) -> tuple[AccessToken, bytes] | None:
        return self._kept.get(number)

    def list_tokens(self) -> tuple[AccessToken, ...]:
        return tuple(token for token, _ in reversed(self._kept.values()))

    def revoke(self, number: str, *, at: datetime) -> AccessToken:
        if number not in self._kept:
            raise NotFoundError(f"there is no token {number!a}")
        token, proof = self._kept[number]
        revoked = token if token.revoked else replace(token, revoked=at)
        self._kept[number] = (revoked, proof)
        return revoked


class MemoryUsedTokens:
    def __init__(self) -> None:
        self._used: dict[tuple[str, str], datetime] = {}
        self._lock = threading.Lock()

    def use(self, *, issuer: str, number: str, issued: datetime, until: datetime, now: datetime) -> bool:  # noqa: ARG002 - it forgets nothing
        with self._lock:
            self._used = {used: end for used, end in self._used.items() if end >= now}
            is_first = (issuer, number) not in self._used
            self._used.setdefault((issuer, number), until)
            return is_first


class MemoryAnswers:
    def __init__(self) -> None:
        self._known: dict[AskedKey, AskedRequest] = {}
        self._lock = threading.Lock()

    def begin(self, key: AskedKey, *, request: str, holder: str, now: datetime) -> AskedRequest | None:
        with self._lock:
            self._known = {known: asked for known, asked in self._known.items() if asked.begun > now - KEPT}
            if key in self._known:
                return self._known[key]
            self._known[key] = AskedRequest(request=request, begun=now, holder=holder)
            return None

    def take_over(self, key: AskedKey, *, request: str, holder: str, left_by: str) -> bool:
        with self._lock:
            known = self._known.get(key)
            if known is None or known.answer or (known.request, known.holder) != (request, left_by):
                return False
            self._known[key] = replace(known, holder=holder)
            return True

    def answer(self, key: AskedKey, *, request: str, answer: KeptAnswer) -> None:
        if key not in self._known or self._known[key].request != request:
            raise NotFoundError("no such request was begun with this key")
        if self._known[key].answer is None:
            self._known[key] = replace(self._known[key], answer=answer)

    def forget(self, key: AskedKey) -> None:
        if key in self._known and self._known[key].answer is None:
            del self._known[key]


class MemoryCallTally:
    def __init__(self) -> None:
        self._happened: dict[tuple[Counted, str], list[datetime]] = {}
        self._lock = threading.Lock()

    def oldest_of_full(self, counted: Counted, name: str, *, limit: CallLimit, now: datetime) -> datetime | None:
        moments = sorted(self._happened.get((counted, name), ()))
        lately = [moment for moment in moments if limit.begins(now) < moment <= now]
        return lately[-limit.most] if len(lately) >= limit.most else None

    def count(self, counted: Counted, name: str, *, limit: CallLimit, now: datetime) -> datetime | None:
        with self._lock:
            oldest = self.oldest_of_full(counted, name, limit=limit, now=now)
            if oldest is None:
                self._happened.setdefault((counted, name), []).append(now)
            return oldest
