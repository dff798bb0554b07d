"""Facts: what an audit found, without when, how and by what it was read; named so that two audits can be compared.

A path names a fact as a person would look for it: `environments[pypi].reviewers.prevent_self_review`. Elements of a
list go by a name of their own where each has a different one, so that a new element does not shift all others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.domain.json_value import Json
from checker.domain.observation import Status, is_observation

NAMES = ("name", "ref", "path", "scope", "slug", "login", "tag", "pattern", "count", "id")
"""Fields by which an element of a list goes, the best name first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A fact that was not completely read, and which permission would settle it."""

    path: str
    status: Status
    why: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact that was read: a scalar, or a list of scalars."""

    path: str
    value: Json


def facts_of(value: Json, path: str) -> Iterator[Fact | Gap]:
    """Everything that is below a path, by name, elements in their order."""
    if is_observation(value) and isinstance(value, Mapping):
        if gap := gap_of(value, path):
            yield gap
            yield from facts_of(value["partial"], path) if "partial" in value else ()
        else:
            yield from facts_of(value["value"], path)
    elif isinstance(value, Mapping) and value:
        for name, item in sorted(value.items()):
            yield from facts_of(item, below(path, name))
    elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        key = _naming(value)
        for label, item in labelled(value).items():
            yield from facts_of(_beside(item, key), f"{path}[{label}]")
    else:
        yield Fact(path=path, value=value)


def below(path: str, name: str) -> str:
    """The path of a field."""
    return f"{path}.{name}" if path else name


def gap_of(observation: Mapping[str, Json], path: str) -> Gap | None:
    """What is missing of an observation; None when it was completely read."""
    status = Status(str(observation["status"]))
    if status is Status.COLLECTED:
        return None
    detail = observation.get("detail")
    said = detail if isinstance(detail, Mapping) else {}
    return Gap(path=path, status=status, why=str(said.get("why", "")), needs=str(said.get("needs", "")))


def labelled(items: Sequence[Json]) -> dict[str, Json]:
    """The elements of a list, each under its name, or under its number where they have no names that differ."""
    key = _naming(items)
    if not key:
        return {str(number): item for number, item in enumerate(items)}
    return {str(item[key]): item for item in items if isinstance(item, Mapping)}


def _naming(items: Sequence[Json]) -> str:
    """The field whose value names every element; empty if there is none."""
    for key in NAMES:
        names = {str(item[key]) for item in items if isinstance(item, Mapping) and key in item}
        if items and len(names) == len(items):
            return key
    return ""


def _beside(item: Json, key: str) -> Json:
    """An element without the field its path already says, unless there is nothing else to it."""
    if not isinstance(item, Mapping) or len(item) == 1:
        return item
    return {name: value for name, value in item.items() if name != key}


def plain(value: Json) -> Json:
    """A value as people state it: what observations saw, without how it was seen."""
    if is_observation(value) and isinstance(value, Mapping):
        return f"not read ({value['status']})" if gap_of(value, "") else plain(value["value"])
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value
