"""`release-entry/v1`: one entry of a release record, canonical, named by its digest and by the entry before it."""

from dataclasses import dataclass, fields
from typing import Any, cast

from checker.domain.digest import Digest, digest_of
from checker.domain.json_value import Json
from checker.domain.limits import HAND_WRITTEN
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace
from checker.domain.release_record import (
    BlockerClosed,
    BlockerFiled,
    Content,
    DrillStep,
    Entry,
    EvidenceAdded,
    EvidenceKind,
    Mode,
    Resumed,
    SeenFact,
    Smoked,
    SmokeOutcome,
    Started,
    Step,
    StepEnded,
    StepOutcome,
)
from checker.errors import InputRefusedError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.published import document_schema
from checker.formats.strict_json import read_json

SCHEMA = "clean-release/release-entry/v1"
SCHEMA_NAME = "release_entry_v1"
_PARTS: dict[str, type[Content]] = {
    "started": Started,
    "resumed": Resumed,
    "step": StepEnded,
    "evidence": EvidenceAdded,
    "blocker": BlockerFiled,
    "closing": BlockerClosed,
    "smoke": Smoked,
    "drill": DrillStep,
}
_KINDS = {kind: name for name, kind in _PARTS.items()}
_WORDS: dict[tuple[type[Content], str], type[Mode | Step | StepOutcome | EvidenceKind | SmokeOutcome]] = {
    (Started, "mode"): Mode,
    (StepEnded, "step"): Step,
    (StepEnded, "outcome"): StepOutcome,
    (EvidenceAdded, "kind"): EvidenceKind,
    (Smoked, "outcome"): SmokeOutcome,
    (DrillStep, "outcome"): StepOutcome,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFrame:
    """What goes around the content of an entry; `previous` is empty for the first of a store."""

    namespace: Namespace
    project: str
    repository: str
    release: str
    number: int
    previous: str
    at: str
    commit: str


def entry_bytes(frame: EntryFrame, content: Content) -> bytes:
    """The canonical bytes of an entry that its own reader accepts.

    Raises:
        InputRefusedError: the reader would refuse it: a text that is too long, a name of another form.
    """
    kind = _KINDS[type(content)]
    document: dict[str, Json] = {
        "schema": SCHEMA,
        **{field.name: getattr(frame, field.name) for field in fields(frame)},
        "namespace": str(frame.namespace),
        "kind": kind,
        kind: _written(content),
    }
    data = canonical_bytes(document)
    parse_entry(data, source=f"the new entry {frame.number}")
    return data


def parse_entry(data: bytes, *, source: str) -> tuple[Entry, EntryFrame]:
    """An entry and what goes around it.

    Raises:
        InputRefusedError: malformed, against its schema, a time that does not exist, or another part than it names.
    """
    document = cast("dict[str, Any]", read_json(data, source=source, limits=HAND_WRITTEN))
    document_schema(SCHEMA_NAME).refuse_unless_valid(document, source=source, data=data)
    kind = document["kind"]
    if parts := sorted(_PARTS.keys() & document.keys() ^ {kind}):
        raise InputRefusedError(
            f"an entry of the kind {kind} has or lacks the part {parts[0]}, expected exactly {kind}",
            where=Place(source=source),
        )
    parse_moment(document["at"])
    frame = EntryFrame(
        **{
            **{field.name: document[field.name] for field in fields(EntryFrame)},
            "namespace": Namespace(document["namespace"]),
        }
    )
    entry = Entry(
        number=frame.number,
        release=frame.release,
        at=frame.at,
        commit=frame.commit,
        content=_read(_PARTS[kind], document[kind]),
        digest=digest_of(data),
    )
    return entry, frame


def _written(content: Content) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for field in fields(content):
        value = getattr(content, field.name)
        found[field.name] = [_item(one) for one in value] if isinstance(value, tuple) else value
    return found


def _item(value: str | SeenFact) -> Json:
    return {"name": value.name, "value": value.value} if isinstance(value, SeenFact) else value


def _read(kind: type[Content], part: dict[str, Any]) -> Content:
    """The part with its words, lists and facts in the form of the domain; its schema was checked."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in part.items()}
    for (owner, name), words in _WORDS.items():
        if owner is kind:
            values[name] = words(values[name])
    if kind is Resumed:
        values["facts"] = tuple(SeenFact(**one) for one in values["facts"])
    return kind(**values)


def digest_of_files(files: list[tuple[str, Digest]]) -> Digest:
    """The digest of files by path and digest, in whatever order they come."""
    listed: list[Json] = [{"path": path, "digest": digest} for path, digest in sorted(files)]
    return digest_of(canonical_bytes(listed))
