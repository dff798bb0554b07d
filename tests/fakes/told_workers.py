"""Workers that end when and how the test says."""

from dataclasses import dataclass, field

KILLED, STOPPED = -9, 130


@dataclass(slots=True)
class ToldWorker:
    """Lives until `code` is set, rests when it is told to; a stubborn one does not stop when asked."""

    place: str
    code: int | None = None
    is_stubborn: bool = False
    rests: bool = False
    wakes: int = 0

    def ended(self) -> int | None:
        """See `ports.workers.Worker`."""
        return self.code

    def is_resting(self) -> bool:
        """See `ports.workers.Worker`."""
        return self.rests

    def wake(self) -> None:
        """See `ports.workers.Worker`."""
        self.rests = False
        self.wakes += 1

    def ask_to_stop(self) -> None:
        """See `ports.workers.Worker`."""
        if self.code is None and not self.is_stubborn:
            self.code = STOPPED

    def kill(self) -> None:
        """See `ports.workers.Worker`."""
        if self.code is None:
            self.code = KILLED


@dataclass(slots=True)
class ToldWorkers:
    """Starts them, or raises what it was told to."""

    started: list[ToldWorker] = field(default_factory=list)
    refusal: Exception | None = None

    def start(self, place: str) -> ToldWorker:
        """See `ports.workers.Workers`."""
        if self.refusal:
            raise self.refusal
        self.started.append(ToldWorker(place))
        return self.started[-1]
