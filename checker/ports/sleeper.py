"""The sleeper: lets time pass; only a driver's adapter may."""

from typing import Protocol


class Sleeper(Protocol):
    """Lets time pass."""

    def sleep(self, seconds: float) -> None:
        """Return when the seconds have passed."""
        ...
