"""Rule changes: what differs between a rule and its next version, and which way.

A change that asks for less is named as such. What cannot be shown to ask for as much counts as weaker: a bundle is
updated by trust, and nobody reads every line of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from checker.domain.json_value import Json
from checker.domain.rule import ENFORCEMENT_STRENGTH, Parameter, Rule, Weaker
from checker.domain.weakening import is_weaker

_LOWER_BOUNDS = ("minimum", "minItems", "minLength")
_UPPER_BOUNDS = ("maximum", "maxItems", "maxLength")


class Direction(StrEnum):
    """Which way a rule changed, the most dangerous first."""

    REMOVED = "removed"
    WEAKENED = "weakened"
    CHANGED = "changed"
    STRENGTHENED = "strengthened"
    ADDED = "added"


ASKS_FOR_LESS = frozenset({Direction.REMOVED, Direction.WEAKENED})


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """One difference, in words; `code` names the rule, or the shared file that rules are built on."""

    code: str
    direction: Direction
    what: str


def rule_changes(before: Rule, after: Rule) -> tuple[RuleChange, ...]:
    """Every difference between two versions of one rule's METADATA."""
    found = (
        *_enforcement(before, after),
        *_validity(before, after),
        *_exceptions(before, after),
        *_collections(before, after),
        *_parameters(before, after),
        *_plain(before, after),
    )
    return tuple(RuleChange(code=after.code, direction=direction, what=what) for direction, what in found)


_Found = Iterator[tuple[Direction, str]]


def _enforcement(before: Rule, after: Rule) -> _Found:
    change = ENFORCEMENT_STRENGTH[after.enforcement] - ENFORCEMENT_STRENGTH[before.enforcement]
    if change:
        yield _way(weaker=change < 0), f"enforcement {before.enforcement} became {after.enforcement}"


def _validity(before: Rule, after: Rule) -> _Found:
    """Until `effective_on` a failure is a warning; no date is the strictest."""
    if before.effective_on != after.effective_on:
        shown = [date or "always" for date in (before.effective_on, after.effective_on)]
        yield _way(weaker=after.effective_on > before.effective_on), f"effective from {shown[0]}, then from {shown[1]}"


def _exceptions(before: Rule, after: Rule) -> _Found:
    if before.allow_empty != after.allow_empty:
        if bool(before.allow_empty) == bool(after.allow_empty):
            yield Direction.CHANGED, "allow_empty has another reason"
        else:
            weaker = bool(after.allow_empty)
            yield _way(weaker=weaker), f"allow_empty was {'added' if weaker else 'taken away'}"
    if before.has_applies != after.has_applies:
        weaker = after.has_applies
        yield _way(weaker=weaker), "it can now be not applicable" if weaker else "it now always applies"
    for path in sorted(set(after.handles) - set(before.handles)):
        yield Direction.WEAKENED, f"it now decides although {path} cannot be read"
    for path in sorted(set(before.handles) - set(after.handles)):
        yield Direction.STRENGTHENED, f"it no longer decides when {path} cannot be read"


def _collections(before: Rule, after: Rule) -> _Found:
    for name in sorted(set(before.collections) - set(after.collections)):
        yield Direction.WEAKENED, f"it left the collection {name}"
    for name in sorted(set(after.collections) - set(before.collections)):
        yield Direction.STRENGTHENED, f"it joined the collection {name}"


def _parameters(before: Rule, after: Rule) -> _Found:
    old = {one.name: one for one in before.parameters}
    new = {one.name: one for one in after.parameters}
    for name in sorted(old.keys() - new.keys()):
        yield Direction.WEAKENED, f"the parameter {name} is gone, and with it what a project demanded by it"
    for name in sorted(new.keys() - old.keys()):
        yield Direction.CHANGED, f"the parameter {name} is new"
    for name in sorted(old.keys() & new.keys()):
        yield from _parameter(old[name], new[name])


def _parameter(before: Parameter, after: Parameter) -> _Found:
    name = after.name
    if before.weaker is not after.weaker:
        strict = after.weaker is Weaker.ANY
        said = f"the weaker direction of {name} was {before.weaker} and is {after.weaker}"
        yield _way(weaker=not strict), said
    if is_weaker(before, after.default, than=before.default):
        yield Direction.WEAKENED, f"the default of {name} is weaker"
    elif is_weaker(before, before.default, than=after.default):
        yield Direction.STRENGTHENED, f"the default of {name} is stronger"
    elif (before.default, type(before.default)) != (after.default, type(after.default)):
        yield Direction.CHANGED, f"the default of {name} is another"
    if before.schema != after.schema:
        narrower = _is_narrower(before.schema, after.schema)
        said = "fewer values" if narrower else "values it did not allow before"
        yield _way(weaker=not narrower), f"{name} allows {said}" if narrower else f"{name} may allow {said}"


def _is_narrower(before: Mapping[str, Json], after: Mapping[str, Json]) -> bool:
    """Whether only bounds differ, and each was drawn tighter; what cannot be shown so is not."""
    bounds = {*_LOWER_BOUNDS, *_UPPER_BOUNDS}
    if {key: before[key] for key in before.keys() - bounds} != {key: after[key] for key in after.keys() - bounds}:
        return False
    kept = [key for key in before if key in bounds]
    return all(_is_tighter(key, after.get(key), than=before[key]) for key in kept)


def _is_tighter(bound: str, value: Json, *, than: Json) -> bool:
    if not isinstance(value, int | float) or not isinstance(than, int | float):
        return False
    return value >= than if bound in _LOWER_BOUNDS else value <= than


def _plain(before: Rule, after: Rule) -> _Found:
    """What decides nothing by itself, but is not the same."""
    if before.severity is not after.severity:
        yield Direction.CHANGED, f"severity {before.severity} became {after.severity}"
    if before.reads != after.reads:
        yield Direction.CHANGED, f"it read {_listed(before.reads)} and reads {_listed(after.reads)}"
    if before.identity != after.identity:
        yield Direction.CHANGED, "its violations have other fingerprints, so that no waiver of old ones holds"
    if before.contract is not after.contract:
        yield Direction.WEAKENED, f"contract {before.contract} became {after.contract}"
    if _words(before) != _words(after):
        yield Direction.CHANGED, "its words changed"


def _words(rule: Rule) -> tuple[object, ...]:
    told = (rule.title, rule.description, rule.message, rule.fix)
    return (*told, rule.catalogue, rule.controls, rule.references)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "nothing"


def _way(*, weaker: bool) -> Direction:
    return Direction.WEAKENED if weaker else Direction.STRENGTHENED
