"""The throttle: no request starts before its time, however many threads ask.

A bucket lets a single repository through at once and slows a fleet down; a hold, set by one rate-limited reply, stops
everybody.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from checker.ports.clock import Clock
from checker.ports.sleeper import Sleeper

_SLICE = 1.0
"""Seconds slept at once, so that whoever interrupts does not wait for the end of an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How many requests start at once, and how many per second after that; 0 per second is no limit."""

    burst: int = 60
    per_second: float = 4.0


class Throttle:
    """Shared by all threads of one client."""

    def __init__(self, *, pace: Pace, clock: Clock, sleeper: Sleeper) -> None:
        self._pace, self._clock, self._sleeper = pace, clock, sleeper
        self._lock = threading.Lock()
        self._begin = clock.now()
        self._tokens = float(pace.burst)
        self._filled = self._begin
        self._held_until = self._begin
        self._given_up_until: dict[str, datetime] = {}
        self._closed = False

    def enter(self) -> None:
        """Return when a request may start."""
        while (seconds := self._reserved()) > 0 and not self._closed:
            self.sleep(seconds)

    def sleep(self, seconds: float) -> None:
        """Let time pass, in slices, until it is over or the throttle is closed."""
        while seconds > 0 and not self._closed:
            self._sleeper.sleep(min(seconds, _SLICE))
            seconds -= _SLICE

    def hold(self, seconds: float) -> None:
        """Let nobody start for so long."""
        with self._lock:
            self._held_until = max(self._held_until, self._clock.now() + timedelta(seconds=seconds))

    def give_up(self, until: datetime, *, of: str) -> None:
        """Let nobody ask at all before a moment that is too far away to wait for; `of` is what has the limit."""
        with self._lock:
            self._given_up_until[of] = max(self._given_up_until.get(of, self._begin), until)

    def given_up_until(self, of: str) -> datetime | None:
        """The moment before which asking is in vain, if there is one."""
        until = self._given_up_until.get(of, self._begin)
        return until if until > self._clock.now() else None

    @property
    def is_closed(self) -> bool:
        """Whether nobody waits any more, and nothing more is to be asked."""
        return self._closed

    def close(self) -> None:
        """Wake everybody who sleeps."""
        self._closed = True

    def _reserved(self) -> float:
        """Take a token, or say how long to wait for one."""
        with self._lock:
            now = self._clock.now()
            if now < self._held_until:
                return (self._held_until - now).total_seconds()
            if not self._pace.per_second:
                return 0.0
            passed = (now - self._filled).total_seconds()
            self._tokens = min(float(self._pace.burst), self._tokens + passed * self._pace.per_second)
            self._filled = now
            if self._tokens < 1:
                return (1 - self._tokens) / self._pace.per_second
            self._tokens -= 1
            return 0.0
