"""One changed byte anywhere in a store never turns what it says into something else unnoticed (attack V22)."""

import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.adapters.store import SqliteStore, store_path
from checker.application.recompute_report import Judges
from checker.application.required_rules import Requirements
from checker.application.verify_report import verify_report
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.errors import StoreError
from checker.formats.report_v1 import report_bytes
from tests.fakes.fixed_clock import FixedClock
from tests.report_builders import a_document, a_report, a_rule, failed, not_evaluated, passed

pytestmark = pytest.mark.property

BLOCKED = report_bytes(a_report(failed(a_rule("branch.one")), not_evaluated(a_rule("branch.two"))))
PASSED = report_bytes(a_report(passed(a_rule("branch.one"))))


def open_store(project: Path) -> SqliteStore:
    return SqliteStore.open(store_path(project, Namespace.REAL), namespace=Namespace.REAL, clock=FixedClock())


@cache
def whole_store() -> bytes:
    with tempfile.TemporaryDirectory() as directory:
        with open_store(Path(directory)) as store:
            store.put_report(digest=digest_of(BLOCKED), data=BLOCKED, inputs=[a_document()])
            store.put_report(digest=digest_of(PASSED), data=PASSED)
        return store_path(Path(directory), Namespace.REAL).read_bytes()


def outcome_of(changed: bytes) -> tuple[bool, list[bytes]]:
    """Whether the changed store's trail holds, and the reports it gives; a refused one does not hold."""
    with tempfile.TemporaryDirectory() as directory:
        path = store_path(Path(directory), Namespace.REAL)
        path.parent.mkdir(mode=0o700)
        path.touch(mode=0o600)
        path.write_bytes(changed)
        try:
            with open_store(Path(directory)) as store:
                holds = store.verify_trail().holds
                kept = [record.data for record in store.list_reports(limit=9)] if holds else []
                store.put_report(digest=digest_of(BLOCKED), data=BLOCKED, inputs=[a_document(b"another")])
        except StoreError:
            return False, []
    return holds, kept


@given(st.data())
def test_a_changed_byte_in_the_store_is_found_or_changes_nothing(data: st.DataObject) -> None:
    changed = bytearray(whole_store())
    at = data.draw(st.integers(0, len(changed) - 1))
    changed[at] ^= data.draw(st.integers(1, 255))

    holds, kept = outcome_of(bytes(changed))
    assert not holds or kept == [PASSED, BLOCKED]


@pytest.mark.parametrize("characters", [20, 71], ids=["moment", "digest"])
def test_a_text_that_has_become_bytes_is_found(characters: int) -> None:
    """Fileformat of SQLite, section 2.1: the type of a text of n characters is 13 + 2n, of n bytes 12 + 2n."""
    code = 13 + 2 * characters
    mark = bytes([code]) if code < 0x80 else bytes([0x80 | code >> 7, code & 0x7F])
    whole = whole_store()
    places = [at for at in range(len(whole)) if whole.startswith(mark, at)]
    assert len(places) >= 3
    for at in places:
        changed = bytearray(whole)
        changed[at + len(mark) - 1] ^= 1
        holds, kept = outcome_of(bytes(changed))
        assert not holds or kept == [PASSED, BLOCKED]


@given(st.data())
def test_a_changed_byte_in_a_report_has_another_name_and_mostly_no_meaning(data: st.DataObject) -> None:
    changed = bytearray(BLOCKED)
    at = data.draw(st.integers(0, len(changed) - 1))
    changed[at] ^= data.draw(st.integers(1, 255))

    finding = verify_report(bytes(changed), digest=digest_of(BLOCKED), judges=Judges(requirements=Requirements()))

    assert not finding.holds
    assert finding.digest != digest_of(BLOCKED)
