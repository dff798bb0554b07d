"""The history reads a page when its end comes near, and opens any report of it."""

from textual.pilot import Pilot

from checker.application.list_reports import ReportPage
from checker.domain.digest import digest_of
from checker.errors import StoreError
from checker.formats.report_v1 import report_bytes
from checker.tui.widgets.choices import Choices
from tests import tui_builders as tui
from tests.fakes.told_tui import PAGE, ToldTui
from tests.report_builders import a_report, a_rule, failed
from tests.tui_screens import NARROW, agrees, driven, pressed, settled, shown


def with_history(many: int) -> ToldTui:
    told = tui.at_manifest()
    for number in range(many):
        rulings = (failed(a_rule()),) if number % 3 == 0 else ()
        data = report_bytes(a_report(*rulings, evaluated_at=f"2026-02-{number // 24 + 1:02}T{number % 24:02}:00:00Z"))
        told.by.store.put_report(digest=digest_of(data), data=data)
    return told


def test_every_report_is_listed_newest_first() -> None:
    told = with_history(5)
    told.by.store.put_report(digest=digest_of(b'{"namespace":"real"}'), data=b'{"namespace":"real"}')

    agrees("history-80x24", shown(told, "h"))
    agrees("history-40x12", shown(told, "h", size=NARROW))


def test_further_pages_are_read_before_the_end_is_reached() -> None:
    told = with_history(2 * PAGE + 50)

    async def scroll(pilot: Pilot[int]) -> None:
        assert "100 reports so far" in await pressed(pilot, "h")
        for key in ["pagedown"] * 5:
            screen = await pressed(pilot, key)
        assert "200 reports so far" in screen
        await pressed(pilot, "end", "end")
        assert "250 reports" in await pressed(pilot, "end")
        assert pilot.app.screen.query_one(Choices).chosen == 249
        assert "2026-02-01T00:00:00Z" in await settled(pilot)

    driven(told, scroll)


def test_a_report_of_the_history_is_opened_with_its_violations() -> None:
    told = with_history(4)

    assert "1 of 1 violations; blocked" in shown(told, "h", "enter")
    assert "0 of 0 violations" in shown(told, "h", "down", "enter")


def test_a_report_that_cannot_be_read_is_said_to_be_so() -> None:
    told = tui.at_manifest()
    told.by.store.put_report(digest=digest_of(b'{"namespace":"real"}'), data=b'{"namespace":"real"}')

    assert "the latest cannot be read" in shown(told)
    assert "unreadable" in shown(told, "h")
    assert 'the field "anchor" is missing' in " ".join(shown(told, "h", "enter").split())


def test_a_history_that_cannot_be_read_says_why() -> None:
    class Refusing(ToldTui):
        def reports(self, *, before: int) -> ReportPage:
            raise StoreError(f"page {before} is damaged")

    found = tui.at_manifest()

    assert "page 0 is damaged; clean-release doctor" in shown(Refusing(opened=found.opened, by=found.by), "h")
