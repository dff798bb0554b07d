"""Reads that were made before: what was answered, for as long as nothing that it was made from has changed.

Whoever asks brings the version of what is read. An answer counts only for the very version it was made from, for the
very scope it was made in, and for a moment, because some of what is told depends on the time.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

AnyAnswer = TypeVar("AnyAnswer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is read: `scope` is everything that decides what may be seen, `name` what is asked for in it."""

    scope: Hashable
    name: Hashable


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """How much is kept, in bytes altogether and of one answer, and for how many seconds."""

    bytes: int = 32 * 1024 * 1024
    largest: int = 1024 * 1024
    seconds: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept(Generic[AnyAnswer]):
    answer: AnyAnswer
    version: Hashable
    until: float
    size: int


class CachedReads(Generic[AnyAnswer]):
    """Answers by what was wanted; the one that was not asked for the longest goes first. Moments are seconds."""

    def __init__(self, limits: ReadLimits) -> None:
        self._limits = limits
        self._kept: OrderedDict[Wanted, _Kept[AnyAnswer]] = OrderedDict()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """How much is kept."""
        return self._bytes

    def find(self, wanted: Wanted, *, version: Hashable | None, now: float) -> AnyAnswer | None:
        """What was answered at this version, a moment ago."""
        kept = self._kept.get(wanted)
        if kept is None:
            return None
        if version is None or kept.version != version or not now < kept.until:
            self._drop(wanted)
            return None
        self._kept.move_to_end(wanted)
        return kept.answer

    def is_fading(self, wanted: Wanted, *, now: float) -> bool:
        """Whether a kept answer has less than half of its time left: one who asks reads it anew, before all have to."""
        kept = self._kept.get(wanted)
        return kept is not None and kept.until - now < self._limits.seconds / 2

    def keep(self, wanted: Wanted, answer: AnyAnswer, *, version: Hashable | None, now: float, size: int) -> None:
        """Keep an answer of so many bytes that was read after this version was asked for; what is large is not kept."""
        self._drop(wanted)
        if version is None or size > self._limits.largest:
            return
        until = now + self._limits.seconds
        self._kept[wanted] = _Kept(answer=answer, version=version, until=until, size=size)
        self._bytes += size
        while self._bytes > self._limits.bytes:
            self._drop(next(iter(self._kept)))

    def _drop(self, wanted: Wanted) -> None:
        kept = self._kept.pop(wanted, None)
        self._bytes -= kept.size if kept else 0
