"""The system's clock: the one place that asks the operating system what time it is, and lets time pass."""

import time
from datetime import UTC, datetime


class SystemClock:
    """The present moment as the operating system tells it, in UTC."""

    def now(self) -> datetime:
        """The present moment, with a time zone."""
        return datetime.now(tz=UTC)


class SystemSleeper:
    """Sleeps as the operating system does."""

    def sleep(self, seconds: float) -> None:
        """Return when the seconds have passed."""
        time.sleep(seconds)
