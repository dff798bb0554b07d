"""The trail is a chain: every entry holds only after the one before it, over the row as it is now."""

from dataclasses import replace

import pytest

from checker.domain.digest import Digest, digest_of
from checker.domain.namespace import Namespace
from checker.formats.canonical import canonical_digest
from checker.formats.trail_v1 import BEFORE_THE_FIRST, KeptEntry, TrailEntry, entry_hash, follow, row_digest


def a_trail(length: int = 4) -> list[KeptEntry]:
    trail: list[KeptEntry] = []
    for seq in range(1, length + 1):
        entry = TrailEntry(
            namespace=Namespace.REAL,
            seq=seq,
            at="2026-02-26T12:00:00Z",
            kind="report",
            name=f"report-{seq}",
            row=row_digest(kind="report", name=f"report-{seq}", parts={"data": digest_of(b"%d" % seq)}),
            prev=Digest(trail[-1].hash) if trail else BEFORE_THE_FIRST,
        )
        trail.append(KeptEntry(entry=entry, hash=entry_hash(entry), row_now=entry.row))
    return trail


def test_an_untouched_trail_holds_to_its_end() -> None:
    trail = a_trail()

    chain = follow(trail)

    assert (chain.seq, chain.hash, chain.problem) == (4, trail[-1].hash, "")


def test_an_empty_trail_holds() -> None:
    assert (follow([]).seq, follow([]).hash, follow([]).problem) == (0, BEFORE_THE_FIRST, "")


def test_the_hash_is_over_the_published_document() -> None:
    """Anyone can compute it without this code."""
    entry = a_trail(1)[0].entry
    assert entry is not None

    assert entry_hash(entry) == canonical_digest(
        {
            "schema": "clean-release/trail/v1",
            "namespace": "real",
            "seq": 1,
            "at": "2026-02-26T12:00:00Z",
            "kind": "report",
            "name": "report-1",
            "row": entry.row,
            "prev": "sha256:" + "0" * 64,
        }
    )


@pytest.mark.parametrize(
    "change",
    [{"at": "x"}, {"kind": "x"}, {"name": "x"}, {"row": "x"}, {"prev": "x"}, {"seq": 9}, {"namespace": Namespace.DEMO}],
)
def test_every_field_of_an_entry_is_in_its_hash(change: dict[str, str]) -> None:
    entry = a_trail(1)[0].entry
    assert entry is not None

    assert entry_hash(replace(entry, **change)) != entry_hash(entry)  # type: ignore[arg-type]  # spoiled on purpose


def rehashed(kept: KeptEntry, **changes: object) -> KeptEntry:
    assert kept.entry is not None
    entry = replace(kept.entry, **changes)  # type: ignore[arg-type]  # spoiled on purpose
    return KeptEntry(entry=entry, hash=entry_hash(entry), row_now=entry.row)


@pytest.mark.parametrize("at", [1, 2, 4])
@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda kept: replace(kept, row_now=""), "the report it recorded is gone"),
        (lambda kept: replace(kept, row_now=digest_of(b"x")), "the report it recorded was changed"),
        (lambda kept: replace(kept, hash=digest_of(b"x")), "its hash is not the hash of what it says"),
        (lambda kept: rehashed(kept, prev=digest_of(b"x")), "it does not follow the entry before it"),
        (lambda kept: rehashed(kept, seq=9), "its number is 9, expected "),
        (lambda _: KeptEntry(entry=None, unreadable="it is missing"), "it is missing"),
    ],
)
def test_the_first_entry_that_does_not_hold_is_named(at: int, spoil: object, problem: str) -> None:
    assert callable(spoil)
    trail = a_trail()
    trail[at - 1] = spoil(trail[at - 1])

    chain = follow(trail)

    assert chain.seq == at - 1
    assert chain.problem.startswith(problem)


def test_an_entry_rewritten_with_its_hash_breaks_the_next() -> None:
    trail = a_trail()
    trail[1] = rehashed(trail[1], at="2020-01-01T00:00:00Z")

    assert follow(trail).seq == 2
    assert follow(trail).problem.startswith("it does not follow the entry before it: it follows sha256:")


def test_a_rewritten_or_shortened_trail_is_shown_by_a_checkpoint() -> None:
    trail = a_trail()

    assert follow(trail, checkpoint=(3, trail[2].hash)).problem == ""
    other = follow(trail, checkpoint=(3, trail[1].hash)).problem
    assert other.startswith("it is not the entry that the checkpoint names: its hash is ")
    assert other.endswith(f", expected {trail[1].hash}")
    assert follow(trail[:2], checkpoint=(3, trail[2].hash)).problem == "the trail ends at 2, the checkpoint is at 3"
