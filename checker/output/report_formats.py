"""Every format a report is written in, and what writes it: one list for all that show reports.

A writer is loaded where it is asked for, and never for another one: a command pays for what it uses.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from checker.domain.json_value import Json

# ruff: noqa: PLC0415 - only the writer that was asked for is loaded


class Writer(Protocol):
    """Writes a valid `report/v1` document, whose digest is known."""

    def __call__(self, document: Mapping[str, Json], *, digest: str) -> str:
        """The same text for the same report."""
        ...


def _text() -> Writer:
    from checker.output.text import render_text

    return render_text


def _json() -> Writer:
    from checker.output.json_v1 import render_json

    return render_json


def _sarif() -> Writer:
    from checker.output.sarif import render_sarif

    return render_sarif


def _junit() -> Writer:
    from checker.output.junit import render_junit

    return render_junit


def _github() -> Writer:
    from checker.output.github import render_github

    return render_github


def _gitlab() -> Writer:
    from checker.output.gitlab import render_gitlab

    return render_gitlab


def _markdown() -> Writer:
    from checker.output.markdown import render_markdown

    return render_markdown


_WRITERS: Mapping[str, Callable[[], Writer]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "junit": _junit,
    "github": _github,
    "gitlab": _gitlab,
    "markdown": _markdown,
}

HTML = "html"
"""A page: `html.report_page` makes it of the report and of what is inside the documents it names."""

REPORT_FORMATS = (*_WRITERS, HTML)
"""By name, in the order of the help."""

JSON_FORMATS = frozenset({"json", "sarif", "gitlab"})
"""Those that are JSON: where a reader does not take UTF-8, they can escape as JSON does."""


def render_report(document: Mapping[str, Json], *, digest: str, format_name: str) -> str:
    """The report in one of `REPORT_FORMATS` but `HTML`, the same text wherever it goes."""
    return _WRITERS[format_name]()(document, digest=digest)
