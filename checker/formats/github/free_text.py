"""Titles and messages that people typed: kept for reading, without the e-mail addresses they may hold."""

import re

_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:@]+\.[^\s<>\"'(),;:@]+")
_IN_PATTERN = re.compile(r"[A-Za-z0-9]\\?@[A-Za-z0-9-]+\\?\.")
_INSTEAD = "[e-mail]"
LONGEST = 4096


def without_addresses(text: str) -> str:
    """The text with every e-mail address replaced, and no longer than a document may hold it (4096 characters)."""
    return _ADDRESS.sub(_INSTEAD, text)[:LONGEST]


def pattern_without_addresses(pattern: str) -> str:
    r"""A pattern for addresses as it is (`^.+@example\.org$`), unless it spells a whole address out.

    Then nothing of it is kept: what is left would be another pattern.
    """
    return _INSTEAD if _IN_PATTERN.search(pattern) else pattern[:LONGEST]
