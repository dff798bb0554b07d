"""The facade of callers: who calls a server, how often, and what was answered to them before.

One object for a whole server: its threads share it. What it knows lies in the state folder of the user, outside of
every checkout and every project.
"""

import ipaddress
import logging
import os
import secrets
import time
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

from checker import __version__
from checker.application.cached_reads import CachedReads, ReadLimits, Wanted
from checker.domain.access_token import NUMBER_BYTES, SECRET_BYTES, proof_of
from checker.domain.identity import Method
from checker.errors import CleanReleaseError, TooManyRequestsError, UnderWayError

if TYPE_CHECKING:
    from pathlib import Path

    from checker.adapters.server_state.call_windows import CallWindows
    from checker.adapters.server_state.database import ServerDatabase
    from checker.application.issue_token import IssuedToken
    from checker.application.prove_caller import ProofServices, TrustedIssuer
    from checker.domain.accepted_state import AcceptedState
    from checker.domain.access_token import AccessToken
    from checker.domain.asked_once import AskedKey, KeptAnswer, Recalled
    from checker.domain.namespace import Namespace
    from checker.domain.principal import Principal, Role
    from checker.domain.server_settings import ServerSettings
    from checker.ports.clock import Clock
    from checker.ports.kept_answers import KeptAnswers
    from checker.ports.server_presence import ServerPresence
    from checker.ports.store_watch import StoreWatch

_LOG = logging.getLogger(__name__)
_LONGEST_ADDRESS = 100
_SUBSCRIBER_BITS = 64
"""Whoever has one address of IPv6 has as many as there are below this prefix."""
_PROOFS = ReadLimits(bytes=1000, largest=1, seconds=1.0)
"""How many proofs are remembered (each counts as one), and for how long."""


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """The access tokens of this user's server."""

    database: "ServerDatabase"
    clock: "Clock"

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    def create_token(
        self,
        *,
        label: str,
        namespace: "Namespace",
        projects: Sequence[str],
        roles: "Sequence[Role]",
        life: timedelta,
    ) -> "IssuedToken":
        """Make a token; raises as `application.issue_token`."""
        from checker.adapters.server_state.sqlite_tokens import SqliteAccessTokens  # noqa: PLC0415 - paid when used
        from checker.application.issue_token import AskedToken, issue_token  # noqa: PLC0415 - as above

        return issue_token(
            AskedToken(label=label, namespace=namespace, projects=projects, roles=roles, life=life),
            number=secrets.token_bytes(NUMBER_BYTES),
            secret=secrets.token_bytes(SECRET_BYTES),
            now=self.clock.now(),
            tokens=SqliteAccessTokens(self.database),
        )

    def tokens(self) -> "tuple[AccessToken, ...]":
        """All tokens that were ever made, the newest first."""
        from checker.adapters.server_state.sqlite_tokens import SqliteAccessTokens  # noqa: PLC0415 - as above

        return SqliteAccessTokens(self.database).list_tokens()

    def revoke_token(self, number: str) -> "AccessToken":
        """Let a token count no more, from the next call on; raises NotFoundError where there is none."""
        from checker.adapters.server_state.sqlite_tokens import SqliteAccessTokens  # noqa: PLC0415 - as above

        return SqliteAccessTokens(self.database).revoke(number, at=self.clock.now())

    def accepted_states(self) -> "tuple[AcceptedState, ...]":
        """Older states that were ever accepted, the newest first."""
        from checker.adapters.server_state.sqlite_accepted import accepted_states  # noqa: PLC0415 - as above

        return accepted_states(self.database)


@dataclass(frozen=True, kw_only=True)
class Calling(Tokens):
    """Who calls; build it with `opened`."""

    services: "ProofServices"
    answers: "KeptAnswers"
    windows: "CallWindows"
    watch: "StoreWatch"
    presence: "ServerPresence"
    _working: "set[AskedKey]" = field(default_factory=set, repr=False)
    _proofs: "CachedReads[AccessToken]" = field(default_factory=lambda: CachedReads(_PROOFS), repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def prove(self, authorization: str, *, address: str) -> "Principal":
        """The principal that the header `Authorization` proves; the call is one of theirs.

        Raises:
            UnauthenticatedError, ForbiddenError, TooManyRequestsError, IssuerUnavailableError: it proves none, or they
                called too often; see `application.prove_caller`.
        """
        from checker.application.prove_caller import prove_caller  # noqa: PLC0415 - as above

        now, version = self.clock.now(), self.watch.version()
        whence = subscriber_of(address)
        try:
            principal = prove_caller(authorization, address=whence, now=now, services=self.services)
        except CleanReleaseError as error:
            _LOG.warning("a call from %a was refused: %s", whence, getattr(error, "reason", "") or error.message)
            raise
        if principal.method is Method.TOKEN and (found := self.services.tokens.find(principal.subject)):
            self._keep(_shown(authorization, address), found[0], version=version)
        self.windows.count(_name_of(principal), now=now)
        return principal

    def prove_again(self, authorization: str, *, address: str) -> "Principal | None":
        """The principal that the same header proved a moment ago; None where it has to be looked at, by `prove`.

        It counts as long as nothing was committed to the state, by whatever process: not a token that was revoked, nor
        a call that failed. So it asks of the file its version alone, and never waits. A proof that counts once is
        not remembered.

        Raises:
            TooManyRequestsError: they called too often.
        """
        version = self.watch.version()
        with self._lock:
            token = self._proofs.find(_shown(authorization, address), version=version, now=time.monotonic())
        now = self.clock.now()
        if token is None or token.fault_at(now):
            return None
        self.windows.count(_name_of(token.principal), now=now)
        return token.principal

    def _keep(self, shown: Wanted, token: "AccessToken", *, version: Hashable | None) -> None:
        """Remember a token that was shown, unless the file was written to since its version was asked for."""
        with self._lock:
            self._proofs.keep(shown, token, version=version, now=time.monotonic(), size=1)

    def count_run(self, principal: "Principal") -> None:
        """Count a run that a principal asks for.

        Raises:
            TooManyRequestsError: they asked for as many as they may; none is to be begun.
        """
        from checker.domain.call_limit import Counted  # noqa: PLC0415 - as above

        limit, now = self.services.limits.runs, self.clock.now()
        oldest = self.services.tally.count(Counted.RUN, _name_of(principal), limit=limit, now=now)
        if oldest is not None:
            raise TooManyRequestsError(
                f"{limit.most} runs in an hour is what {principal.label} may ask for",
                retry_after=limit.retry_after(oldest, now=now),
            )

    @contextmanager
    def recall(self, principal: "Principal", project: str, key: str, request_digest: str) -> "Iterator[Recalled]":
        """What was answered to this key and request before, or that the caller goes on, and nobody else does meanwhile.

        Raises:
            UsageError, IdempotencyConflictError, UnderWayError: see `application.answer_once`.
        """
        from checker.application.answer_once import recall_answer  # noqa: PLC0415 - as above

        asked = _asked(principal, project, key)
        with self._at_work(asked):
            yield recall_answer(
                asked,
                request=request_digest,
                now=self.clock.now(),
                answers=self.answers,
                presence=self.presence,
            )

    @contextmanager
    def _at_work(self, asked: "AskedKey") -> Iterator[None]:
        """Let no other thread of this server go on with a key; one that ended without an answer holds nobody up."""
        with self._lock:
            if asked in self._working:
                raise UnderWayError("the request with this Idempotency-Key has not been answered yet")
            self._working.add(asked)
        try:
            yield
        finally:
            with self._lock:
                self._working.discard(asked)

    def remember(
        self, principal: "Principal", project: str, key: str, request_digest: str, answer: "KeptAnswer"
    ) -> None:
        """Keep the answer of the request that went on."""
        self.answers.answer(_asked(principal, project, key), request=request_digest, answer=answer)

    def forget(self, principal: "Principal", project: str, key: str) -> None:
        """Let the key name nothing again: its request was refused, and nothing was done."""
        self.answers.forget(_asked(principal, project, key))


@contextmanager
def opened_tokens(environment: Mapping[str, str] = os.environ) -> Iterator[Tokens]:
    """The tokens of this user's server, while it runs or not.

    Raises:
        StoreError: the file of the server's state is not safe to use.
    """
    from checker.adapters.clock import SystemClock  # noqa: PLC0415 - as above
    from checker.adapters.server_state.database import ServerDatabase  # noqa: PLC0415 - as above
    from checker.adapters.server_state.place import state_path  # noqa: PLC0415 - as above

    database = ServerDatabase.open(state_path(environment))
    try:
        yield Tokens(database=database, clock=SystemClock())
    finally:
        database.close()


def accept_older_state(environment: Mapping[str, str] = os.environ, *, clock: "Clock | None" = None) -> "AcceptedState":
    """Take the state of this user's server as it is, though it is older than its mark: no token in it counts any more.

    Raises:
        NotFoundError: there is none.
        ConflictError: it is what its mark says.
        StoreError: the file is not safe to use.
    """
    from checker.adapters.clock import SystemClock  # noqa: PLC0415 - as above
    from checker.adapters.server_state.database import ServerDatabase  # noqa: PLC0415 - as above
    from checker.adapters.server_state.place import state_path  # noqa: PLC0415 - as above
    from checker.adapters.server_state.sqlite_accepted import accept_state  # noqa: PLC0415 - as above

    database = ServerDatabase.open(state_path(environment), create=False, is_held=False)
    try:
        return accept_state(database, at=(clock or SystemClock()).now())
    finally:
        database.close()


@contextmanager
def opened_calling(environment: Mapping[str, str] = os.environ, *, clock: "Clock | None" = None) -> Iterator[Calling]:
    """The callers of this user's server, by the settings beside their anchor.

    Raises:
        StoreError: the file of the server's state is not safe to use.
        InputRefusedError, TrustError: the settings cannot be read, or are not this user's alone to write.
    """
    from checker.adapters.clock import SystemClock  # noqa: PLC0415 - as above
    from checker.adapters.server_state.call_windows import CallWindows  # noqa: PLC0415 - as above
    from checker.adapters.server_state.database import ServerDatabase  # noqa: PLC0415 - as above
    from checker.adapters.server_state.place import state_path  # noqa: PLC0415 - as above
    from checker.adapters.server_state.presence import LockedPresence  # noqa: PLC0415 - as above
    from checker.adapters.server_state.sqlite_answers import SqliteAnswers  # noqa: PLC0415 - as above
    from checker.adapters.store.store_watch import SqliteStoreWatch  # noqa: PLC0415 - as above

    settings = server_settings(environment)
    path = state_path(environment)
    database, watch = ServerDatabase.open(path), SqliteStoreWatch(path)
    presence = LockedPresence(path.parent)
    try:
        yield Calling(
            database=database,
            clock=clock or SystemClock(),
            services=_proof_services(database, settings),
            answers=SqliteAnswers(database),
            windows=CallWindows(settings.limits.requests),
            watch=watch,
            presence=presence,
        )
    finally:
        presence.close()
        watch.close()
        database.close()


def server_settings(environment: Mapping[str, str] = os.environ) -> "ServerSettings":
    """The settings in `server.yaml` beside the anchor; those of a server without that file, if there is none.

    Raises:
        InputRefusedError: it is malformed, or says not for whom tokens of jobs must have been made.
        TrustError: others could have written it.
    """
    from checker.adapters.anchor.anchor_file import configuration_folder  # noqa: PLC0415 - as above
    from checker.adapters.server_state.settings_file import read_settings  # noqa: PLC0415 - as above
    from checker.domain.server_settings import ServerSettings  # noqa: PLC0415 - as above
    from checker.formats.server_v1 import FILE_NAME, parse_server  # noqa: PLC0415 - as above

    path: Path = configuration_folder(environment) / FILE_NAME
    data = read_settings(path)
    return ServerSettings() if data is None else parse_server(data, source=str(path))


def subscriber_of(address: str) -> str:
    """Whose an address is: of IPv6 the first half, which one subscriber has whole; anything else is taken as it is."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:_LONGEST_ADDRESS]
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _SUBSCRIBER_BITS), strict=False))


def _proof_services(database: "ServerDatabase", settings: "ServerSettings") -> "ProofServices":
    from checker.adapters.server_state.sqlite_tally import SqliteCallTally  # noqa: PLC0415 - as above
    from checker.adapters.server_state.sqlite_tokens import SqliteAccessTokens  # noqa: PLC0415 - as above
    from checker.adapters.server_state.sqlite_used_tokens import SqliteUsedTokens  # noqa: PLC0415 - as above
    from checker.application.prove_caller import ProofServices  # noqa: PLC0415 - as above

    return ProofServices(
        tokens=SqliteAccessTokens(database),
        used=SqliteUsedTokens(database),
        tally=SqliteCallTally(database),
        limits=settings.limits,
        issuer=_issuer(settings),
    )


def _issuer(settings: "ServerSettings") -> "TrustedIssuer | None":
    if settings.jobs is None:
        return None
    from checker.adapters.oidc.web_issuer import WebIssuerKeys  # noqa: PLC0415 - as above
    from checker.application.prove_caller import TrustedIssuer  # noqa: PLC0415 - as above

    return TrustedIssuer(trust=settings.jobs, keys=WebIssuerKeys(settings.jobs.issuer, version=__version__))


def _shown(authorization: str, address: str) -> Wanted:
    """A header as it is remembered: by its digest, and from where it came; the secret in it is kept nowhere."""
    return Wanted(scope=address, name=proof_of(authorization))


def _name_of(principal: "Principal") -> str:
    """Whose calls are counted together: two tokens of one label are one principal of a namespace."""
    return f"{principal.namespace}/{principal.label}"


def _asked(principal: "Principal", project: str, key: str) -> "AskedKey":
    from checker.domain.asked_once import AskedKey  # noqa: PLC0415 - as above

    return AskedKey(label=principal.label, namespace=principal.namespace, project=project, key=key)
