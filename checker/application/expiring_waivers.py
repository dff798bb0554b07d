"""Expiring waivers: which of those that count somebody has to look at, because they are about to end."""

from collections.abc import Iterable
from dataclasses import dataclass

from checker.domain.moment import parse_moment
from checker.domain.waiver import ConsideredWaiver
from checker.domain.waiver_history import KnownWaiver

SOON_DAYS = 14
"""Within how many days an end is soon."""
_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverStanding:
    """A waiver of a store: whether it counts now, whole days until it ends, and whether that is soon."""

    known: KnownWaiver
    seen: ConsideredWaiver
    why_not: str
    days: int

    @property
    def ends_soon(self) -> bool:  # noqa: V106 - a template reads it
        """Whether it counts, and will not in two weeks."""
        return not self.why_not and self.days < SOON_DAYS


def why_not(known: KnownWaiver, seen: ConsideredWaiver) -> str:
    """Why a waiver does not count now; empty where it does."""
    return f"it was ended: {known.ended}" if known.ended else seen.why


def standing_of(found: Iterable[tuple[KnownWaiver, ConsideredWaiver]], *, now: str) -> tuple[WaiverStanding, ...]:
    """Every waiver as it stands at a moment (RFC 3339, `Z`): those that count first, the next to end before others."""
    standing = (
        WaiverStanding(
            known=known,
            seen=seen,
            why_not=why_not(known, seen),
            days=int((parse_moment(seen.waiver.expires_at) - parse_moment(now)).total_seconds() // _DAY),
        )
        for known, seen in found
    )
    return tuple(sorted(standing, key=lambda one: (bool(one.why_not), one.seen.waiver.expires_at, one.known.name)))
