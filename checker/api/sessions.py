"""Sessions of browsers: a cookie that stands for the token somebody pasted, for an hour at most.

The cookie is random and says nothing; here its digest is kept, with the token, in the memory of this process alone: a
server that ends forgets all of them. The token is proven anew at every request, so whoever revokes it ends its
sessions with it.
"""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

SECONDS = 3600
"""How long a session lasts, however much it is used."""
MOST = 1000
"""How many there are at most; the oldest gives way to a new one."""
MOST_OF_ONE = 20
"""How many somebody has at most: who logs in again and again ends sessions of their own, and of nobody else."""
_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class _Session:
    authorization: str = field(repr=False)
    whose: Hashable
    ends: float


@dataclass(slots=True, kw_only=True)
class Sessions:
    """The sessions of one server; `now` counts seconds, and never goes back."""

    now: Callable[[], float] = time.monotonic
    most: int = MOST
    most_of_one: int = MOST_OF_ONE
    _kept: dict[str, _Session] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def begin(self, authorization: str, *, whose: Hashable) -> str:
        """A new session for what was proven, and for whom; returns what the cookie holds."""
        cookie = secrets.token_urlsafe(_BYTES)
        with self._lock:
            self._forget_ended()
            own = [name for name, session in self._kept.items() if session.whose == whose]
            if len(own) >= self.most_of_one:
                del self._kept[own[0]]
            elif len(self._kept) >= self.most:
                del self._kept[next(iter(self._kept))]
            self._kept[_named(cookie)] = _Session(authorization=authorization, whose=whose, ends=self.now() + SECONDS)
        return cookie

    def authorization(self, cookie: str) -> str:
        """What the session of a cookie was begun with; empty where there is none, or none any more."""
        with self._lock:
            self._forget_ended()
            session = self._kept.get(_named(cookie))
        return session.authorization if session else ""

    def end(self, cookie: str) -> None:
        """End a session; one that is over already is none."""
        with self._lock:
            self._kept.pop(_named(cookie), None)

    def _forget_ended(self) -> None:
        now = self.now()
        for name in [name for name, session in self._kept.items() if session.ends <= now]:
            del self._kept[name]


def _named(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
