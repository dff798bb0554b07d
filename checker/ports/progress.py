"""Progress: what a person who waits is told; nothing depends on it."""

from typing import Protocol


class Progress(Protocol):
    """Takes one line at a time."""

    def say(self, line: str) -> None:
        """Show it, or not."""
        ...
