"""Workers that end when and how the test says."""

from dataclasses import dataclass, field

KILLED, STOPPED = -9, 130


@dataclass(slots=True)
class ToldWorker:
    """Lives until `code` is set; a stubborn one does not stop when asked."""

    place: str
    code: int | None = None
    is_stubborn: bool = False

    def ended(self) -> int | None:
        """See `ports.workers.Worker`."""
        return self.code

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
