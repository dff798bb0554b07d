"""The system's clock: the one place that asks the operating system what time it is."""

from datetime import UTC, datetime


class SystemClock:
    """The present moment as the operating system tells it, in UTC."""

    def now(self) -> datetime:
        """The present moment, with a time zone."""
        return datetime.now(tz=UTC)
