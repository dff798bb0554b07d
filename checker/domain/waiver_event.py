"""What can happen to a waiver: it is asked for, approved, ended before its time."""

from dataclasses import dataclass
from typing import TypeAlias

from checker.domain.digest import Digest
from checker.domain.release import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverRequested:
    """A waiver was asked for; `number` counts them over the namespace, from 1.

    `waiver` is the digest of what is signed, `document` that of the envelope with the first signature.
    """

    number: int
    waiver: Digest
    document: Digest

    @property
    def action(self) -> Action:
        """What the trail calls it."""
        return Action.REQUEST_WAIVER


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverApproved:
    """Somebody else signed it too; `document` is the digest of the envelope with both signatures."""

    number: int
    document: Digest

    @property
    def action(self) -> Action:
        """What the trail calls it."""
        return Action.APPROVE_WAIVER


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverEnded:
    """It was ended before its time, for good."""

    number: int
    reason: str

    @property
    def action(self) -> Action:
        """What the trail calls it."""
        return Action.EXPIRE_WAIVER


WaiverHappening: TypeAlias = WaiverRequested | WaiverApproved | WaiverEnded


def waiver_name(number: int) -> str:
    """What a waiver is called: `wvr-001`."""
    return f"wvr-{number:03d}"
