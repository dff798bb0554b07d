"""Slugs: `owner/name`, as a provider's addresses spell a repository."""

import re

from checker.errors import UsageError

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}/[A-Za-z0-9._-]{1,100}")
_ADDRESS = re.compile(
    r"(?:[a-z]+:/{1,2}(?:[^@/\s]+@)?|[^@/\s]+@|(?=github\.com[:/]))(?P<host>[A-Za-z0-9.-]+)(?::\d+(?=/))?[:/]"
    r"(?P<slug>[^/\s]+/[^/\s?#]+)(?:[/?#].*)?"
)
"""What a browser or git calls a repository; a path of this machine may have lost one of the two slashes."""
_OF_GIT = ".git"
_USUAL_HOST = "github.com"
_SHOWN = 100


def is_slug(text: str) -> bool:
    """Whether a text has the form of a slug; `.` and `..` are no names."""
    return _SLUG.fullmatch(text) is not None and text.partition("/")[2].strip(".") != ""


def spelt_as_slug(text: str) -> str:
    """What to type instead of an address, or of the name git gives a copy; empty where nothing is known.

    A host that is not the usual one is an option of its own. Nothing else of an address is repeated: there may be a
    password in it.
    """
    found = _ADDRESS.fullmatch(text)
    slug = (found["slug"] if found else text).removesuffix(_OF_GIT)
    if not is_slug(slug) or slug == text:
        return ""
    return slug if not found or found["host"] == _USUAL_HOST else f"{slug} --host {found['host']}"


def refuse_address(text: str) -> None:
    """Refuse a repository that is named as a browser or git names it.

    Raises:
        UsageError: it is; the hint says what to type.
    """
    if instead := spelt_as_slug(text):
        raise UsageError("a repository is named OWNER/REPO here, not by an address", hint=f"type {instead}")


def refuse_no_slug(text: str) -> None:
    """Accept only a slug, so that nothing else ever becomes part of an address.

    Raises:
        UsageError: it is none, or it ends as only a copy of git does.
    """
    refuse_address(text)
    if not is_slug(text):
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        raise UsageError(f"{shown!a} is no repository, expected OWNER/REPO", hint="write it as in the address bar")
