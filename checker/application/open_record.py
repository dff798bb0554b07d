"""Open the record of a release, and add to it: nothing is ever added to what was not read."""

from dataclasses import dataclass, replace

from checker.application.follow_chain import follow_chain, is_of
from checker.application.mask_content import mask_content
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.project import Project
from checker.domain.release_record import Content, DrillStep, Entry, ReleaseRecord, Started
from checker.errors import NotFoundError
from checker.formats.release_entry_v1 import EntryFrame, entry_bytes, parse_entry
from checker.ports.secret_forms import SecretForms
from checker.ports.store import Document, Store

START = "clean-release release evidence start --target TAG --base-tag TAG --mode dry-run|live"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedRecord:
    """The record of a release, and where the next entry goes: after `count` entries, the last with digest `newest`."""

    record: ReleaseRecord
    count: int = 0
    newest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """With what an entry is written: when (RFC 3339), at which commit, and what is masked in its words."""

    store: Store
    project: Project
    at: str
    commit: str
    secrets: SecretForms


def open_record(store: Store, *, project: Project, release: str = "") -> OpenedRecord:
    """The record of a release of this project; of the one that was started last where none is named.

    Raises:
        NotFoundError: there is no such release.
        StoreError: the entries do not follow each other.
    """
    opened = peek_record(store, project=project, release=release)
    if not opened.record.entries:
        seen = f"the release {release} was not started" if release else "no release was started"
        raise NotFoundError(f"{seen} in this folder", hint=START)
    return opened


def peek_record(store: Store, *, project: Project, release: str = "") -> OpenedRecord:
    """The same, but a record without entries where there is no such release.

    Raises:
        StoreError: the entries do not follow each other.
    """
    own: list[Entry] = []
    newest, number = "", 0
    chain = follow_chain(
        store,
        DocumentKind.RELEASE_ENTRY,
        read=lambda data, source: parse_entry(data, source=source),
        called="entry {number} of the release record",
        again="begin the record",
    )
    for entry, frame, newest in chain:  # noqa: B007 - where the next goes
        number = frame.number
        if is_of(project, frame):
            own.append(entry)
    started = [entry.release for entry in own if isinstance(entry.content, Started)]
    name = release or (started[-1] if started else "")
    record = ReleaseRecord(
        release=name,
        entries=tuple(entry for entry in own if entry.release == name),
        drills=tuple(entry for entry in own if isinstance(entry.content, DrillStep)),
    )
    return OpenedRecord(record=record, count=number, newest=newest)


def add_entry(opened: OpenedRecord, content: Content, *, by: Writing) -> OpenedRecord:
    """The record with one more entry, which is durable when this returns.

    Raises:
        InputRefusedError: a text of the entry is too long or of another form than it must have.
        StoreError: something else wrote meanwhile; nothing was added.
    """
    frame = EntryFrame(
        namespace=by.store.namespace,
        project=by.project.name,
        repository=by.project.address,
        release=opened.record.release,
        number=opened.count + 1,
        previous=opened.newest,
        at=by.at,
        commit=by.commit,
    )
    data = entry_bytes(frame, mask_content(content, by.secrets))
    digest = digest_of(data)
    by.store.add_document(
        document=Document(kind=DocumentKind.RELEASE_ENTRY, digest=digest, data=data), after=opened.count
    )
    entry, _ = parse_entry(data, source="the new entry")
    record = opened.record
    drills = (*record.drills, entry) if isinstance(content, DrillStep) else record.drills
    return OpenedRecord(
        record=replace(record, entries=(*record.entries, entry), drills=drills), count=frame.number, newest=digest
    )
