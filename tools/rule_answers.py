"""What the tests of a rule say of its answers: when it passes, fails and cannot tell, and what evidence it gives.

Tests are sentences, and the one about evidence spells out what it expects; so a page that quotes both says what is so.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TEST = re.compile(r"^test_([a-z0-9_]+)", re.MULTILINE)
_EVIDENCE = re.compile(r'"evidence": (?=[\[{])')
_NAMED = re.compile(r'^([a-z_]+) := ("[^"\n]*"|[0-9]+|true|false)$', re.MULTILINE)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Za-z_][\w.]*|.', re.DOTALL)
_WORDS = frozenset({"true", "false", "null"})
_KEYS = re.compile(r'"([a-z_]+)":')
_OPEN, _CLOSED = "{[", "}]"
_KINDS = (
    ("It passes", ("passes",), True),
    ("It fails", ("denies",), True),
    ("It cannot tell", ("leaves", "is undecided", "decides nothing", "opens nothing"), False),
    ("Besides, it", ("",), False),
)
"""Headings, how the tests below each begin, and whether the heading says that word already."""


def decisions(tests: str) -> Iterator[str]:
    """The lines of a page that say how a rule decides, from the text of its tests."""
    sentences = [found.replace("_", " ") for found in _TEST.findall(tests)]
    yield f"{len(sentences)} tests say so."
    left = sentences
    for heading, beginnings, is_said in _KINDS:
        taken = [one for one in left if one.startswith(beginnings)]
        left = [one for one in left if one not in taken]
        if taken:
            yield from ("", f"{heading}:", "")
            yield from (f"- {one.partition(' ')[2] if is_said else one}" for one in taken)


def evidence(tests: str, rule: str) -> list[str]:
    """An example of what a violation carries, as its tests expect it; only its fields where they do not spell it out.

    Args:
        tests: the text of the rule's tests.
        rule: the text of the rule.
    """
    named = dict(_NAMED.findall(tests))
    for found in _EVIDENCE.finditer(tests):
        try:
            example = json.loads(_filled(_balanced(tests, found.end()), named))
        except ValueError:
            continue
        if example:
            return ["```json", *json.dumps(example, indent=2, ensure_ascii=False).splitlines(), "```"]
    found_keys = [_KEYS.findall(_balanced(rule, found.end())) for found in _EVIDENCE.finditer(rule)]
    names = dict.fromkeys(key for keys in found_keys for key in keys)
    return [f"It names {', '.join(f'`{name}`' for name in names)}."] if names else []


def _balanced(text: str, start: int) -> str:
    """The text from an opening bracket to the one that closes it."""
    depth, place = 0, start
    for token in _TOKEN.findall(text[start:]):
        place += len(token)
        depth += (token in _OPEN) - (token in _CLOSED)
        if not depth:
            break
    return text[start:place]


def _filled(written: str, named: dict[str, str]) -> str:
    """The same with what the names of the file stand for, and without the commas that JSON does not know."""
    tokens: Sequence[str] = _TOKEN.findall(written)
    filled = "".join(named.get(token, token) if token not in _WORDS else token for token in tokens)
    return re.sub(r",(\s*[}\]])", r"\1", filled)
