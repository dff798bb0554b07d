"""What became of the channels of a candidate since its newest manifest: what let files out, and what was seen there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from checker.domain.digest import Digest
from checker.domain.permit import ChannelConfirmed, GlassBroken, PermitIssued, Publication
from checker.domain.release import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelHistory:
    """One channel: the newest permit for it, the newest one by breaking the glass, and what it showed last.

    `shown` is what was seen since the newest permit: what lay there before says nothing of what that permit let out.
    """

    permit: Digest | None = None
    glass: Digest | None = None
    shown: ChannelConfirmed | None = None

    @property
    def permitted(self) -> bool:
        """Whether a permit was issued for it."""
        return self.permit is not None

    @property
    def broken(self) -> bool:
        """Whether the glass was broken for it."""
        return self.glass is not None

    @property
    def let_out_by(self) -> Digest | None:
        """What says where its files went: the permit, or else the one that two persons signed."""
        return self.permit or self.glass

    @property
    def is_whole(self) -> bool:
        """Whether a permit was issued and every file was seen there since."""
        return self.permitted and self.shown is not None and self.shown.outcome is Publication.COMPLETE

    @property
    def is_done(self) -> bool:
        """Whether a permit was issued and nothing more is to be uploaded; breaking the glass never gets that far."""
        return self.permitted and self.shown is not None and self.shown.is_done


class _Acted(Protocol):
    """Whatever happened to a candidate."""

    @property
    def action(self) -> Action: ...


def channels_since_manifest(happened: Iterable[_Acted]) -> dict[str, ChannelHistory]:
    """Every channel that something was let out through since the newest manifest was built, in that order.

    Another manifest has other files: what was permitted and seen of the one before says nothing about them.
    """
    found: dict[str, ChannelHistory] = {}
    for one in happened:
        match one:
            case PermitIssued(channel=channel, permit=permit):
                found[channel] = ChannelHistory(permit=permit, glass=found.get(channel, ChannelHistory()).glass)
            case GlassBroken(channel=channel, permit=permit):
                found[channel] = replace(found.get(channel, ChannelHistory()), glass=permit)
            case ChannelConfirmed(channel=channel):
                found[channel] = replace(found.get(channel, ChannelHistory()), shown=one)
            case _ if one.action is Action.BUILD_MANIFEST:
                found.clear()
            case _:
                pass
    return found
