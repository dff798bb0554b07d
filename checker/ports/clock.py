"""The clock: where the present moment comes from; only a driver's adapter may know it."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The present moment."""

    def now(self) -> datetime:
        """The present moment, with a time zone."""
        ...
