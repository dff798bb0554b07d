"""Whether a ruleset's conditions cover a release ref: its includes reach all of it, and no exclude reaches any of it.

Conditions are patterns of full refs (`refs/heads/release/*`), `~ALL`, or `~DEFAULT_BRANCH`; what it is not
known to mean covers nothing as an include and everything as an exclude. Source: the provider's REST reference for
rulesets, `conditions.ref_name`.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache

from checker.domain.observation import Observation
from checker.domain.proof_steps import ProofSteps
from checker.domain.ref_pattern import (
    ALL_REFS,
    DEFAULT_BRANCH,
    covers,
    doubtful,
    is_pattern,
    matches,
    may_overlap,
    written_part,
)
from checker.domain.release_refs import HEADS, RefKind, ReleaseRef

_CHARACTERS_PER_STEP = 8


class Covering(StrEnum):
    """How a ruleset's conditions and one release ref lie to each other."""

    COVERED = "covered"
    """Every ref the release ref stands for is included and none is excluded."""
    PARTLY = "partly"
    """Some are included, or it cannot be proven that all are; none is excluded."""
    PUNCTURED = "punctured"
    """It is included, wholly or in part, and an exclude takes it out, or may take a part of it out."""
    OUTSIDE = "outside"
    UNDECIDED = "undecided"
    """It hangs on the default branch, which could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefConditions:
    """The includes and excludes of one ruleset."""

    include: tuple[str, ...]
    exclude: tuple[str, ...]


class _Reach(IntEnum):
    NONE = 0
    SOME = 1
    UNKNOWN = 2
    ALL = 3


def covering_of(
    conditions: RefConditions, ref: ReleaseRef, *, default: str | Observation, steps: ProofSteps
) -> Covering:
    """How these conditions cover one release ref.

    For a literal ref the answer is exact. For a pattern, one include alone must cover it: several that cover it only
    together count as `PARTLY`, because a union of patterns cannot be compared for sure. `default` is the name of the
    default branch, or why it is not known.

    Raises:
        StepsSpentError: the derivation has no steps left, so nothing is proven.
    """
    included = _furthest(conditions.include, ref, default, steps, unknown=_Reach.NONE)
    if included is _Reach.NONE:
        return Covering.OUTSIDE
    excluded = _furthest(conditions.exclude, ref, default, steps, unknown=_Reach.ALL)
    if _Reach.UNKNOWN in (included, excluded):
        return Covering.UNDECIDED
    if excluded is not _Reach.NONE:
        return Covering.PUNCTURED
    return Covering.COVERED if included is _Reach.ALL else Covering.PARTLY


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sorted:
    """Conditions by what they take to answer, and the steps of looking at them.

    `spelt` are refs spelt out, `others` everything else. A ref that begins like none of `begins` is reached by none
    of the others.
    """

    spelt: frozenset[str]
    others: tuple[str, ...]
    begins: tuple[str, ...]
    steps: int


@lru_cache(maxsize=4096)
def _sorted_out(conditions: tuple[str, ...]) -> _Sorted:
    spelt = frozenset(one for one in conditions if not is_pattern(one) and not doubtful(one))
    others = tuple(one for one in conditions if one not in spelt)
    return _Sorted(
        spelt=spelt,
        others=others,
        begins=tuple({"" if doubtful(one) else written_part(one) for one in others}),
        steps=sum(1 + len(one) // _CHARACTERS_PER_STEP for one in conditions),
    )


def _furthest(
    conditions: tuple[str, ...], ref: ReleaseRef, default: str | Observation, steps: ProofSteps, *, unknown: _Reach
) -> _Reach:
    """How much of the ref these conditions reach; `unknown` is the reach of what nobody knows the meaning of."""
    found = _sorted_out(conditions)
    steps.spend(found.steps)
    if not ref.pattern and (ref.ref in found.spelt or not ref.ref.startswith(found.begins)):
        return _Reach.ALL if ref.ref in found.spelt else _Reach.NONE
    asked = conditions if ref.pattern else found.others
    reaches = (_reach(one, ref, default, steps) for one in asked)
    return max((unknown if reach is None else reach for reach in reaches), default=_Reach.NONE)


def _reach(condition: str, ref: ReleaseRef, default: str | Observation, steps: ProofSteps) -> _Reach | None:
    """How much of the ref one condition reaches; None when nobody knows what the provider takes it to mean."""
    if condition == ALL_REFS:
        return _Reach.ALL
    if condition == DEFAULT_BRANCH:
        return _default_reach(ref, default, steps)
    if doubtful(condition):
        return None
    if not ref.pattern:
        return _Reach.ALL if matches(condition, ref.ref, steps=steps) else _Reach.NONE
    if covers(condition, ref.ref, steps=steps):
        return _Reach.ALL
    return _Reach.SOME if may_overlap(condition, ref.ref, steps=steps) else _Reach.NONE


def _default_reach(ref: ReleaseRef, default: str | Observation, steps: ProofSteps) -> _Reach:
    if ref.kind is RefKind.TAG:
        return _Reach.NONE
    if isinstance(default, Observation):
        return _Reach.UNKNOWN
    if not ref.pattern:
        return _Reach.ALL if ref.name == default else _Reach.NONE
    return _Reach.SOME if matches(ref.ref, HEADS + default, steps=steps) else _Reach.NONE
