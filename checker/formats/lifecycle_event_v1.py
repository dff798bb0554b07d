"""`lifecycle-event/v1`: one event of a candidate, canonical, named by its digest and by the event before it."""

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, cast

from checker.domain.candidate import ArtifactsImported, Happening, LifecycleEvent, ManifestBuilt, Registered
from checker.domain.digest import digest_of
from checker.domain.limits import HAND_WRITTEN
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace
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
}
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
    frame = EventFrame(**{**named, "namespace": Namespace(document["namespace"])})
    event = LifecycleEvent(
        number=frame.number,
        candidate=frame.candidate,
        at=frame.at,
        actor=frame.actor,
        happened=_PARTS[kind](**document[kind]),
        digest=digest_of(data),
    )
    return event, frame
