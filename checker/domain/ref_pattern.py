"""Which refs a pattern of the provider's settings stands for, and how two patterns lie to each other.

Rulesets, branch protection and environments name refs by patterns; the provider matches them with Ruby's `File.fnmatch`
and `FNM_PATHNAME` (`glob`). Rules never match patterns themselves: this is the one place, and it errs on the safe
side. `covers` is True only if it is proven; `may_overlap` is False only if the opposite is proven.

Ruby reads a few forms that the provider says it does not support (backslashes, complemented sets). What the provider
does with them is not known, so `doubtful` names them, nothing is proven of them, and `matches` answers as Ruby does.

Sources: the provider's page on creating rulesets, "Unsupported fnmatch syntax"; its REST reference of rulesets,
`conditions.ref_name`.
"""

import re
from functools import lru_cache

from checker.domain.glob import glob_of, includes, meets
from checker.domain.proof_steps import ProofSteps

ALL_REFS = "~ALL"
DEFAULT_BRANCH = "~DEFAULT_BRANCH"

_HEADS = "refs/heads/"
_SPECIAL = re.compile(r"[*?\[\\]")
_ENDS = re.compile(r"[*?\]\\]")
_LONGEST = 1024
_CHARACTERS_PER_STEP = 8
_PARTS_PER_WORD = 64
"""How many parts of a pattern one operation moves on by a character; a longer pattern takes several."""
_BRACKET = re.compile(r"\[[^\]]*(\]?)")
_BACKWARDS = re.compile(r"(.)-([^\]])")


def is_pattern(text: str) -> bool:
    """Whether the text may stand for anything else than the one ref it spells."""
    return text.startswith("~") or _SPECIAL.search(text) is not None


def written_part(pattern: str) -> str:
    """What every ref that a pattern stands for begins with; nothing for `~ALL` and its like."""
    return "" if pattern.startswith("~") else _SPECIAL.split(pattern, maxsplit=1)[0]


def written_end(pattern: str) -> str:
    """What every ref that a pattern stands for ends with; nothing for `~ALL` and its like."""
    return "" if pattern.startswith("~") else _ENDS.split(pattern)[-1]


@lru_cache(maxsize=1024)
def doubtful(pattern: str) -> str:
    """Why it is not known which refs the provider takes a pattern to mean; empty when it is known."""
    if pattern.startswith("~") and pattern not in {ALL_REFS, DEFAULT_BRANCH}:
        return f"{pattern} is no word for refs that is known"
    if "\\" in pattern:
        return "the provider does not support backslashes in patterns"
    if "\0" in pattern or len(pattern) > _LONGEST:
        return f"a pattern has at most {_LONGEST} characters, and none of them is U+0000"
    for found in _BRACKET.finditer(pattern):
        if found[0][1:2] in {"^", "!"}:
            return f"the provider does not support complemented sets: {found[0]}"
        backwards = any(one[1] > one[2] for one in _BACKWARDS.finditer(found[0][1:]))
        if not found[1] or found[0] == "[]" or backwards:
            return f"the set {found[0]} is empty, without end, or has a range that runs backwards"
    return ""


def matches(pattern: str, ref: str, *, default_branch: str = "", steps: ProofSteps) -> bool:
    """Whether a pattern stands for a ref; both short (`main`) or both full (`refs/heads/main`).

    Args:
        pattern: the pattern as the settings give it, `~ALL` or `~DEFAULT_BRANCH`.
        ref: one ref; a full one if the pattern is `~DEFAULT_BRANCH`, for a tag may have the name of a branch.
        default_branch: its short name.
        steps: what the derivation this belongs to may still spend.

    Raises:
        ValueError: the pattern is `~DEFAULT_BRANCH` and no default branch is given; to guess would be to decide.
        StepsSpentError: no steps are left; likewise below.
    """
    steps.spend(1 + (len(pattern) + len(ref)) // _CHARACTERS_PER_STEP)
    if pattern == ALL_REFS:
        return True
    if pattern == DEFAULT_BRANCH:
        if not default_branch:
            raise ValueError("the default branch is not known, so it is not known what ~DEFAULT_BRANCH matches")
        return ref == _HEADS + default_branch
    if "\0" in pattern + ref:
        return False
    if not _SPECIAL.search(pattern):
        return pattern == ref
    steps.spend(len(ref) * (len(pattern) // _PARTS_PER_WORD) // _CHARACTERS_PER_STEP)
    return _matched(pattern, ref)


@lru_cache(maxsize=8192)
def _matched(pattern: str, ref: str) -> bool:
    """The answer for one ref; the same conditions occur in many rulesets, and are asked of each ref twice."""
    return glob_of(pattern).matches(ref)


def covers(general: str, specific: str, *, default_branch: str = "", steps: ProofSteps) -> bool:
    """Whether every ref that `specific` stands for is one `general` stands for; False when that is not proven."""
    steps.spend(1 + (len(general) + len(specific)) // _CHARACTERS_PER_STEP)
    if ALL_REFS in {general, specific} or general == specific:
        return general in {ALL_REFS, specific}
    if (pair := _provable(general, specific, default_branch)) is None:
        return False
    if not is_pattern(pair[1]):  # it stands for itself alone
        return matches(*pair, steps=steps)
    return _may_meet(*pair) and _proven(includes(glob_of(pair[0]), glob_of(pair[1])), steps)


def may_overlap(one: str, other: str, *, default_branch: str = "", steps: ProofSteps) -> bool:
    """Whether some ref may be matched by both; True when the opposite is not proven."""
    steps.spend(1 + (len(one) + len(other)) // _CHARACTERS_PER_STEP)
    if ALL_REFS in {one, other}:
        return True
    if (pair := _provable(one, other, default_branch)) is None:
        return True
    if not is_pattern(pair[1]):
        return matches(*pair, steps=steps)
    if not is_pattern(pair[0]):
        return matches(pair[1], pair[0], steps=steps)
    return _may_meet(*pair) and _proven(meets(glob_of(pair[0]), glob_of(pair[1])), steps)


def _may_meet(one: str, other: str) -> bool:
    """Whether two globs can begin alike; if not, nothing is matched by both, and no proof is needed."""
    here, there = written_part(one), written_part(other)
    return here.startswith(there) or there.startswith(here)


def _proven(answer: tuple[bool, int], steps: ProofSteps) -> bool:
    steps.spend(answer[1])
    return answer[0]


def _provable(one: str, other: str, default_branch: str) -> tuple[str, str] | None:
    """The two patterns as globs; nothing if one of them is doubtful or hangs on what is not known."""
    if DEFAULT_BRANCH in {one, other}:
        if not default_branch or is_pattern(default_branch):
            return None
        one, other = (_HEADS + default_branch if text == DEFAULT_BRANCH else text for text in (one, other))
    return None if doubtful(one) or doubtful(other) else (one, other)
