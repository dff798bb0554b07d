"""Keep workers going: so many at once while tasks wait, none for longer than it may, and none that dies over and over.

A worker that dies, is too slow, or ends without having moved the task that waited longest, delays the next one at its
place, each time twice as long. Other places go on meanwhile.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from checker.application.work_tasks import Waiting
from checker.errors import CleanReleaseError
from checker.ports.progress import Progress
from checker.ports.workers import Worker, Workers

FIRST_PAUSE = 1.0
"""Seconds before a worker is started at a place where one just died."""
LONGEST_PAUSE = 60.0
SECONDS_BETWEEN_LOOKS = 5.0
"""How often a place is looked at that nobody spoke of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where tasks may wait: the name that workers know it by, and how to look."""

    name: str
    waiting: Callable[[], Waiting]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolLimits:
    """How many workers there may be at once, and for how many seconds each."""

    most: int = 2
    seconds: float = 3600.0


@dataclass(slots=True)
class _At:
    """A place with what is known of it; moments are seconds of the caller's clock."""

    place: Place
    failures: int = 0
    not_before: float = 0.0
    look_at: float = 0.0


@dataclass(slots=True)
class _Going:
    at: _At
    worker: Worker
    since: float
    oldest: int


@dataclass(slots=True, kw_only=True)
class WorkerPool:
    """The workers of all places; whoever has one calls `tend` again and again, from one thread."""

    places: Sequence[Place]
    workers: Workers
    limits: PoolLimits
    progress: Progress
    _at: list[_At] = field(init=False)
    _going: list[_Going] = field(init=False, default_factory=list)
    _is_stopping: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Begin with nobody working."""
        self._at = [_At(place) for place in self.places]

    @property
    def going(self) -> int:
        """How many workers there are."""
        return len(self._going)

    def hurry(self) -> None:
        """Look at every place the next time: somebody queued something."""
        for at in self._at:
            at.look_at = 0.0

    def tend(self, now: float) -> None:
        """Take note of who ended, end who is too slow, and start whom there is work for."""
        self.reap(now)
        for going in self._going:
            if now - going.since > self.limits.seconds:
                going.worker.kill()
        for at in tuple(self._at):
            if self.going < self.limits.most and max(at.not_before, at.look_at) <= now:
                self._look(at, now)

    def reap(self, now: float) -> None:
        """Take note of who ended."""
        for going in tuple(self._going):
            code = going.worker.ended()
            if code is not None:
                self._going.remove(going)
                if not self._is_stopping:
                    self._note(going, code, now)

    def ask_to_stop(self) -> None:
        """Tell every worker to let go of what it works at; how one ends says nothing any more."""
        self._is_stopping = True
        for going in self._going:
            going.worker.ask_to_stop()

    def kill(self) -> None:
        """End every worker now."""
        for going in self._going:
            going.worker.kill()

    def _look(self, at: _At, now: float) -> None:
        """Start as many as there are tasks for here, and look elsewhere first the next time."""
        at.look_at = now + SECONDS_BETWEEN_LOOKS
        try:
            waiting = at.place.waiting()
            while waiting.tasks and self._may_start(at, waiting):
                worker = self.workers.start(at.place.name)
                self._going.append(_Going(at=at, worker=worker, since=now, oldest=waiting.oldest))
        except CleanReleaseError as error:
            self.progress.say(f"no worker for {at.place.name}: {error}")
            self._pause(at, now)
            return
        if waiting.tasks:
            self._at.remove(at)
            self._at.append(at)

    def _may_start(self, at: _At, waiting: Waiting) -> bool:
        here = sum(going.at is at for going in self._going)
        return self.going < self.limits.most and here < waiting.tasks + waiting.held

    def _note(self, going: _Going, code: int, now: float) -> None:
        """Learn from how a worker ended; one that did what there was to do leaves nothing to learn."""
        at = going.at
        at.look_at = now
        if code:
            self.progress.say(f"a worker for {at.place.name} ended with {code}")
            self._pause(at, now)
        elif self._has_moved(going):
            at.failures = 0
        else:
            self._pause(at, now)

    def _has_moved(self, going: _Going) -> bool:
        try:
            waiting = going.at.place.waiting()
        except CleanReleaseError:
            return False
        return not waiting.tasks or waiting.oldest != going.oldest

    @staticmethod
    def _pause(at: _At, now: float) -> None:
        at.not_before = now + min(FIRST_PAUSE * 2**at.failures, LONGEST_PAUSE)
        at.failures = min(at.failures + 1, 16)
