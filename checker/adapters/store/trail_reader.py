"""Reads the trail and the rows it commits, entry by entry, so that damage is named by the first entry it touches."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from checker.adapters.sqlite_file import DAMAGE
from checker.adapters.store import rows
from checker.adapters.store.beside import LONG, checked_beside
from checker.adapters.store.plain_pages import end_of_page
from checker.domain.digest import Digest
from checker.domain.namespace import Namespace
from checker.domain.trail import TrailRow
from checker.errors import StoreError
from checker.formats.trail_v1 import BEFORE_THE_FIRST, START, Chain, KeptEntry, TrailEntry, follow
from checker.ports.store import TrailFinding, TrailHead

_INTEGRITY = "PRAGMA integrity_check"
_PAGE = 1000
"""How many entries are read at once."""

_LEAST, _MOST = -(2**63), 2**63 - 1
_Ranges: TypeAlias = Sequence[tuple[int, int]]
"""Numbers of rows, each from the first to the last."""

_TYPES = (int, str, str, str, str, str, str)
_HIGHEST = "SELECT coalesce(max(seq), 0) FROM trail"


def read_finding(
    connection: sqlite3.Connection,
    *,
    namespace: Namespace,
    checkpoint: TrailHead | None,
    path: Path | None = None,
    long: int = LONG,
) -> TrailFinding:
    """Follow the whole trail, look for rows that no entry commits, then for damage around the rows.

    Where the file is at `path` and others may read it, a trail of `long` entries or more is looked at by two processes.
    """
    known = (checkpoint.seq, checkpoint.hash) if checkpoint else (0, BEFORE_THE_FIRST)
    with checked_beside(path if path and _is_long(connection, long) else None) as is_sound:
        chain, unseen = _followed(connection, namespace, known)
        head = TrailHead(seq=chain.seq, hash=chain.hash)
        stray = _first_stray(connection, chain, unseen)
        if stray is not None:
            return TrailFinding(head=head, first_bad=stray[0], problem=stray[1])
        if chain.problem:
            return TrailFinding(head=head, first_bad=chain.seq + 1, problem=chain.problem)
        return TrailFinding(head=head, problem="" if is_sound(head.seq, head.hash) else _damage(connection))


def read_rows(connection: sqlite3.Connection, *, after: int, up_to: int) -> Iterator[TrailRow]:
    """The entries behind `after` with their rows as they are now.

    Raises:
        StoreError: one of them is missing or of another kind than any row.
    """
    for seq in range(after + 1, up_to + 1):
        found = connection.execute(rows.ENTRY_BY_SEQ, (seq,)).fetchone()
        known = rows.ROW_KINDS.get(found[2]) if found else None
        columns = connection.execute(known.by_seq, (seq,)).fetchone() if known else None
        if known is None or columns is None:
            raise StoreError(f"entry {seq} of the trail is gone", hint="clean-release trail verify names what is wrong")
        _, at, kind, name, row, prev, kept_hash = found
        parts = known.parts(tuple(columns))
        yield TrailRow(
            seq=seq,
            at=at,
            kind=kind,
            name=name,
            row=Digest(row),
            prev=Digest(prev),
            hash=Digest(kept_hash),
            parts={part: value for part, value in parts.items() if isinstance(value, (str, int))},
            blobs={part: columns[place] for part, place in known.blobs.items()},
        )


def _is_long(connection: sqlite3.Connection, long: int) -> bool:
    try:
        (highest,) = connection.execute(_HIGHEST).fetchone()
    except DAMAGE:
        return False
    return int(highest) >= long


def _followed(connection: sqlite3.Connection, namespace: Namespace, known: tuple[int, str]) -> tuple[Chain, _Ranges]:
    """The trail page by page up to its end or its first bad entry, and the numbers whose rows were not counted.

    The page of the entry that is known is looked at entry by entry.
    """
    unseen = [(_LEAST, 0)]
    try:
        (highest,) = connection.execute(_HIGHEST).fetchone()
    except DAMAGE as error:
        unreadable = KeptEntry(entry=None, unreadable=f"the trail cannot be read: {error}")
        return follow([unreadable]), [(_LEAST, _MOST)]
    chain = START
    while chain.seq < int(highest) and not chain.problem:
        first, last = chain.seq + 1, min(chain.seq + _PAGE, int(highest))
        is_known = first <= known[0] <= last
        passed = None if is_known else _plain(connection, namespace, chain, last)
        if passed is None:
            unseen.append((first, last))
        checkpoint = known if is_known else (0, BEFORE_THE_FIRST)
        chain = passed or follow(_named(connection, namespace, first, last), after=chain, checkpoint=checkpoint)
    unseen.append((max(chain.seq, 0) + 1, _MOST))
    return (chain if chain.problem else follow((), after=chain, checkpoint=known)), unseen


def _plain(connection: sqlite3.Connection, namespace: Namespace, after: Chain, last: int) -> Chain | None:
    try:
        return end_of_page(connection, namespace, after=after, last=last)
    except DAMAGE:
        return None


def _named(connection: sqlite3.Connection, namespace: Namespace, first: int, last: int) -> Iterator[KeptEntry]:
    """The entries of a page, each by itself where they cannot be read at once."""
    try:
        yield from _page(connection, namespace, first, last)
    except DAMAGE:
        yield from (_alone(connection, namespace, seq) for seq in range(first, last + 1))


def _page(connection: sqlite3.Connection, namespace: Namespace, first: int, last: int) -> list[KeptEntry]:
    """Some entries at once; of the rows, which may be large, one at a time is in memory."""
    entries = {found[0]: found for found in connection.execute(rows.ENTRIES_BETWEEN, (first, last))}
    digests = {
        (kind, seq): rows.Row(kind=kind, columns=tuple(columns)).digest
        for kind, known in rows.ROW_KINDS.items()
        for seq, *columns in connection.execute(known.between, (first, last))
    }
    return [_kept(entries.get(seq), namespace, digests) for seq in range(first, last + 1)]


def _alone(connection: sqlite3.Connection, namespace: Namespace, seq: int) -> KeptEntry:
    """One entry, so that what cannot be read is named by it and nothing else."""
    try:
        found = connection.execute(rows.ENTRY_BY_SEQ, (seq,)).fetchone()
        known = rows.ROW_KINDS.get(found[2]) if found else None
        row = connection.execute(known.by_seq, (seq,)).fetchone() if known else None
        digests = {(found[2], seq): rows.Row(kind=found[2], columns=tuple(row)).digest} if row else {}
        return _kept(found, namespace, digests)
    except DAMAGE as error:
        return KeptEntry(entry=None, unreadable=f"it cannot be read: {error}")


def _kept(found: Sequence[Any] | None, namespace: Namespace, digests: Mapping[tuple[str, int], Digest]) -> KeptEntry:
    """The entry of these cells, with the digest of its row as the row is now, or nothing when that is gone."""
    if found is None:
        return KeptEntry(entry=None, unreadable="it is missing")
    if tuple(map(type, found)) != _TYPES:
        return KeptEntry(entry=None, unreadable="it holds something else than text where text was written")
    seq, at, kind, name, row, prev, kept_hash = found
    entry = TrailEntry(namespace=namespace, seq=seq, at=at, kind=kind, name=name, row=Digest(row), prev=Digest(prev))
    return KeptEntry(entry=entry, hash=kept_hash, row_now=digests.get((kind, seq), ""))


def _damage(connection: sqlite3.Connection) -> str:
    """What is wrong with the file although every row reads well: an index that leads elsewhere hides rows."""
    try:
        found = [row[0] for row in connection.execute(_INTEGRITY).fetchall()]
    except DAMAGE as error:
        return f"the file cannot be checked: {error}"
    return "" if found == ["ok"] else f"the file is damaged: {found[0]}"


def _first_stray(connection: sqlite3.Connection, chain: Chain, unseen: _Ranges) -> tuple[int, str] | None:
    """The first row, before the entry where the chain breaks, that no entry of its kind commits."""
    found = []
    for kind, known in rows.ROW_KINDS.items():
        try:
            strays = [connection.execute(known.stray, numbers).fetchone()[0] for numbers in unseen]
        except DAMAGE as error:
            found.append((chain.seq + 1, f"the {known.table} cannot be read: {error}"))
            continue
        found += [(int(seq), f"a {kind} was slipped in that no entry commits") for seq in strays if seq is not None]
    earlier = [item for item in sorted(found) if not chain.problem or item[0] <= chain.seq]
    return earlier[0] if earlier else None
