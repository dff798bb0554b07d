"""Pages of a running server in a real browser: logging in, walking by links, a run as it gets on, logging out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checker.adapters.clock import SystemClock
from checker.adapters.store.place import store_path
from checker.adapters.store.sqlite_store import SqliteStore
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.formats.report_v1 import report_bytes
from tests.browser import chromium, watched
from tests.integration.compliance_project import BY, NAME, ComplianceProject
from tests.live_server import live_server
from tests.system.test_report_in_a_browser import HOSTILE, hostile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser import Watched


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def logged_in(seen: Watched, port: int) -> str:
    """The address of the server, after a token was typed into it."""
    address = f"http://127.0.0.1:{port}"
    seen.page.goto(f"{address}/")
    assert seen.page.url == f"{address}/login"
    seen.page.wait_for_function("document.activeElement.id === 'token'")
    seen.page.keyboard.type("release-bot")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url(f"{address}/")
    return address


def keep(compliance: ComplianceProject, *texts: str) -> list[str]:
    """Reports that say these words, in the project's store; their digests."""
    kept = []
    path = store_path(compliance.tree, Namespace.REAL)
    with SqliteStore.open(path, namespace=Namespace.REAL, clock=SystemClock()) as store:
        for text in texts:
            data = report_bytes(hostile(text))
            store.put_report(digest=digest_of(data), data=data)
            kept.append(str(digest_of(data)))
    return kept


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_calm_readable_and_accessible(
    browser: Browser, compliance: ComplianceProject, scheme: str
) -> None:
    compliance.to_manifest()
    compliance.json("compliance", "run", *BY)
    with (
        live_server(compliance.tree) as server,
        watched(browser, scheme="dark" if scheme == "dark" else "light", width=600) as seen,
    ):
        address = logged_in(seen, server.port)
        page = seen.page
        visited = ["/login", "/"]
        page.get_by_role("link", name="widget").first.click()
        page.wait_for_url(f"{address}/project?project=widget")
        assert page.get_by_role("rowheader", name=NAME).is_visible()
        seen.assert_stacked()
        for name, place in (("run-001", "/runs/"), ("Read the report", "/reports/"), ("drift", "/drift")):
            seen.assert_accessible()
            seen.assert_readable()
            page.get_by_role("link", name=name).first.click()
            page.wait_for_url(f"{address}{place}**")
            visited.append(place)
        seen.assert_accessible()
        seen.assert_calm(origin=f"{address}/")
        page.goto(f"{address}/login")
        seen.assert_accessible()
        seen.assert_readable()
        page.goto(f"{address}/runs/run-999?project=widget")
        assert page.inner_text("h1") == "Not there"
        seen.assert_accessible()


def test_what_a_browser_holds_says_nothing_and_ends_with_logging_out(
    browser: Browser, compliance: ComplianceProject
) -> None:
    with live_server(compliance.tree) as server, watched(browser) as seen:
        address = logged_in(seen, server.port)
        (cookie,) = seen.page.context.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"], cookie["secure"]) == (True, "Strict", False)
        assert "release-bot" not in cookie["value"]
        assert seen.page.evaluate("document.cookie + Object.keys(localStorage) + Object.keys(sessionStorage)") == ""

        seen.page.get_by_role("button", name="Log out").click()
        seen.page.wait_for_url(f"{address}/login")
        seen.page.go_back()
        seen.page.reload()

        assert seen.page.url == f"{address}/login"
        assert seen.page.context.cookies() == []


def test_a_run_is_seen_to_get_on_without_being_loaded_again(browser: Browser, compliance: ComplianceProject) -> None:
    compliance.to_manifest()
    compliance.json("compliance", "run", *BY, "--detach")
    with live_server(compliance.tree) as server, watched(browser) as seen:
        address = logged_in(seen, server.port)
        page = seen.page
        page.goto(f"{address}/runs/run-001?project=widget")
        assert page.inner_text("[data-status]").lower() == "pending"

        assert compliance("worker", "--once", "--actor", "release-bot").code == 0
        page.get_by_role("link", name="Read the report").wait_for(timeout=60_000)

        assert page.inner_text("[data-status]").lower() == "passed"
        assert [one.split()[0] for one in page.locator("[data-stage]").all_inner_texts()][-1] == "REPORT"
        assert f"{address}/runs/run-001/events?project=widget" in seen.asked
        seen.assert_calm(origin=f"{address}/")


def test_the_page_of_a_project_shows_its_run_get_on(browser: Browser, compliance: ComplianceProject) -> None:
    compliance.to_manifest()
    compliance.json("compliance", "run", *BY, "--detach")
    with live_server(compliance.tree) as server, watched(browser) as seen:
        address = logged_in(seen, server.port)
        page = seen.page
        page.goto(f"{address}/project?project=widget")
        assert page.inner_text("[data-status]") == "pending"
        seen.assert_accessible()

        assert compliance("worker", "--once", "--actor", "release-bot").code == 0
        page.get_by_role("link", name="Read the report").wait_for(timeout=60_000)

        assert page.get_by_text("CHECK_PASSED").is_visible()
        assert page.locator("[data-events]").count() == 0
        assert f"{address}/runs/run-001/events?project=widget" in seen.asked
        seen.assert_calm(origin=f"{address}/")


def test_a_run_that_failed_and_went_on_is_followed_to_where_it_is_now(
    browser: Browser, compliance: ComplianceProject
) -> None:
    steps = ["failed", "running"]
    told = [
        f'id: {number}\nevent: step\ndata: {{"status":"{one}","stage":"","next_stage":"AUDIT"}}\n\n'
        for number, one in enumerate(steps, start=1)
    ]
    compliance.to_manifest()
    compliance.json("compliance", "run", *BY, "--detach")
    with live_server(compliance.tree) as server, watched(browser) as seen:
        address = logged_in(seen, server.port)
        place = f"{address}/runs/run-001?project=widget"
        seen.page.route(
            "**/events?project=widget",
            lambda route: route.fulfill(content_type="text/event-stream", body="retry: 1\n\n" + "".join(told)),
        )
        with seen.page.expect_request(lambda _: sum("/events" in one for one in seen.asked) > 1):
            seen.page.goto(place)

        assert seen.page.inner_text("[data-status]").lower() == "running"
        assert seen.asked.count(place) == 1


def test_the_page_of_a_run_that_failed_stands_still(
    browser: Browser, compliance: ComplianceProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    compliance.to_manifest()
    monkeypatch.delenv("GH_TOKEN")
    compliance.json("compliance", "run", *BY, code=3)
    with live_server(compliance.tree) as server, watched(browser) as seen:
        address = logged_in(seen, server.port)
        place = f"{address}/runs/run-001?project=widget"
        seen.page.goto(place, wait_until="networkidle")

        assert seen.page.inner_text("[data-status]").lower() == "failed"
        assert seen.page.get_by_text("provider-unreadable").is_visible()
        assert seen.asked.count(place) == 1
        assert not any("/events" in one for one in seen.asked)


def test_hostile_reports_are_inert_on_every_page(browser: Browser, compliance: ComplianceProject) -> None:
    digests = keep(compliance, *(one for one in HOSTILE if len(one) < 1000))
    with live_server(compliance.tree) as server, watched(browser) as seen:
        address = logged_in(seen, server.port)
        for place in ("/", "/project?project=widget", *(f"/reports/{one}?project=widget" for one in digests)):
            assert (answer := seen.page.goto(f"{address}{place}")) is not None
            assert answer.status == 200
            seen.assert_accessible()
            assert seen.page.locator("iframe, img, object, base, style, script").count() == 0
        seen.assert_calm(origin=f"{address}/")


def test_nobody_frames_a_page_and_no_script_but_ours_runs(browser: Browser, compliance: ComplianceProject) -> None:
    with live_server(compliance.tree) as server, watched(browser) as seen:
        address = logged_in(seen, server.port)
        with seen.page.expect_console_message(lambda one: "Content Security Policy" in one.text):
            seen.page.evaluate(
                "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">'); "
                "const one = document.createElement('script'); one.textContent = 'window.ran = 1'; "
                "document.body.append(one)"
            )
        assert seen.page.evaluate("window.ran") is None
        seen.page.goto("about:blank")
        with seen.page.expect_event("framenavigated", lambda one: one.url.startswith("chrome-error:")):
            seen.page.set_content(f"<iframe src='{address}/login'></iframe>")
