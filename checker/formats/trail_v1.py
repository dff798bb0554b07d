"""`trail/v1`: the hash-chained log. Each entry commits one row and the entry before it.

    entry = {schema, namespace, seq, at, kind, name, row, prev}      hash = SHA-256 of its RFC 8785 bytes
    row   = SHA-256 of the RFC 8785 bytes of {kind, name, and the digests of the row's bytes}

`seq` counts from 1 without gaps; the first `prev` is `sha256:` and 64 zeros. The hash covers the row's digests,
the digests cover the bytes, so recomputing from the rows needs nothing but the rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checker.domain.digest import Digest, digest_of
from checker.domain.json_value import LARGEST_INTEGER, JsonLike
from checker.domain.namespace import Namespace
from checker.formats.canonical import canonical_digest

SCHEMA = "clean-release/trail/v1"
BEFORE_THE_FIRST = Digest("sha256:" + "0" * 64)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailEntry:
    """One entry: which row (kind, name, digest) was recorded when, after which entry."""

    namespace: Namespace
    seq: int
    at: str
    kind: str
    name: str
    row: Digest
    prev: Digest


def row_digest(*, kind: str, name: str, parts: Mapping[str, JsonLike]) -> Digest:
    """The digest of a row: what it is, what it is called, and its parts (digests of bytes, numbers, words)."""
    return _digest({**parts, "kind": kind, "name": name})


def entry_hash(entry: TrailEntry) -> Digest:
    """The hash of an entry, which the next entry carries as `prev`."""
    return _digest(
        {
            "at": entry.at,
            "kind": entry.kind,
            "name": entry.name,
            "namespace": str(entry.namespace),
            "prev": entry.prev,
            "row": entry.row,
            "schema": SCHEMA,
            "seq": entry.seq,
        }
    )


def _digest(fields: Mapping[str, JsonLike]) -> Digest:
    """The canonical digest, without asking for each row what is true of all: plain words and whole numbers.

    NOTE: a trail has a hundred thousand rows, two digests each; `tests/property/test_trail_digests.py` holds them to
    that.
    """
    text, quotes = [], 0
    for key in sorted(fields):
        value = fields[key]
        if type(value) is str:
            text.append(f'"{key}":"{value}"')
            quotes += 4
        elif type(value) is int and -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
            text.append(f'"{key}":{value}')
            quotes += 2
        else:
            return canonical_digest(dict(fields))
    plain = f"{{{','.join(text)}}}"
    if plain.isascii() and plain.isprintable() and "\\" not in plain and plain.count('"') == quotes:
        return digest_of(plain.encode("ascii"))
    return canonical_digest(dict(fields))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEntry:
    """An entry as it is kept, with the hash kept beside it and the digest of the row as the row is now.

    `row_now` is empty when the row is not there any more. Without an entry, `unreadable` says why there is none.
    """

    entry: TrailEntry | None
    hash: str = ""
    row_now: str = ""
    unreadable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """How far a trail holds: number and hash of the last good entry, and what is wrong with the next."""

    seq: int
    hash: Digest
    problem: str = ""


START = Chain(seq=0, hash=BEFORE_THE_FIRST)


def follow(
    entries: Iterable[KeptEntry], *, after: Chain = START, checkpoint: tuple[int, str] = (0, BEFORE_THE_FIRST)
) -> Chain:
    """Recompute a trail from the entry behind `after`, by default the first, and stop at the first that does not hold.

    `checkpoint` is the number and hash of an entry that is known from elsewhere; a trail that does not reach it was cut
    off, one with another hash there was rewritten.
    """
    known_seq, known_hash = checkpoint
    seq, last = after.seq, after.hash
    for kept in entries:
        problem = _problem(kept, after=seq, prev=last)
        if not problem and seq + 1 == known_seq and kept.hash != known_hash:
            problem = f"it is not the entry that the checkpoint names: its hash is {kept.hash}, expected {known_hash}"
        if problem:
            return Chain(seq=seq, hash=last, problem=problem)
        seq, last = seq + 1, Digest(kept.hash)
    if seq < known_seq:
        return Chain(seq=seq, hash=last, problem=f"the trail ends at {seq}, the checkpoint is at {known_seq}")
    return Chain(seq=seq, hash=last)


def _problem(kept: KeptEntry, *, after: int, prev: Digest) -> str:
    entry = kept.entry
    if entry is None:
        return kept.unreadable
    right = entry_hash(entry)
    if (entry.seq, entry.prev, kept.hash, kept.row_now) == (after + 1, prev, right, entry.row):
        return ""
    claims = (
        (entry.seq == after + 1, f"its number is {entry.seq}, expected {after + 1}"),
        (entry.prev == prev, f"it does not follow the entry before it: it follows {entry.prev}, expected {prev}"),
        (kept.hash == right, f"its hash is not the hash of what it says: {kept.hash}, expected {right}"),
        (kept.row_now != "", f"the {entry.kind} it recorded is gone, expected the digest {entry.row}"),
        (
            kept.row_now == entry.row,
            f"the {entry.kind} it recorded was changed: its digest is {kept.row_now}, expected {entry.row}",
        ),
    )
    return next((problem for holds, problem in claims if not holds), "")
