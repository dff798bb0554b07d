"""Foreign text in Markdown that GitHub renders: no HTML, link, image, mention, reference or table can come of it.

A backslash does not stop a mention or a bare address from becoming a link, because GitHub looks for those after
rendering; inside a code span it does not look. So whatever is not plainly prose becomes code.
"""

import re

from checker.formats.text_safety import escape_for_terminal

_PROSE = re.compile(r"[A-Za-z](?:[A-Za-z0-9,;.()'\"/%=+ -]|: |:$)*")
"""Begins with a letter: a dash, a number or a quotation mark could begin a list or a rule."""
_REFERENCE = re.compile(r"www\.|GH-\d|\b[0-9a-f]{7,}\b|&|\\", re.IGNORECASE)


def prose(text: str) -> str:
    """A sentence as it is where nothing in it means anything in Markdown, and as code otherwise."""
    shown = escape_for_terminal(text)
    if _PROSE.fullmatch(shown) and not _REFERENCE.search(shown):
        return shown.strip()
    return code(text)


def code(text: str) -> str:
    """A code span of one line that nothing in the text can end."""
    shown = escape_for_terminal(text)
    if not shown:
        return "(empty)"
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown.startswith(("`", " ")) or shown.endswith(("`", " ")) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
