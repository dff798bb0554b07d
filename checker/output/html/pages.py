"""Templates of this package, filled in: strict, escaped, and the same bytes for the same values."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checker.formats.text_safety import escape_for_terminal

STYLESHEET = "clean-release.css"


def filled(template: str, **values: object) -> str:
    """A template with its values; a name that is not given is an error, never an empty place."""
    return _environment().get_template(template).render(**values) + "\n"


@cache
def stylesheet() -> str:
    """The one stylesheet of every page."""
    return (files("checker.output.html") / "static" / STYLESHEET).read_text(encoding="utf-8")


def static_file(name: str) -> str | None:
    """A file that pages name, or None where there is none such."""
    found = files("checker.output.html") / "static" / name
    return found.read_text(encoding="utf-8") if found.is_file() else None


@cache
def style_hash() -> str:
    """What a content security policy calls the stylesheet where a page holds it: `sha256-` and base64 of its digest."""
    return "sha256-" + base64.b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("checker.output.html"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"in_text": _marked, "ours": Markup, "thousands": thousands}
    environment.globals |= {"stylesheet": stylesheet, "style_hash": style_hash}
    return environment


def in_text(text: str) -> str:
    """Foreign text between tags, where a quotation mark needs no escape: evidence is full of them."""
    return escape_for_terminal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _marked(text: str) -> Markup:
    return Markup(in_text(text))  # noqa: S704 - escaped for exactly this place


def thousands(number: int) -> str:
    """A count as people read it."""
    return f"{number:,}"


def _visible(value: object) -> object:
    """A value as it is put on a page: text that would not show as itself is written out; markup of ours stays."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return escape_for_terminal(value)
