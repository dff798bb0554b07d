"""Finds in few steps that a page of a trail holds, and says nothing of one where that is not plain.

The reader of `trail_reader` builds an object per entry, to name what is wrong with it. Of a hundred thousand entries
nothing is wrong with any, so each page is first recomputed here: three digests for each row, taken over texts that are
written in one go. What the two read is the same, and a page passes here only where it passes there
(`tests/property/test_trail_pages.py`); everything else, a word that canonical JSON would escape included, is left to
the other.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from checker.adapters.store import rows
from checker.domain.digest import Digest
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.formats.trail_v1 import SCHEMA, Chain

_KINDS_OF_DOCUMENTS = frozenset(map(str, DocumentKind))


def end_of_page(connection: sqlite3.Connection, namespace: Namespace, *, after: Chain, last: int) -> Chain | None:
    """The end of the entries behind `after` up to `last`, all of which hold, or nothing where that is not plain.

    Raises:
        sqlite3.Error: what the file's damage does to reading, as in `connection.DAMAGE`.
    """
    bounds = (after.seq + 1, last)
    try:
        present = _digests(connection, bounds)
    except TypeError:  # bytes are kept as something else
        return None
    prev, expected = str(after.hash), after.seq
    words: list[str] = []
    head = f'","namespace":"{namespace}","prev":"'
    tail = f'","schema":"{SCHEMA}","seq":'
    for seq, at, kind, name, row, before, kept in connection.execute(rows.ENTRIES_BETWEEN, bounds):
        expected += 1
        text = f'{{"at":"{at}","kind":"{kind}","name":"{name}{head}{prev}","row":"{row}{tail}{expected}}}'
        if seq != expected or before != prev or (name, row) != present.get((kind, seq)):
            return None
        prev = f"sha256:{sha256(text.encode()).hexdigest()}"
        if kept != prev:
            return None
        words += at, name
    return Chain(seq=last, hash=Digest(prev)) if expected == last and _are_plain(words) else None


def _digests(connection: sqlite3.Connection, bounds: tuple[int, int]) -> Mapping[tuple[str, int], tuple[str, str]]:
    """Name and digest of each row as it is now, by its kind and number; of the rows one at a time is in memory."""
    return {
        (kind, seq): (columns[0], _DIGESTS[kind](columns))
        for kind, known in rows.ROW_KINDS.items()
        for seq, *columns in connection.execute(known.between, bounds)
    }


def _are_plain(words: list[str]) -> bool:
    """Whether canonical JSON writes these words as they are. What is no text at all is not plain either."""
    try:
        text = "".join(words)
    except TypeError:
        return False
    return text.isascii() and text.isprintable() and '"' not in text and "\\" not in text


def _hashed(text: str) -> str:
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def _report(columns: Sequence[Any]) -> str:
    name, data = columns
    return _hashed(f'{{"data":"sha256:{sha256(data).hexdigest()}","kind":"report","name":"{name}"}}')


def _document(columns: Sequence[Any]) -> str:
    name, kind, data = columns
    if kind not in _KINDS_OF_DOCUMENTS:
        return ""
    told = f'","kind":"document","name":"{name}","type":"{kind}"}}'
    return _hashed(f'{{"data":"sha256:{sha256(data).hexdigest()}{told}')


def _of_any_kind(kind: str) -> Callable[[Sequence[Any]], str]:
    return lambda columns: rows.Row(kind=kind, columns=tuple(columns)).digest


_DIGESTS = {kind: _of_any_kind(kind) for kind in rows.ROW_KINDS} | {"report": _report, "document": _document}
