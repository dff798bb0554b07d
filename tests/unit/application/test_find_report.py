"""Finding a report by what a person calls it."""

import pytest

from checker.application.find_report import find_report
from checker.domain.digest import digest_of
from checker.errors import NotFoundError
from checker.formats.report_v1 import report_bytes
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_store import MemoryStore
from tests.report_builders import a_report


def store_with(*projects: str) -> MemoryStore:
    store = MemoryStore(clock=FixedClock())
    for project in projects:
        data = report_bytes(a_report(project=project))
        store.put_report(digest=digest_of(data), data=data)
    return store


def test_latest_is_the_one_that_was_recorded_last() -> None:
    assert find_report("latest", store=store_with("first", "second")).data == report_bytes(a_report(project="second"))


def test_a_report_is_found_by_the_beginning_of_its_digest() -> None:
    data = report_bytes(a_report(project="first"))
    digits = digest_of(data).removeprefix("sha256:")

    assert find_report(digits[:8], store=store_with("first", "second")).data == data


def test_there_is_no_latest_report_before_the_first() -> None:
    with pytest.raises(NotFoundError, match="there is no report yet") as refusal:
        find_report("latest", store=store_with())
    assert "clean-release check" in refusal.value.hint


def test_an_unknown_name_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        find_report("deadbeef", store=store_with("first"))
