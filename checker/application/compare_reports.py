"""Compare a stored report with the one that comes out now, field by field.

What must come out the same and does not is a difference. What differs because something else judges now (another
engine, another program, other limits) is undecided, which is not the same as right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from checker.application.rebuild_report import OF_NO_VERSION, versions_apart
from checker.domain.json_value import Json
from checker.formats.canonical import canonical_bytes
from checker.formats.report_v1 import StoredReport

OF_WHAT_RAN = ("engine", "limits")
"""What a report says of the machinery that made it; it can only be compared with the machinery at hand."""

OF_THE_ENGINE = ("rules", "unread", "warnings", "replayable", "verdict", "verdict_because")
"""What rests on the engine's answers, which a limit or another engine may change."""

_MOST = 20
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs, and what could not be decided."""

    differences: tuple[str, ...]
    undecided: tuple[str, ...]


def compare_reports(stored: StoredReport, again: StoredReport, *, tool: str) -> Comparison:
    """The stored report against the same one built again by this program (`tool` is its name and version)."""
    apart = versions_apart(stored, again, tool=tool)
    differences: list[str] = []
    undecided: list[str] = []
    for key, said in stored.document.items():
        derived = again.document[key]
        if said == derived:
            continue
        found = [
            f"{path} is {_shown(one)}, derived {_shown(other)}" for path, one, other in _leaves(said, derived, key)
        ]
        if excuse := _excuse(key, stored, again, apart):
            undecided += [f"{line}: {excuse}" for line in found]
        else:
            differences += found
    return Comparison(differences=tuple(differences), undecided=tuple(undecided))


def _excuse(key: str, stored: StoredReport, again: StoredReport, apart: tuple[str, ...]) -> str:
    """Why a field may come out otherwise; empty when it may not."""
    if key in OF_NO_VERSION:
        return ""
    if apart:
        return "; ".join(apart)
    if key in OF_WHAT_RAN:
        return "what ran then cannot be seen now"
    if key in OF_THE_ENGINE and stored.document["limits"] != again.document["limits"]:
        return "the limits were others then"
    if key in OF_THE_ENGINE and not stored.view.replayable:
        return "a rule ran into a limit then, so the same answers were never promised"
    return ""


def _leaves(said: Json, derived: Json, path: str) -> Iterator[tuple[str, Json, Json]]:
    """The first places where two documents differ, as deep as both have the same form."""
    yield from islice(_walk(said, derived, path), _MOST)


def _walk(said: Json, derived: Json, path: str) -> Iterator[tuple[str, Json, Json]]:
    if canonical_bytes(said) == canonical_bytes(derived):
        return
    if isinstance(said, dict) and isinstance(derived, dict) and said.keys() == derived.keys():
        for name, item in said.items():
            yield from _walk(item, derived[name], f"{path}.{name}")
    elif isinstance(said, list) and isinstance(derived, list) and len(said) == len(derived):
        for index, item in enumerate(said):
            yield from _walk(item, derived[index], f"{path}[{index}]")
    else:
        yield path, said, derived


def _shown(value: Json) -> str:
    text = canonical_bytes(value).decode()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
