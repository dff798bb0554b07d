"""Callers that a test names: a token is a principal's label, and what was answered is kept in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from checker.domain.asked_once import KeptAnswer, Recalled
from checker.domain.identity import Method
from checker.domain.namespace import Namespace
from checker.domain.principal import Principal, Role
from checker.errors import IdempotencyConflictError, TooManyRequestsError, UnauthenticatedError, UnderWayError


@dataclass
class ToldCallers:
    """The principals of a test, by label; `Authorization: Bearer LABEL` proves one."""

    principals: dict[str, Principal] = field(default_factory=dict)
    kept: dict[tuple[str, str, str], tuple[str, KeptAnswer | None]] = field(default_factory=dict)
    runs_left: int = 1000
    _begun: set[tuple[str, str, str]] = field(default_factory=set)

    def knows(self, label: str, *roles: Role, projects: tuple[str, ...] = ("widget",)) -> dict[str, str]:
        """Make somebody known; the headers that prove it."""
        self.principals[label] = Principal(
            label=label,
            namespace=Namespace.REAL,
            projects=projects,
            roles=frozenset(roles),
            method=Method.TOKEN,
            issuer="this server",
            subject=f"token of {label}",
        )
        return {"Authorization": f"Bearer {label}"}

    def prove(self, authorization: str, *, address: str) -> Principal:
        label = authorization.removeprefix("Bearer ")
        if label not in self.principals:
            raise UnauthenticatedError(f"no principal calls from {address}")
        return self.principals[label]

    def prove_again(self, authorization: str, *, address: str) -> Principal | None:  # noqa: ARG002 - as the real one
        return None

    @contextmanager
    def recall(self, principal: Principal, project: str, key: str, request_digest: str) -> Iterator[Recalled]:
        named = (principal.label, project, key)
        is_left = named in self.kept
        known = self.kept.setdefault(named, (request_digest, None))
        if known[0] != request_digest:
            raise IdempotencyConflictError("the key was used for another request")
        if known[1] is None and named in self._begun:
            raise UnderWayError("the request with this key has not been answered yet")
        self._begun.add(named)
        try:
            yield Recalled(answer=known[1], is_left=is_left and known[1] is None)
        finally:
            self._begun.discard(named)

    def remember(self, principal: Principal, project: str, key: str, request_digest: str, answer: KeptAnswer) -> None:
        self.kept[principal.label, project, key] = (request_digest, answer)

    def forget(self, principal: Principal, project: str, key: str) -> None:
        self.kept.pop((principal.label, project, key), None)
        self._begun.discard((principal.label, project, key))

    def count_run(self, principal: Principal) -> None:
        if not self.runs_left:
            raise TooManyRequestsError(f"no more runs for {principal.label}", retry_after=60)
        self.runs_left -= 1
