"""`lifecycle-event/v1`: one event of a candidate, canonical, named by its digest and by the event before it."""

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_type_hints

from checker.domain.approval import ApprovalVoided, Approved, Rejected, Revised
from checker.domain.candidate import ArtifactsImported, Happening, LifecycleEvent, ManifestBuilt, Registered
from checker.domain.digest import digest_of
from checker.domain.identity import Identity
from checker.domain.limits import HAND_WRITTEN
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace
from checker.domain.permit import ChannelConfirmed, GlassBroken, PermitIssued, Revoked
from checker.domain.run import RunCancelled, RunEnded, RunRequested, RunResumed, RunStarted, RunWaiting, StageEnded
from checker.domain.waiver_event import WaiverApproved, WaiverEnded, WaiverRequested
from checker.errors import InputRefusedError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.published import document_schema
from checker.formats.strict_json import read_json

if TYPE_CHECKING:
    from checker.domain.json_value import Json

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
AnyPart = TypeVar("AnyPart", bound=Happening | Identity)
_KINDS = {kind: name for name, kind in _PARTS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFrame:
    """What goes around what happened; `previous` is empty for the first event of a store."""

    namespace: Namespace
    project: str
    repository: str
    candidate: str
    number: int
    previous: str
    at: str
    actor: str
    identity: Identity


def event_bytes(frame: EventFrame, happened: Happening) -> bytes:
    """The canonical bytes of an event that its own reader accepts.

    Raises:
        InputRefusedError: the reader would refuse it: a name or a version of another form.
    """
    kind = _KINDS[type(happened)]
    document: dict[str, Json] = {
        "schema": SCHEMA,
        **{field.name: getattr(frame, field.name) for field in fields(frame)},
        "namespace": str(frame.namespace),
        "identity": asdict(frame.identity),
        "kind": kind,
        kind: asdict(happened),
    }
    data = canonical_bytes(document)
    parse_event(data, source=f"the new event of {frame.candidate or frame.project}")
    return data


def parse_event(data: bytes, *, source: str) -> tuple[LifecycleEvent, EventFrame]:
    """An event and what goes around it.

    Raises:
        InputRefusedError: malformed, against its schema, a time that does not exist, or another part than it names.
    """
    document = cast("dict[str, Any]", read_json(data, source=source, limits=HAND_WRITTEN))
    document_schema(SCHEMA_NAME).refuse_unless_valid(document, source=source, data=data)
    kind = document["kind"]
    if parts := sorted(_PARTS.keys() & document.keys() ^ {kind}):
        raise InputRefusedError(
            f"an event of the kind {kind} has or lacks the part {parts[0]}, expected exactly {kind}",
            where=Place(source=source),
        )
    parse_moment(document["at"])
    named = {field.name: document[field.name] for field in fields(EventFrame)}
    words = {"namespace": Namespace(document["namespace"]), "identity": _part(Identity, document["identity"])}
    frame = EventFrame(**{**named, **words})
    _refuse_contradicting(frame.identity, source=source)
    event = LifecycleEvent(
        number=frame.number,
        candidate=frame.candidate,
        at=frame.at,
        actor=frame.actor,
        identity=frame.identity,
        happened=_part(_PARTS[kind], document[kind]),
        digest=digest_of(data),
    )
    return event, frame


def _part(kind: type[AnyPart], part: dict[str, Any]) -> AnyPart:
    """A part with its words and lists in the form of the domain; its schema was checked."""
    values: dict[str, Any] = {name: _value(hint, part[name]) for name, hint in get_type_hints(kind).items()}
    return kind(**values)


def _value(hint: object, value: Any) -> object:  # noqa: ANN401 - what the schema allows
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    return tuple(value) if isinstance(value, list) else value


def _refuse_contradicting(identity: Identity, *, source: str) -> None:
    """Refuse an assertion that names who vouches for it, and a proof that does not."""
    named = bool(identity.issuer and identity.subject)
    if identity.is_proven != named or bool(identity.issuer) != bool(identity.subject):
        raise InputRefusedError(
            f"an identity of the method {identity.method} has the issuer {identity.issuer!a} and the subject "
            f"{identity.subject!a}, expected both exactly where it is proven",
            where=Place(source=source),
        )
