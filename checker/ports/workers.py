"""Workers: processes of their own that work at the runs of one project, so that what a rule does, it does to them."""

from typing import Protocol


class Worker(Protocol):
    """One process; nothing it does reaches whoever started it but that it rests, and how it ended."""

    def ended(self) -> int | None:
        """The code it ended with, negative for a signal; None while it lives. What it started is gone when it is."""
        ...

    def is_resting(self) -> bool:
        """Whether it found nothing more to do since it was started or woken last, and waits to be woken."""
        ...

    def wake(self) -> None:
        """Tell it that there may be something to do; it does not rest from now on until it has looked."""
        ...

    def ask_to_stop(self) -> None:
        """Tell it to let go of what it works at, and end; it may take its time."""
        ...

    def kill(self) -> None:
        """End it now, with everything it started; whatever it held is found by its silence."""
        ...


class Workers(Protocol):
    """Starts workers."""

    def start(self, place: str) -> Worker:
        """A worker for the place of this name; it works at what there is, and then rests or ends.

        Raises:
            EngineFailureError: no process can be started.
        """
        ...
