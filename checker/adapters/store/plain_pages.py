"""Finds in few steps that a page of a trail holds, and says nothing of one where that is not plain.

The reader of `trail_reader` builds an object per entry, to name what is wrong with it. Of a hundred thousand entries
nothing is wrong with any, so each page is first recomputed here: three digests for each row, taken over texts that are
written in one go, and compared with what is kept a column at a time. What the two read is the same, and a page passes
here only where it passes there and has no row that no entry commits (`tests/property/test_trail_pages.py`); everything
else, a word that canonical JSON would escape included, is left to the other.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Any, TypeAlias

from checker.adapters.store import rows
from checker.domain.digest import Digest
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.formats.trail_v1 import SCHEMA, Chain

_Present: TypeAlias = tuple[int, str, str, str]
"""Number, kind, name and digest of a row as it is now."""

_Rows: TypeAlias = Iterable[tuple[Any, ...]]

_KINDS_OF_DOCUMENTS = frozenset(map(str, DocumentKind))
_BETWEEN = ","
"""What SQLite writes between the cells of a column."""


def end_of_page(connection: sqlite3.Connection, namespace: Namespace, *, after: Chain, last: int) -> Chain | None:
    """The end of the entries behind `after` up to `last`, all of which hold, or nothing where that is not plain.

    Raises:
        sqlite3.Error: what the file's damage does to reading, as in `sqlite_file.DAMAGE`.
    """
    bounds = (after.seq + 1, last)
    size = last - after.seq
    try:
        seqs, kinds, names, digests = zip(*_present(connection, bounds), strict=True)
        texts, numbers, moments, *kept, prevs, hashes = connection.execute(rows.CELLS_BETWEEN, bounds).fetchone()
        at, words = moments.split(_BETWEEN), _BETWEEN.join(names)
        now = [_BETWEEN.join(kinds), words, _BETWEEN.join(digests)]
        if texts != size or numbers != _BETWEEN.join(map(str, seqs)) or kept != now:
            return None
    except (TypeError, ValueError, AttributeError):  # there is nothing, or something else than bytes and text is kept
        return None
    if not len(at) == len(seqs) == words.count(_BETWEEN) + 1 == size or not _are_plain(moments + words):
        return None
    right = _hashes(namespace, after, zip(at, kinds, names, digests, strict=True))
    if prevs != _BETWEEN.join((str(after.hash), *right[:-1])) or hashes != _BETWEEN.join(right):
        return None
    return Chain(seq=last, hash=Digest(right[-1]))


def _hashes(namespace: Namespace, after: Chain, entries: Iterable[tuple[str, str, str, str]]) -> list[str]:
    """The hash of each entry, one behind the other, as the rows are that they commit."""
    prev, right = str(after.hash), []
    head = f'","namespace":"{namespace}","prev":"'
    tail = f'","schema":"{SCHEMA}","seq":'
    for seq, (at, kind, name, row) in enumerate(entries, after.seq + 1):
        text = f'{{"at":"{at}","kind":"{kind}","name":"{name}{head}{prev}","row":"{row}{tail}{seq}}}'
        prev = f"sha256:{sha256(text.encode()).hexdigest()}"
        right.append(prev)
    return right


def _present(connection: sqlite3.Connection, bounds: tuple[int, int]) -> list[_Present]:
    """The rows of these numbers as they are now, in order; of their bytes, one row's at a time are in memory."""
    found: list[_Present] = []
    for kind, known in rows.ROW_KINDS.items():
        found += _READERS[kind](connection.execute(known.between, bounds))
    return sorted(found)


def _are_plain(text: str) -> bool:
    """Whether canonical JSON writes these words as they are."""
    return text.isascii() and text.isprintable() and '"' not in text and "\\" not in text


def _reports(found: _Rows) -> Iterator[_Present]:
    for seq, name, data in found:
        said = f'{{"data":"sha256:{sha256(data).hexdigest()}","kind":"report","name":"{name}"}}'
        yield seq, "report", name, f"sha256:{sha256(said.encode()).hexdigest()}"


def _documents(found: _Rows) -> Iterator[_Present]:
    """The rows of documents; the words of a type that is none of ours could be ones that JSON escapes."""
    for seq, name, kind, data in found:
        if kind not in _KINDS_OF_DOCUMENTS:
            raise ValueError(kind)
        said = f'{{"data":"sha256:{sha256(data).hexdigest()}","kind":"document","name":"{name}","type":"{kind}"}}'
        yield seq, "document", name, f"sha256:{sha256(said.encode()).hexdigest()}"


def _of_any_kind(kind: str) -> Callable[[_Rows], Iterator[_Present]]:
    def read(found: _Rows) -> Iterator[_Present]:
        for seq, *columns in found:
            yield seq, kind, columns[0], rows.Row(kind=kind, columns=tuple(columns)).digest

    return read


_READERS = {kind: _of_any_kind(kind) for kind in rows.ROW_KINDS} | {"report": _reports, "document": _documents}
