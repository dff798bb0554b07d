"""Keep workers going: so many at once while tasks wait, none for longer than it may, and none that dies over and over.

A worker that has nothing left to do rests, so that the next run finds one that is ready, and is let go after a while. A
worker that dies, is too slow, or rests or ends without having moved the task that waited longest, delays the next one
at its place, each time twice as long. Other places go on meanwhile.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from checker.application.work_tasks import Waiting
from checker.errors import CleanReleaseError
from checker.ports.progress import Progress
from checker.ports.workers import Worker, Workers

FIRST_PAUSE = 1.0
"""Seconds before a worker is started at a place where one just died."""
LONGEST_PAUSE = 60.0
SECONDS_BETWEEN_LOOKS = 5.0
"""How often a place is looked at that nobody spoke of."""


def nothing_expected() -> bool:
    """Nothing is."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where tasks may wait: the name that workers know it by, how to look, and whether any can be expected at all."""

    name: str
    waiting: Callable[[], Waiting]
    is_used: Callable[[], bool] = nothing_expected


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolLimits:
    """How many workers there may be at once, for how many seconds each works, and for how many one may rest (0: none).

    Where something can be expected, one stands by from the beginning, for as long as one may rest.
    """

    most: int = 2
    seconds: float = 3600.0
    rest: float = 0.0


@dataclass(slots=True)
class _At:
    """A place with what is known of it; moments are seconds of the caller's clock."""

    place: Place
    used: float = float("-inf")
    failures: int = 0
    not_before: float = 0.0
    look_at: float = 0.0


@dataclass(slots=True)
class _Going:
    """A worker with what is known of it: since when it works or rests; whether it was let go."""

    at: _At
    worker: Worker
    since: float
    oldest: int
    is_resting: bool = False
    is_let_go: bool = False


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

    @property
    def working(self) -> int:
        """How many of them do not rest."""
        return sum(not (going.is_resting or going.is_let_go) for going in self._going)

    def stand_by(self, now: float) -> None:
        """Have a worker ready wherever something can be expected, from now on for as long as one may rest."""
        for at in self._at:
            at.used = now

    def hurry(self, place: str, now: float) -> None:
        """Somebody queued something there: wake who rests there, and look the next time."""
        for at in self._at:
            if at.place.name == place:
                at.look_at = 0.0
                if at.not_before <= now and self.working < self.limits.most:
                    self._wake(at, now, oldest=0)

    def tend(self, now: float) -> None:
        """Take note of who ended or rests, end who is too slow, and start whom there is work for."""
        self.reap(now)
        for going in tuple(self._going):
            self._look_after(going, now)
        for at in tuple(self._at):
            if self.working < self.limits.most and max(at.not_before, at.look_at) <= now:
                self._look(at, now)
        for at in self._at:
            if self._needs_one_ready(at, now):
                self._trying(at, now, partial(self._start, at, now, oldest=0))

    def reap(self, now: float) -> None:
        """Take note of who ended."""
        for going in tuple(self._going):
            code = going.worker.ended()
            if code is not None:
                self._going.remove(going)
                if not (self._is_stopping or going.is_let_go):
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

    def _look_after(self, going: _Going, now: float) -> None:
        """Take note that it rests; let it go where it rests for too long, and end it where it works for too long."""
        if not going.is_resting and going.worker.is_resting():
            going.is_resting, going.since = True, now
            if not self._has_moved(going):
                self._pause(going.at, now)
                self._let_go(going)
        if going.is_resting and now - going.since > self.limits.rest:
            self._let_go(going)
        if not going.is_resting and now - going.since > self.limits.seconds:
            going.worker.kill()

    def _look(self, at: _At, now: float) -> None:
        """Wake or start as many as there are tasks for here, and look elsewhere first the next time."""
        at.look_at = now + SECONDS_BETWEEN_LOOKS
        if self._trying(at, now, partial(self._staffed, at, now)):
            self._at.remove(at)
            self._at.append(at)

    def _staffed(self, at: _At, now: float) -> bool:
        """Whether tasks wait here; as many work at them as may."""
        waiting = at.place.waiting()
        while waiting.tasks and self._may_start(at, waiting):
            if not self._wake(at, now, oldest=waiting.oldest):
                self._start(at, now, oldest=waiting.oldest)
        return waiting.tasks > 0

    def _trying(self, at: _At, now: float, do: Callable[[], bool]) -> bool:
        """Do it, or say why it cannot be done here, and wait a while."""
        try:
            return do()
        except CleanReleaseError as error:
            self.progress.say(f"no worker for {at.place.name}: {error}")
            self._pause(at, now)
            return False

    def _wake(self, at: _At, now: float, *, oldest: int) -> bool:
        """Whether somebody rested here; they look for themselves what there is to do."""
        for going in self._going:
            if going.at is at and going.is_resting and not going.is_let_go:
                going.is_resting, going.since, going.oldest = False, now, oldest
                at.used = now
                going.worker.wake()
                return True
        return False

    def _start(self, at: _At, now: float, *, oldest: int) -> bool:
        """Start one more; who has rested longest makes room for it."""
        staying = [going for going in self._going if not going.is_let_go]
        if len(staying) >= self.limits.most:
            self._let_go(min((going for going in staying if going.is_resting), key=lambda going: going.since))
        self._going.append(_Going(at=at, worker=self.workers.start(at.place.name), since=now, oldest=oldest))
        if oldest:
            at.used = now
        return True

    def _needs_one_ready(self, at: _At, now: float) -> bool:
        is_due = now - at.used < self.limits.rest and at.not_before <= now
        if not is_due or sum(not going.is_let_go for going in self._going) >= self.limits.most:
            return False
        return not any(going.at is at and not going.is_let_go for going in self._going) and at.place.is_used()

    def _may_start(self, at: _At, waiting: Waiting) -> bool:
        here = sum(going.at is at and not (going.is_resting or going.is_let_go) for going in self._going)
        return self.working < self.limits.most and here < waiting.tasks + waiting.held

    def _note(self, going: _Going, code: int, now: float) -> None:
        """Learn from how a worker ended; one that did what there was to do leaves nothing to learn."""
        if code:
            self.progress.say(f"a worker for {going.at.place.name} ended with {code}")
        if code or not (going.is_resting or self._has_moved(going)):
            self._pause(going.at, now)
        going.at.look_at = now

    def _has_moved(self, going: _Going) -> bool:
        """Whether what waited longest when it began does so no more; then nothing is held against its place."""
        at = going.at
        try:
            waiting = at.place.waiting()
        except CleanReleaseError:
            return False
        if waiting.tasks:
            at.look_at = 0.0
        if waiting.tasks and waiting.oldest == going.oldest:
            return False
        at.failures = 0
        return True

    @staticmethod
    def _let_go(going: _Going) -> None:
        """Tell it to end; how it does says nothing."""
        if not going.is_let_go:
            going.is_let_go = True
            going.worker.ask_to_stop()

    @staticmethod
    def _pause(at: _At, now: float) -> None:
        at.not_before = now + min(FIRST_PAUSE * 2**at.failures, LONGEST_PAUSE)
        at.failures = min(at.failures + 1, 16)
