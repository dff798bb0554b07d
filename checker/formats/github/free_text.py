"""Titles and messages that people typed: kept for reading, without the e-mail addresses they may hold."""

import re

_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:@]+\.[^\s<>\"'(),;:@]+")
_INSTEAD = "[e-mail]"
LONGEST = 4096


def without_addresses(text: str) -> str:
    """The text with every e-mail address replaced, and no longer than a document may hold it (4096 characters)."""
    return _ADDRESS.sub(_INSTEAD, text)[:LONGEST]
