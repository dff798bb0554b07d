"""Reports are listed newest first, a page at a time, and one that cannot be read is still shown."""

from checker.application.list_reports import LARGEST_PAGE, list_reports
from checker.domain.digest import digest_of
from checker.domain.report import Gating
from checker.domain.verdict import Verdict
from checker.formats.report_v1 import report_bytes
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_store import MemoryStore
from tests.report_builders import EVALUATED_AT, a_report, a_rule, failed, not_evaluated, passed


def store_with(*reports: bytes) -> MemoryStore:
    clock = FixedClock()
    store = MemoryStore(clock=clock)
    for data in reports:
        clock.advance(60)
        store.put_report(digest=digest_of(data), data=data)
    return store


def test_a_line_says_what_was_judged_and_how_it_ended() -> None:
    rulings = (failed(a_rule("branch.one")), not_evaluated(a_rule("branch.two")), passed(a_rule("branch.three")))
    data = report_bytes(a_report(*rulings, gating=Gating(gating=True)))

    (line,) = list_reports(store_with(data)).reports

    assert line.digest == digest_of(data)
    assert (line.project, line.verdict, line.is_gating) == ("hello", Verdict.BLOCKED, True)
    assert (line.failed, line.not_evaluated) == (("branch.one",), 1)
    assert (line.evaluated_at, line.recorded_at) == (EVALUATED_AT, "2026-02-26T12:01:00Z")
    assert (line.seq, line.problem) == (2, "")


def test_pages_follow_each_other_to_the_last() -> None:
    store = store_with(*(report_bytes(a_report(project=f"p{number}")) for number in range(5)))
    seen, before = [], 0
    while True:
        page = list_reports(store, limit=2, before=before)
        seen.append([line.project for line in page.reports])
        before = page.next_before
        if not before:
            break

    assert seen == [["p4", "p3"], ["p2", "p1"], ["p0"]]


def test_a_page_that_ends_exactly_has_no_next() -> None:
    store = store_with(*(report_bytes(a_report(project=f"p{number}")) for number in range(2)))

    assert list_reports(store, limit=2).next_before == 0


def test_an_empty_store_lists_nothing() -> None:
    page = list_reports(store_with())

    assert (page.reports, page.next_before) == ((), 0)


def test_a_page_has_at_least_one_and_at_most_the_largest_number_of_lines() -> None:
    store = store_with(*(report_bytes(a_report(project=f"p{number}")) for number in range(2)))

    assert len(list_reports(store, limit=0).reports) == 1
    assert len(list_reports(store, limit=LARGEST_PAGE + 1).reports) == 2


def test_a_report_that_cannot_be_read_says_why() -> None:
    (line,) = list_reports(store_with(b'{"namespace":"real"}')).reports

    assert line.problem
    assert line.verdict is None
