"""Limits of callers: how often something may happen in a time, and when it may happen again.

Whatever is counted is counted for somebody: an address, a token, a principal. A clock that jumps back keeps nobody out
for longer than the time of the limit.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Counted(StrEnum):
    """What is counted, and for whom."""

    FAILURE_OF_ADDRESS = "failure-of-address"
    FAILURE_OF_TOKEN = "failure-of-token"  # noqa: S105 - what is counted
    RUN = "run"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLimit:
    """At most so many in so many seconds."""

    most: int
    seconds: int

    def begins(self, now: datetime) -> datetime:
        """What happened up to this moment counts no longer."""
        return now - timedelta(seconds=self.seconds)

    def retry_after(self, oldest: datetime, *, now: datetime) -> int:
        """Seconds until the oldest of those that count is over, at least 1 and at most all of them."""
        left = self.seconds - (now - oldest).total_seconds()
        return min(max(math.ceil(left), 1), self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLimits:
    """The limits of a server: what a principal may ask for, and how often somebody may fail to be one."""

    requests: CallLimit = CallLimit(most=600, seconds=60)
    runs: CallLimit = CallLimit(most=60, seconds=3600)
    failures: CallLimit = CallLimit(most=10, seconds=300)
