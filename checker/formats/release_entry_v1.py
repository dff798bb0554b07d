"""`release-entry/v1`: one entry of a release record, canonical, named by its digest and by the entry before it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.domain.digest import Digest, digest_of
from checker.domain.release_record import (
    BlockerClosed,
    BlockerFiled,
    Content,
    DrillStep,
    Entry,
    EvidenceAdded,
    Resumed,
    Smoked,
    Started,
    StepEnded,
)
from checker.formats.canonical import canonical_bytes
from checker.formats.chained_document import ChainForm, ChainFrame, chained_bytes, read_chained, typed_part

if TYPE_CHECKING:
    from checker.domain.json_value import Json

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
_FORM = ChainForm(schema=SCHEMA, schema_name=SCHEMA_NAME, article="an entry", parts=_PARTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFrame(ChainFrame):
    """What goes around the content of an entry: of which release, and at which commit it was made."""

    release: str
    commit: str


def entry_bytes(frame: EntryFrame, content: Content) -> bytes:
    """The canonical bytes of an entry that its own reader accepts.

    Raises:
        InputRefusedError: the reader would refuse it: a text that is too long, a name of another form.
    """
    data = chained_bytes(frame, content, form=_FORM)
    parse_entry(data, source=f"the new entry {frame.number}")
    return data


def parse_entry(data: bytes, *, source: str) -> tuple[Entry, EntryFrame]:
    """An entry and what goes around it.

    Raises:
        InputRefusedError: malformed, against its schema, a time that does not exist, or another part than it names.
    """
    document = read_chained(data, form=_FORM, source=source)
    frame = typed_part(EntryFrame, document)
    kind = document["kind"]
    entry = Entry(
        number=frame.number,
        release=frame.release,
        at=frame.at,
        commit=frame.commit,
        content=typed_part(_PARTS[kind], document[kind]),
        digest=digest_of(data),
    )
    return entry, frame


def digest_of_files(files: list[tuple[str, Digest]]) -> Digest:
    """The digest of files by path and digest, in whatever order they come."""
    listed: list[Json] = [{"path": path, "digest": digest} for path, digest in sorted(files)]
    return digest_of(canonical_bytes(listed))
