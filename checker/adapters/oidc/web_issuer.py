"""The keys of an issuer: its discovery document, then the key set it names on the same host, kept for a while.

Whoever calls chooses which key a token names. So a name that is not known makes the issuer be asked at most once a
minute, no answer may be long or late, and no redirect is followed: the host that says whose keys count is the one that
a person wrote down. Where the issuer does not answer, nobody is let in.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx2

from checker.adapters.timed_requests import OverrunError, TimedTransport, failure_of, within
from checker.domain.job_token import IssuerKey
from checker.domain.web_address import is_local
from checker.errors import InputRefusedError, IssuerUnavailableError, Place
from checker.formats.issuer_keys import LIMITS, keys_address, read_issuer_keys

_DISCOVERY = "/.well-known/openid-configuration"
_OK = 200
MOST_WAITING = 8
"""How many callers wait for an answer of the issuer; anybody can make a token that names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerTimes:
    """How long an answer may take, how long keys count, and how often the issuer is asked at most.

    `again` is after an answer, for a name that it did not have; `retry` after none.
    """

    seconds: float = 10.0
    kept: timedelta = timedelta(hours=1)
    again: timedelta = timedelta(minutes=1)
    retry: timedelta = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What was found when the issuer was asked; `why` says why nothing was."""

    at: datetime
    keys: Mapping[str, IssuerKey]
    why: str = ""

    def counts(self, now: datetime, span: timedelta) -> bool:
        """Whether that was less than a span ago; a clock that jumped back makes it old."""
        return timedelta(0) <= now - self.at < span


class WebIssuerKeys:
    """The port `IssuerKeys` by https, or by http on this machine."""

    def __init__(self, issuer: str, *, version: str, times: IssuerTimes | None = None) -> None:
        self._issuer = issuer
        self._version = version
        self._times = times or IssuerTimes()
        self._known: _Known | None = None
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(MOST_WAITING)

    def find(self, name: str, *, now: datetime) -> IssuerKey | None:
        """See `ports.issuer_keys.IssuerKeys`."""
        known = self._known
        if known is None or not self._suffices(known, name, now):
            known = self._asked_in_turn(name, now)
        if known.why:
            raise IssuerUnavailableError(f"the issuer did not give its keys: {known.why}")
        return known.keys.get(name)

    def _asked_in_turn(self, name: str, now: datetime) -> _Known:
        """What the issuer says now. Few wait for it: an issuer that is slow must not keep every thread of a server.

        Raises:
            IssuerUnavailableError: as many wait already as may.
        """
        if not self._places.acquire(blocking=False):
            raise IssuerUnavailableError("the issuer did not give its keys: it is being asked, and many wait for it")
        try:
            with self._lock:
                known = self._known  # another thread may have asked meanwhile
                if known is None or not self._suffices(known, name, now):
                    known = self._known = self._asked(now)
                return known
        finally:
            self._places.release()

    def _suffices(self, known: _Known, name: str, now: datetime) -> bool:
        if known.why:
            return known.counts(now, self._times.retry)
        return known.counts(now, self._times.kept if name in known.keys else self._times.again)

    def _asked(self, now: datetime) -> _Known:
        try:
            return _Known(at=now, keys=self._fetch())
        except InputRefusedError as error:
            return _Known(at=now, keys={}, why=error.message)
        except (httpx2.HTTPError, httpx2.InvalidURL, OverrunError, OSError, ValueError) as error:
            return _Known(at=now, keys={}, why=failure_of(error))

    def _fetch(self) -> Mapping[str, IssuerKey]:
        with self._client() as client, within(self._times.seconds):
            address = keys_address(self._get(client, self._issuer + _DISCOVERY), issuer=self._issuer)
            return read_issuer_keys(self._get(client, address), issuer=self._issuer)

    def _client(self) -> httpx2.Client:
        return httpx2.Client(
            headers={"Accept-Encoding": "identity", "User-Agent": f"clean-release/{self._version}"},
            transport=TimedTransport(trust_env=not is_local(self._issuer)),
            timeout=self._times.seconds,
            trust_env=False,  # the transport asks the environment; a client of its own would send any netrc anywhere
            follow_redirects=False,
        )

    def _get(self, client: httpx2.Client, address: str) -> bytes:
        where = Place(source=address)
        with client.stream("GET", address) as response:
            if response.status_code != _OK:
                raise InputRefusedError(f"the answer was {response.status_code}, expected 200", where=where)
            data = bytearray()
            for chunk in response.iter_raw():
                data += chunk
                if len(data) > LIMITS.bytes:
                    raise InputRefusedError(f"the answer has more than {LIMITS.bytes} bytes", where=where)
        return bytes(data)
