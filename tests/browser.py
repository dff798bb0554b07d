"""A real browser: the system's Chromium, steered by playwright, that tells what it says, asks for and opens."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from playwright.sync_api import sync_playwright

from tools.system_packages import BROWSERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Dialog, Page

_SCRIPTS = Path(__file__).parent / "data" / "browser"
Scheme = Literal["light", "dark"]

_TEXTS = (_SCRIPTS / "texts.js").read_text(encoding="utf-8")

_STRUCTURE = (_SCRIPTS / "structure.js").read_text(encoding="utf-8")


@dataclass(kw_only=True)  # playwright puts attributes on whatever its handlers belong to
class Watched:
    """A page, and what it did: lines on its console, addresses it asked for, dialogs and windows it opened."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def dismiss(self, dialog: Dialog) -> None:
        """Note a dialog, and close it."""
        self.opened.append(dialog.message)
        dialog.dismiss()

    def assert_calm(self, *, origin: str) -> None:
        """Nothing was said or opened, and nobody else was asked for anything."""
        assert self.said == []
        assert self.opened == []
        assert [one for one in self.asked if not one.startswith(origin)] == []

    def assert_readable(self) -> None:
        """Every text stands out enough from what is behind it (WCAG 2.2, 1.4.3)."""
        texts = self.page.evaluate(_TEXTS)
        assert len(texts) > 3
        assert [one for one in texts if one[0] < 4.5] == []

    def assert_accessible(self) -> None:
        """Headings in order, landmarks and names for all that has to have one, nothing wider than the window."""
        found: dict[str, Any] = self.page.evaluate(_STRUCTURE)
        levels = found.pop("headings")
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        landmarks = found.pop("landmarks")
        assert landmarks.count("main") == 1
        assert "header" in landmarks
        assert found.pop("language") == "en"
        assert found.pop("title")
        assert {name: value for name, value in found.items() if value} == {}

    def assert_stacked(self) -> None:
        """On a narrow window a row of sentences is read downwards: no cell is a column of single words."""
        cells = self.page.locator(".stacks td")
        widths = cells.evaluate_all("all => all.map((e) => e.clientWidth / window.innerWidth)")
        assert widths
        assert [one for one in widths if 0 < one < 0.5] == []


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's browser.

    NOTE: without its sandbox, which needs rights that a container does not give; what it opens here is our own.
    """
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    assert path, "there is no Chromium; make system-packages installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched(browser: Browser, *, scheme: Scheme = "light", width: int = 1280, **more: Any) -> Iterator[Watched]:  # noqa: ANN401 - any option of a context
    """A fresh browser without any memory, and one page in it."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
    page = context.new_page()
    seen = Watched(page=page)
    page.on("console", lambda one: seen.said.append(one.text))
    page.on("pageerror", lambda one: seen.said.append(str(one)))
    page.on("request", lambda one: seen.asked.append(one.url))
    page.on("dialog", seen.dismiss)
    context.on("page", lambda one: seen.opened.append(one.url))
    try:
        yield seen
    finally:
        context.close()
