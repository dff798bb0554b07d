"""A page as a reader that is not ours takes it apart: elements, their attributes, and the text a person sees."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element as it was written."""

    name: str
    attributes: dict[str, str]


@dataclass(slots=True)
class Page:
    """What was found, in order."""

    elements: list[Element] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def named(self, name: str) -> list[Element]:
        """Every element of a name."""
        return [one for one in self.elements if one.name == name]

    @property
    def shown(self) -> str:
        """All the text, one space for every run of white space."""
        return " ".join("".join(self.text).split())

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """The elements and the names of their attributes: what foreign text must never change."""
        return [(one.name, tuple(sorted(one.attributes))) for one in self.elements]


_INLINE = {"a", "b", "code", "span"}
ELEMENTS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "a",
        "header",
        "p",
        "main",
        "section",
        "h1",
        "h2",
        "h3",
        "span",
        "ul",
        "ol",
        "li",
        "dl",
        "div",
        "dt",
        "dd",
        "nav",
        "b",
        "article",
        "details",
        "summary",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "svg",
        "desc",
        "path",
        "rect",
        "text",
        "pre",
        "code",
        "footer",
    ]
)
"""Every element a report has."""


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self._page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self._page.elements.append(Element(name=tag, attributes=attributes))
        self._apart(tag)

    def handle_endtag(self, tag: str) -> None:  # noqa: V105 - html.parser calls it
        self._apart(tag)

    def _apart(self, tag: str) -> None:
        if tag not in _INLINE:
            self._page.text.append(" ")

    def handle_startendtag(  # noqa: V105 - as above
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:  # noqa: V105 - as above
        if self.cdata_elem != "style":
            self._page.text.append(data)


def read_page(text: str) -> Page:
    """The page."""
    page = Page()
    reader = _Reader(page)
    reader.feed(text)
    reader.close()
    return page
