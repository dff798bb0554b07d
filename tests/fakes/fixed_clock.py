"""A clock that stands still until it is moved."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 2, 26, 12, 0, 0, 123456, tzinfo=UTC)


@dataclass(slots=True)
class FixedClock:
    """Always the same moment; `advance` moves it on."""

    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
