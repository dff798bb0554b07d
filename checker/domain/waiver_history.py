"""What became of waivers, as the events say."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from checker.domain.candidate import LifecycleEvent
from checker.domain.digest import Digest
from checker.domain.waiver_event import WaiverApproved, WaiverEnded, WaiverRequested, waiver_name


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownWaiver:
    """A waiver of the store: what is signed, the newest envelope, and where it stands.

    `ended` is why it was ended before its time; empty where it was not.
    """

    number: int
    waiver: Digest
    document: Digest
    requested_by: str
    is_approved: bool = False
    ended: str = ""

    @property
    def name(self) -> str:
        """What it is called: `wvr-001`."""
        return waiver_name(self.number)

    @property
    def is_offered(self) -> bool:
        """Whether checks are given it: it is approved, and nobody ended it."""
        return self.is_approved and not self.ended


def waivers_of(events: Iterable[LifecycleEvent]) -> tuple[KnownWaiver, ...]:
    """Every waiver that these events (oldest first) speak of, in the order they were asked for.

    What an event says of a waiver that nobody asked for is nothing: it opens no gate.
    """
    found: dict[int, KnownWaiver] = {}
    for event in events:
        happened = event.happened
        if isinstance(happened, WaiverRequested):
            found[happened.number] = KnownWaiver(
                number=happened.number,
                waiver=happened.waiver,
                document=happened.document,
                requested_by=event.actor,
            )
        elif isinstance(happened, WaiverApproved | WaiverEnded) and (known := found.get(happened.number)):
            found[happened.number] = _after(known, happened)
    return tuple(found.values())


def _after(known: KnownWaiver, happened: WaiverApproved | WaiverEnded) -> KnownWaiver:
    if isinstance(happened, WaiverApproved):
        return replace(known, document=happened.document, is_approved=True)
    return replace(known, ended=happened.reason)
