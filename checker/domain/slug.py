"""Slugs: `owner/name`, as a provider's addresses spell a repository."""

import re

from checker.errors import UsageError

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}/[A-Za-z0-9._-]{1,100}")


def is_slug(text: str) -> bool:
    """Whether a text has the form of a slug; `.` and `..` are no names."""
    return _SLUG.fullmatch(text) is not None and text.partition("/")[2].strip(".") != ""


def refuse_no_slug(text: str) -> None:
    """Accept only a slug, so that nothing else ever becomes part of an address.

    Raises:
        UsageError: it is none.
    """
    if not is_slug(text):
        raise UsageError(f"{text!a} is no repository, expected OWNER/REPO", hint="write it as in the address bar")
