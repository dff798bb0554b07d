"""Permits: what lets a publish job upload exactly these bytes to exactly this target, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from checker.domain.digest import Digest
from checker.domain.release import Action

LONGEST_PERMIT_SECONDS = 3600
LONGEST_BROKEN_SECONDS = 24 * 3600
SHORTEST_REASON = 20
"""Characters of a reason to break the glass; a word is no reason."""


class PermitKind(StrEnum):
    """Why a permit was issued: because everything held, or although it did not."""

    PERMIT = "permit"
    BREAK_GLASS = "break-glass"


class Publication(StrEnum):
    """What a registry shows of the files of a release."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitIssued:
    """A permit was issued for a channel: its digest, the report it was judged by again, and until when it holds."""

    permit: Digest
    channel: str
    report: Digest
    expires: str

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.PUBLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class GlassBroken:
    """Somebody asked to publish whatever the verdict is; `permit` is the digest of what is to be signed by two."""

    permit: Digest
    channel: str
    reason: str
    expires: str

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.BREAK_GLASS


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelConfirmed:
    """What the registry of a channel shows; `allowed` says why what is partial is accepted (empty: it is not).

    `released` is whether with this every channel is done.
    """

    channel: str
    outcome: Publication
    allowed: str
    released: bool

    @property
    def is_done(self) -> bool:
        """Whether nothing more is to be uploaded there."""
        return self.outcome is Publication.COMPLETE or (self.outcome is Publication.PARTIAL and bool(self.allowed))

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.CONFIRM if self.released else Action.CONFIRM_IN_PART


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """It is not to be used any more: `statement` is the digest of what was signed to say so."""

    statement: Digest
    reason: str

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.REVOKE


PermitHappening: TypeAlias = PermitIssued | GlassBroken | ChannelConfirmed | Revoked
