"""Compare audits: every fact in which two of them differ, and every one that either does not hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.domain.audit import Audit
from checker.domain.facts import Gap, below, gap_of, labelled
from checker.domain.json_value import Json
from checker.domain.observation import Status, is_observation, unread
from checker.errors import UsageError
from checker.formats.canonical import canonical_bytes

_UNASKED: Json = unread(Status.NOT_REQUESTED, why="no such section").to_json()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A fact that is not what it was; None stands for what is not there."""

    path: str
    before: Json
    after: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A fact that at least one of the two did not completely read."""

    path: str
    before: Status
    after: Status
    needs: str = ""

    @property
    def changed(self) -> bool:
        """Whether one of the two knows more."""
        return self.before is not self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedAudits:
    """How two audits differ; where either does not know, nothing is said to be the same."""

    differences: tuple[Difference, ...]
    unknown: tuple[Unknown, ...]

    @property
    def are_same(self) -> bool:
        """Whether both found the same, and know the same."""
        return not self.differences and not any(one.changed for one in self.unknown)


def compare_audits(before: Audit, after: Audit) -> ComparedAudits:
    """Every difference in subject and sections.

    Raises:
        UsageError: audits of different kinds have no facts in common.
    """
    if before.kind is not after.kind:
        raise UsageError(f"the first is an audit of kind {before.kind}, the second of kind {after.kind}")
    subjects = compare_facts({"subject": before.document["subject"]}, {"subject": after.document["subject"]})
    sections = compare_sections(before.sections, after.sections)
    return ComparedAudits(
        differences=subjects.differences + sections.differences, unknown=subjects.unknown + sections.unknown
    )


def compare_sections(
    before: Mapping[str, Json], after: Mapping[str, Json], *, but: frozenset[str] = frozenset()
) -> ComparedAudits:
    """Every difference in sections; one that a document does not carry was not requested.

    Args:
        before: the sections as they were, by name.
        after: the sections as they are.
        but: names of fields that are not looked at.
    """
    names = sorted(before.keys() | after.keys())
    return compare_facts(
        {name: before.get(name, _UNASKED) for name in names}, {name: after.get(name, _UNASKED) for name in names}, but
    )


def compare_facts(before: Json, after: Json, but: frozenset[str] = frozenset()) -> ComparedAudits:
    """Every difference below two values of one form."""
    found = list(_walk(before, after, "", but))
    return ComparedAudits(
        differences=tuple(one for one in found if isinstance(one, Difference)),
        unknown=tuple(one for one in found if isinstance(one, Unknown)),
    )


def _walk(before: Json, after: Json, path: str, but: frozenset[str]) -> Iterator[Difference | Unknown]:
    if _is_seen(before) and _is_seen(after):
        yield from _observations(before, after, path, but)
    elif isinstance(before, dict) and isinstance(after, dict):
        yield from _members(before, after, path, but)
    elif _has_elements(before) or _has_elements(after):
        yield from _elements(before, after, path, but)
    elif canonical_bytes(before) != canonical_bytes(after):  # in Python, True == 1
        yield Difference(path=path, before=before, after=after)


def _observations(before: Json, after: Json, path: str, but: frozenset[str]) -> Iterator[Difference | Unknown]:
    first, second = (one if isinstance(one, dict) else {} for one in (before, after))
    gaps = gap_of(first, path), gap_of(second, path)
    if any(gaps):
        yield Unknown(path=path, before=_status(gaps[0]), after=_status(gaps[1]), needs=_needs(*gaps))
    else:
        yield from _walk(first["value"], second["value"], path, but)


def _members(
    before: dict[str, Json], after: dict[str, Json], path: str, but: frozenset[str]
) -> Iterator[Difference | Unknown]:
    for name in sorted((before.keys() | after.keys()) - but):
        yield from _either(before, after, name, below(path, name), but)


def _elements(before: Json, after: Json, path: str, but: frozenset[str]) -> Iterator[Difference | Unknown]:
    first, second = (labelled(one) if isinstance(one, list) else {} for one in (before, after))
    for name in sorted(first.keys() | second.keys()):
        yield from _either(first, second, name, f"{path}[{name}]", but)


def _either(
    before: dict[str, Json], after: dict[str, Json], name: str, path: str, but: frozenset[str]
) -> Iterator[Difference | Unknown]:
    if name in before and name in after:
        yield from _walk(before[name], after[name], path, but)
    else:
        yield Difference(path=path, before=before.get(name), after=after.get(name))


def _is_seen(value: Json) -> bool:
    return is_observation(value)


def _has_elements(value: Json) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _status(gap: Gap | None) -> Status:
    return gap.status if gap else Status.COLLECTED


def _needs(*gaps: Gap | None) -> str:
    """The permission that would settle the later of them."""
    return next((gap.needs for gap in reversed(gaps) if gap and gap.needs), "")
