"""The report as a file, in a real browser: calm, inert, readable by eye, keyboard and screen reader, and on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from checker.domain.closure import AuditedSections, Closure, ReadSection
from checker.domain.digest import digest_of
from checker.domain.manifest import Artifact
from checker.domain.namespace import Namespace
from checker.domain.report import Gating, JudgedSource
from checker.domain.rule import Fix
from checker.formats.report_v1 import report_bytes, report_document
from checker.output.html.report_page import render_html
from tests.browser import chromium, watched
from tests.report_builders import a_report, a_rule, a_violation, an_audit, an_unread, failed, not_evaluated, passed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from checker.domain.report import Report

ONE, TWO = a_rule("branch.one"), a_rule("tag.two")
HOSTILE = (
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" autofocus onfocus="alert(1)',
    "javascript:alert(1)",
    "<a href='javascript:alert(1)'>x</a><iframe src=http://127.0.0.1:9/>",
    "<svg onload=alert(1)><meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "\u202egnp.exe\u2066\u200b",
    "a\x00b\x1b[31m",
    "::error::forged",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "<!-- --><![CDATA[ ]]>&lt;b&gt;",
    "x" * 1_000_000,
)


def hostile(text: str) -> Report:
    fix = Fix(command=text[:4000], click=text[:4000])
    violation = replace(a_violation(ONE, evidence=({"said": text, text[:100]: [text]},)), subject=text, fix=fix)
    several = (replace(a_violation(TWO, f"{number}{text}"), message=text, fix=fix) for number in range(20))
    return a_report(
        failed(ONE, replace(violation, message=text)),
        failed(TWO, *several),
        not_evaluated(a_rule("env.three"), reason=text),
        project=text[:4000],
        unread=(an_unread(text, why=text, needs=text, status=text),),
        warnings=(text,),
        source=JudgedSource(host=text[:4000], slug=text[:4000], commit=text[:4000]),
    )


def many() -> Report:
    rules = [a_rule(f"branch.r{number:02}") for number in range(20)]
    return a_report(
        *(
            failed(
                rule, *(a_violation(rule, f"refs/heads/b{one:03}", evidence=({"actor": one},)) for one in range(100))
            )
            for rule in rules
        )
    )


CLOSURE = Closure(
    artifacts=tuple(Artifact(name=f"widget-{n}.whl", kind="wheel", sha256="ab" * 32, size=5) for n in range(9)),
    audits=(AuditedSections(audit=an_audit().digest, sections=(ReadSection(name="branches", status="denied"),)),),
)
REPORTS = {
    "passed": lambda: a_report(passed(ONE), gating=Gating(gating=True)),
    "blocked": lambda: a_report(
        failed(ONE), failed(a_rule("x.y", enforcement="warn")), passed(TWO), unread=(an_unread(),)
    ),
    "undecided": lambda: a_report(not_evaluated(ONE), passed(TWO), namespace=Namespace.DEMO),
    "many": many,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def written(folder: Path, report: Report) -> str:
    """The address of the report's file."""
    text = render_html(report_document(report), digest=digest_of(report_bytes(report)), closure=CLOSURE)
    file = folder / "report.html"
    file.write_text(text, encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_calm_readable_and_accessible(
    browser: Browser, tmp_path: Path, name: str, scheme: str, width: int
) -> None:
    address = written(tmp_path, REPORTS[name]())
    with watched(browser, scheme="dark" if scheme == "dark" else "light", width=width) as seen:
        seen.page.goto(address)

        assert seen.page.inner_text("h1").lower().endswith("blocked" if name == "many" else name)
        seen.assert_accessible()
        seen.assert_readable()
        seen.assert_calm(origin=address)
        is_dark = seen.page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(16, 20, 24)"
        assert is_dark == (scheme == "dark")


def test_what_could_not_be_read_is_read_downwards_on_a_narrow_window(browser: Browser, tmp_path: Path) -> None:
    with watched(browser, width=375) as seen:
        seen.page.goto(written(tmp_path, REPORTS["blocked"]()))
        seen.assert_stacked()


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(one[:20]) for one in HOSTILE])
def test_hostile_text_is_inert(browser: Browser, tmp_path: Path, text: str) -> None:
    address = written(tmp_path, hostile(text))
    with watched(browser) as seen:
        seen.page.goto(address)
        for place in seen.page.locator("summary").all():
            place.click()
        for place in seen.page.locator(".message, dd, td").all()[:40]:
            place.hover()

        seen.assert_calm(origin=address)
        seen.assert_accessible()
        assert seen.page.locator("script, iframe, img, object, form, link, base").count() == 0
        assert seen.page.locator("a:not([href^='#'])").count() == 0
        assert seen.page.evaluate("document.querySelectorAll('style, meta').length") == 6
        assert not any(ord(char) < 32 and char != "\n" for char in seen.page.inner_text("body").replace("\t", ""))


def test_the_keyboard_reaches_everything_and_shows_where_it_is(browser: Browser, tmp_path: Path) -> None:
    address = written(tmp_path, many())
    with watched(browser) as seen:
        page = seen.page
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the verdict"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "verdict"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#failed"
        assert _outline(page) >= 2
        page.locator("summary").first.focus()
        page.keyboard.press("Enter")
        assert page.locator("details").first.get_attribute("open") is not None
        assert _reached(page) == page.evaluate(
            "[...document.querySelectorAll('a, summary, .wide')].filter((e) => e.checkVisibility()).length"
        )


def _outline(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)"))


def _reached(page: Page) -> int:
    """How many distinct places the Tab key stops at, from the top of the page."""
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    seen = set()
    page.locator(".skip").focus()
    for _ in range(200):
        place = page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
        if place in seen or page.evaluate("document.activeElement === document.body"):
            break
        seen.add(place)
        page.keyboard.press("Tab")
    return len(seen)


def test_on_paper_every_table_is_unfolded_and_dark_is_light(browser: Browser, tmp_path: Path) -> None:
    address = written(tmp_path, many())
    with watched(browser, scheme="dark") as seen:
        page = seen.page
        page.goto(address)
        last = page.locator("details td").last
        assert not last.is_visible()
        page.emulate_media(media="print")

        assert last.evaluate("(e) => e.getBoundingClientRect().height") > 0
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        seen.assert_readable()
        paper = page.pdf(prefer_css_page_size=True)
        assert paper.startswith(b"%PDF-")
        assert paper.count(b"/Type /Page\n") >= 20 or len(paper) > 100_000


@pytest.mark.parametrize(("motion", "scrolls"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_nothing_moves_for_whoever_does_not_want_it(
    browser: Browser, tmp_path: Path, motion: str, scrolls: str
) -> None:
    address = written(tmp_path, a_report())
    with watched(browser, reduced_motion=motion) as seen:
        seen.page.goto(address)

        assert seen.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == scrolls
        assert seen.page.evaluate("document.getAnimations().length") == 0
