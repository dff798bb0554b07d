"""What an `if` of a job promises: whether the job goes on after a failure, and which refs it is kept to.

Only what is certain counts. A condition that mixes braces and text is always true, and one that asks for the status of
what it needs no longer waits for its success. Source: GitHub's documentation of expressions, status check functions.
"""

import re
from collections.abc import Iterator

_STATUS = re.compile(r"\b(?:always|failure|cancelled|success)\s*\(", re.IGNORECASE)
_QUOTED = re.compile(r"'[^']*'")
_SUCCESS = re.compile(r"success\s*\(\s*\)", re.IGNORECASE)
_PREFIX = re.compile(r"startsWith\s*\(\s*github\.ref\s*,\s*'(?P<prefix>refs/[^']*)'\s*\)", re.IGNORECASE)
_MARK = re.compile(r"'[^']*'|[()]|&&|\|\|")
_BRACES, _END = "${{", "}}"
_DEPTH = {"(": 1, ")": -1}


def goes_on_after_failure(condition: str) -> bool:
    """Whether the job may run although one that it needs failed.

    A condition with any status function no longer demands success by itself; only `success()`, as a part that must
    hold, still does.
    """
    if not _STATUS.search(_QUOTED.sub("''", condition)):
        return False
    return not any(_SUCCESS.fullmatch(part) for part in _parts(condition))


def ref_prefixes(condition: str) -> tuple[str, ...]:
    """The beginnings that the full ref must have for the job to run; empty where the condition promises none."""
    found = (_PREFIX.fullmatch(part) for part in _parts(condition))
    return tuple(match["prefix"] for match in found if match)


def _parts(condition: str) -> tuple[str, ...]:
    """The parts that must all hold; none where an `||`, or text around braces, lets any of them be false."""
    bare = condition
    if _BRACES in condition:
        if not (condition.startswith(_BRACES) and condition.endswith(_END) and condition.count(_BRACES) == 1):
            return ()
        bare = condition[len(_BRACES) : -len(_END)]
    marks = [*_marks(bare)]
    if any(mark[0] == "||" for mark in marks):
        return ()
    ends = [*(start for _, start in marks), len(bare)]
    starts = [0, *(start + len(sign) for sign, start in marks)]
    return tuple(bare[start:end].strip() for start, end in zip(starts, ends, strict=True))


def _marks(text: str) -> Iterator[tuple[str, int]]:
    """The operators outside of quotes and parentheses, with their places."""
    depth = 0
    for found in _MARK.finditer(text):
        depth += _DEPTH.get(found[0], 0)
        if depth == 0 and found[0] in {"&&", "||"}:
            yield found[0], found.start()
