"""The digests of the trail are canonical digests, however plain or strange the words are."""

from hypothesis import given
from hypothesis import strategies as st

from checker.domain.digest import Digest
from checker.domain.namespace import Namespace
from checker.errors import InputRefusedError
from checker.formats.canonical import canonical_digest
from checker.formats.trail_v1 import SCHEMA, TrailEntry, entry_hash, row_digest

STRANGE = ['"', "\\", "\n", "\x7f", "é", "\u2028", "\U0001f600", '","kind":"report', "sha256:" + "0" * 64]
words = st.one_of(st.sampled_from(STRANGE), st.text(max_size=20), st.from_regex(r"[ -~]{0,20}", fullmatch=True))
parts = st.dictionaries(words, st.one_of(words, st.integers(), st.booleans(), st.none()), max_size=4)


def outcome(make: object, *arguments: object, **named: object) -> object:
    assert callable(make)
    try:
        return make(*arguments, **named)
    except InputRefusedError:
        return InputRefusedError


@given(kind=words, name=words, parts=parts)
def test_a_row_has_its_canonical_digest(kind: str, name: str, parts: dict[str, object]) -> None:
    document = {**parts, "kind": kind, "name": name}

    assert outcome(row_digest, kind=kind, name=name, parts=parts) == outcome(canonical_digest, document)


@given(seq=st.integers(), at=words, kind=words, name=words)
def test_an_entry_has_its_canonical_digest(seq: int, at: str, kind: str, name: str) -> None:
    entry = TrailEntry(
        namespace=Namespace.DEMO, seq=seq, at=at, kind=kind, name=name, row=Digest("r"), prev=Digest("p")
    )
    document = {"schema": SCHEMA, "namespace": "demo", "seq": seq, "at": at, "kind": kind, "name": name}

    assert outcome(entry_hash, entry) == outcome(canonical_digest, {**document, "row": "r", "prev": "p"})
