"""The port for counting what callers do, across restarts of the server."""

from datetime import datetime
from typing import Protocol

from checker.domain.call_limit import CallLimit, Counted


class CallTally(Protocol):
    """How often something happened lately, for whom."""

    def oldest_of_full(self, counted: Counted, name: str, *, limit: CallLimit, now: datetime) -> datetime | None:
        """The oldest of the last `limit.most`, where all of them count at `now`; None where there is room."""
        ...

    def count(self, counted: Counted, name: str, *, limit: CallLimit, now: datetime) -> datetime | None:
        """Count one more, unless the limit is reached; the answer is that of `oldest_of_full` before.

        Of two that come at once where there is room for one, one is counted.
        """
        ...
