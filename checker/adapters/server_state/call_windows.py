"""Windows of calls: how many of each name began in the present minute, in the memory of one process.

The durable counts of what fails or costs much are a store's work; that a principal called at all is counted for every
request, so it is cheap, and a restart forgets it.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime

from checker.domain.call_limit import CallLimit
from checker.errors import TooManyRequestsError


@dataclass(slots=True)
class _Window:
    began: datetime
    calls: int = 0


@dataclass(frozen=True, slots=True)
class CallWindows:
    """The calls of each name; names are those of principals, which only the server's user makes."""

    limit: CallLimit
    _windows: dict[str, _Window] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, name: str, *, now: datetime) -> None:
        """Count a call.

        Raises:
            TooManyRequestsError: there were as many as there may be.
        """
        with self._lock:
            window = self._windows.get(name)
            if window is None or not window.began <= now or window.began <= self.limit.begins(now):
                window = self._windows[name] = _Window(began=now)
            if window.calls >= self.limit.most:
                raise TooManyRequestsError(
                    f"{self.limit.most} requests in {self.limit.seconds} seconds is what {name} may ask for",
                    retry_after=self.limit.retry_after(window.began, now=now),
                )
            window.calls += 1
