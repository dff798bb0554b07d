"""`lifecycle-event/v1`: one event of a candidate, canonical, named by its digest and by the event before it."""

from dataclasses import dataclass
from functools import lru_cache

from checker.domain.approval import ApprovalVoided, Approved, Rejected, Revised
from checker.domain.candidate import ArtifactsImported, Happening, LifecycleEvent, ManifestBuilt, Registered
from checker.domain.digest import digest_of
from checker.domain.identity import Identity
from checker.domain.permit import ChannelConfirmed, GlassBroken, PermitIssued, Revoked
from checker.domain.run import RunCancelled, RunEnded, RunRequested, RunResumed, RunStarted, RunWaiting, StageEnded
from checker.domain.waiver_event import WaiverApproved, WaiverEnded, WaiverRequested
from checker.errors import InputRefusedError, Place
from checker.formats.chained_document import ChainForm, ChainFrame, chained_bytes, read_chained, typed_part

SCHEMA = "clean-release/lifecycle-event/v1"
SCHEMA_NAME = "lifecycle_event_v1"
_PARTS: dict[str, type[Happening]] = {
    "registered": Registered,
    "artifacts": ArtifactsImported,
    "manifest": ManifestBuilt,
    "requested": RunRequested,
    "begun": RunStarted,
    "stage": StageEnded,
    "waiting": RunWaiting,
    "resumed": RunResumed,
    "cancelled": RunCancelled,
    "ended": RunEnded,
    "approved": Approved,
    "rejected": Rejected,
    "revised": Revised,
    "voided": ApprovalVoided,
    "permitted": PermitIssued,
    "broken": GlassBroken,
    "confirmed": ChannelConfirmed,
    "revoked": Revoked,
    "waiver_requested": WaiverRequested,
    "waiver_approved": WaiverApproved,
    "waiver_ended": WaiverEnded,
}
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 4096, 8192
"""How many events a process remembers having read, and how many bytes the longest of them has."""
_FORM = ChainForm(schema=SCHEMA, schema_name=SCHEMA_NAME, article="an event", parts=_PARTS, left_out=("request",))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFrame(ChainFrame):
    """What goes around what happened: of which candidate, and who acted.

    `request` is the digest of the request that asked for it with a key of its own, empty for all others.
    """

    candidate: str
    actor: str
    identity: Identity
    request: str = ""


def event_bytes(frame: EventFrame, happened: Happening) -> bytes:
    """The canonical bytes of an event that its own reader accepts.

    Raises:
        InputRefusedError: the reader would refuse it: a name or a version of another form.
    """
    data = chained_bytes(frame, happened, form=_FORM)
    parse_event(data, source=f"the new event of {frame.candidate or frame.project}")
    return data


def parse_event(data: bytes, *, source: str) -> tuple[LifecycleEvent, EventFrame]:
    """An event and what goes around it.

    What bytes say never changes, and a chain is followed again for each event that is added to it, so what was accepted
    is remembered by its very bytes; what is refused is read again. Whether they are the bytes that the store should
    have, and what they follow, is not asked here.

    Raises:
        InputRefusedError: malformed, against its schema, a time that does not exist, or another part than it names.
    """
    return (_remembered if len(data) <= _LONGEST_REMEMBERED else _read)(data, source)


def _read(data: bytes, source: str) -> tuple[LifecycleEvent, EventFrame]:
    document = read_chained(data, form=_FORM, source=source)
    frame = typed_part(EventFrame, {"request": "", **document})
    _refuse_contradicting(frame.identity, source=source)
    kind = document["kind"]
    event = LifecycleEvent(
        number=frame.number,
        candidate=frame.candidate,
        at=frame.at,
        actor=frame.actor,
        identity=frame.identity,
        happened=typed_part(_PARTS[kind], document[kind]),
        digest=digest_of(data),
        request=frame.request,
    )
    return event, frame


_remembered = lru_cache(maxsize=_MOST_REMEMBERED)(_read)


def _refuse_contradicting(identity: Identity, *, source: str) -> None:
    """Refuse an assertion that names who vouches for it, and a proof that does not."""
    named = bool(identity.issuer and identity.subject)
    if identity.is_proven != named or bool(identity.issuer) != bool(identity.subject):
        raise InputRefusedError(
            f"an identity of the method {identity.method} has the issuer {identity.issuer!a} and the subject "
            f"{identity.subject!a}, expected both exactly where it is proven",
            where=Place(source=source),
        )
