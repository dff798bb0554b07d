"""Expressions of workflow files: which secrets they reference.

Only expressions are looked at, `${{ … }}` and the conditions that need no braces; the word `secrets` in a shell
comment references nothing. Strings inside expressions are skipped. Source: GitHub's documentation of contexts and
expressions.
"""

import re
from collections.abc import Iterator

from checker.domain.json_value import Json
from checker.domain.workflow import SecretUse
from checker.domain.workflow_uses import EXPRESSION

_BRACED = re.compile(r"\$\{\{((?:'[^']*'|[^'}]|\}(?!\}))*)")
_SECRETS = re.compile(
    r"'[^']*'|(?<![\w.-])secrets\b\s*(?:\.\s*(?P<name>[A-Za-z_][\w-]*)|\[\s*'(?P<quoted>[^']*)'\s*\])?", re.IGNORECASE
)


def secrets_in(value: Json) -> SecretUse:
    """The secrets that a value of a workflow file references, wherever in it."""
    names: set[str] = set()
    whole = False
    for expression in _expressions_in(value):
        for found in _SECRETS.finditer(expression):
            name = found["name"] or found["quoted"]
            if name:
                names.add(name.upper())
            whole = whole or (not name and not found[0].startswith("'"))
    return SecretUse(names=tuple(sorted(names)), all=whole)


def _expressions_in(value: Json) -> Iterator[str]:
    waiting: list[tuple[str, Json]] = [("", value)]
    while waiting:
        key, item = waiting.pop()
        if isinstance(item, dict):
            waiting += item.items()
        elif isinstance(item, list):
            waiting += (("", one) for one in item)
        elif isinstance(item, str) and EXPRESSION in item:
            yield from (found[1] for found in _BRACED.finditer(item))
        elif isinstance(item, str) and key == "if":
            yield item
