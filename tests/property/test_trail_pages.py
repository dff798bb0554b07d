"""A page of a trail that passes in few steps passes entry by entry too, however it was changed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.adapters.sqlite_file import DAMAGE
from checker.adapters.store import rows
from checker.adapters.store.plain_pages import end_of_page
from checker.adapters.store.trail_reader import _named
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.formats.trail_v1 import START, Chain, follow
from checker.ports.store import SnapshotRecord

TABLES = {
    "trail": ("at", "kind", "name", "row_digest", "prev", "hash"),
    "origin": ("namespace", "run"),
    "documents": ("digest", "type", "data"),
    "snapshots": ("digest", "data", "content"),
    "reports": ("digest", "data"),
    "revisions": ("bundle", "revision"),
}
STRANGE = ['"', "\\", "\n", "\x7f", "é", "\u2028", "\U0001f600", '","kind":"report', "report", "2026-01-01T00:00:00Z"]
words = st.one_of(st.sampled_from(STRANGE), st.text(max_size=9), st.sampled_from(DocumentKind))
cells = st.one_of(words, st.integers(-2, 9), st.binary(max_size=4), st.none(), st.floats(allow_nan=False))
kinds = st.one_of(
    st.builds(lambda run: rows.origin_row(namespace=Namespace.REAL, run=run), words),
    st.builds(
        lambda name, kind, data: rows.Row(kind="document", columns=(name, kind, data)), words, words, st.binary()
    ),
    st.builds(lambda data: rows.report_row(digest=digest_of(data), data=data), st.binary()),
    st.builds(lambda name, data: rows.report_row(digest=Digest(name), data=data), words, st.binary()),
    st.builds(
        lambda name, data: rows.snapshot_row(SnapshotRecord(digest=Digest(name), data=data, content=data)),
        words,
        st.binary(),
    ),
    st.builds(lambda name, number: rows.revision_row(bundle=name, revision=number), words, st.integers(1, 9)),
)


@contextmanager
def a_trail(kept: list[rows.Row], *, at: str = "2026-01-01T00:00:00Z") -> Iterator[sqlite3.Connection]:
    """The tables of a store without a constraint, filled with a trail that holds."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for table, columns in TABLES.items():
            connection.execute(f"CREATE TABLE {table} (seq INTEGER PRIMARY KEY, {', '.join(columns)})")
        last = (START.seq, START.hash)
        for row in kept:
            entry = rows.next_entry(row, namespace=Namespace.REAL, at=at, after=last)
            last = (entry.entry.seq, entry.hash)
            connection.execute(rows.ROW_KINDS[row.kind].insert, (last[0], *row.columns))
            connection.execute(rows.INSERT_ENTRY, entry.columns)
        yield connection


def slowly(connection: sqlite3.Connection, last: int) -> Chain:
    return follow(_named(connection, Namespace.REAL, 1, last))


def quickly(connection: sqlite3.Connection, last: int) -> Chain | None:
    """As the reader of the trail asks: what cannot be read does not pass."""
    try:
        return end_of_page(connection, Namespace.REAL, after=START, last=last)
    except DAMAGE:
        return None


def change(connection: sqlite3.Connection, data: st.DataObject, last: int) -> None:
    table = data.draw(st.sampled_from(sorted(TABLES)))
    column = data.draw(st.sampled_from(TABLES[table]))
    seq = data.draw(st.integers(1, last))
    if data.draw(st.booleans()):
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE seq = ?", (data.draw(cells), seq))  # noqa: S608 - the names are ours
    elif data.draw(st.booleans()):
        connection.execute(f"DELETE FROM {table} WHERE seq = ?", (seq,))  # noqa: S608 - the names are ours
    else:
        connection.execute(f"UPDATE OR REPLACE {table} SET seq = ? WHERE seq = ?", (last + seq, seq))  # noqa: S608 - the names are ours


@given(st.lists(kinds, min_size=1, max_size=6), words, st.data())
def test_what_passes_in_few_steps_passes_entry_by_entry(kept: list[rows.Row], at: str, data: st.DataObject) -> None:
    with a_trail(kept, at=at) as connection:
        for _ in range(data.draw(st.integers(0, 2))):
            change(connection, data, len(kept))

        quick = quickly(connection, len(kept))

        assert quick in {None, slowly(connection, len(kept))}


@given(st.lists(st.binary(max_size=9), min_size=1, max_size=6, unique=True), st.data())
def test_a_trail_of_plain_words_passes_in_few_steps(given_bytes: list[bytes], data: st.DataObject) -> None:
    kept = [rows.report_row(digest=digest_of(each), data=each) for each in given_bytes]
    kept += [rows.Row(kind="document", columns=(digest_of(each), DocumentKind.PROJECT, each)) for each in given_bytes]
    with a_trail(kept) as connection:
        quick = quickly(connection, len(kept))
        assert quick is not None
        assert quick == slowly(connection, len(kept))

        change(connection, data, len(kept))
        again = slowly(connection, len(kept))

        assert again == quick or quickly(connection, len(kept)) is None


@pytest.mark.parametrize("word", ['a"', "a\\", "a\x7f", "é"])
def test_a_hash_over_words_that_were_not_escaped_does_not_pass(word: str) -> None:
    """Written as they are, such words could be made to say what another entry says."""
    kept = rows.report_row(digest=digest_of(b"x"), data=b"x")
    with a_trail([kept]) as connection:
        said = (
            f'{{"at":"{word}","kind":"report","name":"{digest_of(b"x")}","namespace":"real","prev":"{START.hash}",'
            f'"row":"{kept.digest}","schema":"clean-release/trail/v1","seq":1}}'
        )
        forged = "sha256:" + sha256(said.encode()).hexdigest()
        connection.execute("UPDATE trail SET at = ?, hash = ?", (word, forged))

        assert quickly(connection, 1) is None


ONE, TWO = (rows.report_row(digest=digest_of(each), data=each) for each in (b"1", b"2"))
NAMED = rows.Row(kind="report", columns=("5", b"x"))
SPLIT = [rows.Row(kind="report", columns=(name, b"x")) for name in ("a", "b,c")]
MIXED = [rows.Row(kind="document", columns=(digest_of(b"d"), DocumentKind.PROJECT, b"d")), ONE]
CHANGED = {
    "a name that has become bytes": ([ONE, TWO], ["UPDATE trail SET name = CAST(name AS BLOB) WHERE seq = 1"]),
    "a name that has become a number": ([NAMED], ["UPDATE trail SET name = 5"]),
    "a moment that has gone into another": (
        [ONE, TWO],
        ["UPDATE trail SET at = at || ',' || at WHERE seq = 1", "UPDATE trail SET at = NULL WHERE seq = 2"],
    ),
    "names that meet elsewhere": (
        SPLIT,
        ["UPDATE trail SET name = 'a,b' WHERE seq = 1", "UPDATE trail SET name = 'c' WHERE seq = 2"],
    ),
    "a row under the number of another": (MIXED, ["UPDATE reports SET seq = 1"]),
    "a row of another kind beside": (
        [ONE, TWO],
        ["INSERT INTO documents VALUES (1, 'sha256:0', 'project', x'')"],
    ),
}


@pytest.mark.parametrize("name", CHANGED)
def test_columns_that_read_alike_when_joined_do_not_pass(name: str) -> None:
    kept, statements = CHANGED[name]
    with a_trail(kept) as connection:
        for statement in statements:
            connection.execute(statement)

        assert quickly(connection, len(kept)) is None


@pytest.mark.parametrize("at", ["a,b", ",", ""])
def test_a_moment_with_a_comma_is_read_entry_by_entry(at: str) -> None:
    with a_trail([ONE], at=at) as connection:
        assert slowly(connection, 1).problem == ""
        assert quickly(connection, 1) == (None if at else slowly(connection, 1))
