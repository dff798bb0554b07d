"""The read guard: a rule runs only over observations that were completely read."""

from collections.abc import Iterable, Iterator, Sequence

from checker.domain.json_value import Json
from checker.domain.observation import Status, is_observation
from checker.domain.report import Unread
from checker.domain.rule import Rule

COLLECTED = str(Status.COLLECTED)


class ReadGuard:
    """Answers, for one input document, which of a rule's `reads` and `handles` were not completely read.

    A path is written as in METADATA: `repository.ref_rules[].bypass`. On the way to a nested observation every
    observation passed must be collected as well; a path the document does not have counts as not read.
    """

    def __init__(self, document: dict[str, Json]) -> None:
        self._document = document
        self._found: dict[str, dict[str, dict[str, Json]]] = {}

    def unread(self, paths: Sequence[str]) -> tuple[str, ...]:
        """The paths among these, or on the way to them, that were not completely read, in order and once each."""
        return tuple(dict.fromkeys(name for path in paths for name in self._gaps(path)))

    def unread_of(self, rules: Iterable[Rule]) -> tuple[Unread, ...]:
        """Everything these rules needed and could not see, with the rules that needed it, sorted by path."""
        needed: dict[str, list[str]] = {}
        seen: dict[str, dict[str, Json]] = {}
        for rule in rules:
            for path in (*rule.applies_reads, *rule.reads, *rule.handles):
                for name, observation in self._gaps(path).items():
                    seen.setdefault(name, observation)
                    codes = needed.setdefault(name, [])
                    if rule.code not in codes:
                        codes.append(rule.code)
        return tuple(_unread(name, seen[name], tuple(sorted(codes))) for name, codes in sorted(needed.items()))

    def _gaps(self, path: str) -> dict[str, dict[str, Json]]:
        if path not in self._found:
            gaps: dict[str, dict[str, Json]] = {}
            for name, observation in _walk(self._document, path.split("."), ""):
                gaps.setdefault(name, observation)
            self._found[path] = gaps
        return self._found[path]


def _walk(value: Json, steps: Sequence[str], place: str) -> Iterator[tuple[str, dict[str, Json]]]:
    """Every observation on the way (the end included) that is not collected."""
    if isinstance(value, dict) and is_observation(value):
        if value["status"] != COLLECTED:
            yield place, value
            return
        if not steps:
            return
        value = value.get("value")
    if not steps:
        yield place, {"status": str(Status.ERROR), "detail": {"why": "there is no observation at this place"}}
        return
    yield from _step(value, steps, place)


def _step(value: Json, steps: Sequence[str], place: str) -> Iterator[tuple[str, dict[str, Json]]]:
    head, rest = steps[0], steps[1:]
    name = head.removesuffix("[]")
    below = f"{place}.{head}" if place else head
    if not isinstance(value, dict) or name not in value:
        yield below, {"status": str(Status.NOT_REQUESTED), "detail": {"why": "the document does not have it"}}
        return
    item = value[name]
    if not head.endswith("[]"):
        yield from _walk(item, rest, below)
        return
    yield from _walk_items(item, rest, below)


def _walk_items(value: Json, rest: Sequence[str], below: str) -> Iterator[tuple[str, dict[str, Json]]]:
    parent = below.removesuffix("[]")
    if isinstance(value, dict) and is_observation(value):
        if value["status"] != COLLECTED:
            yield parent, value
            return
        value = value.get("value")
    if not isinstance(value, list):
        yield parent, {"status": str(Status.ERROR), "detail": {"why": "it is not a list"}}
        return
    for item in value:
        yield from _walk(item, rest, below)


def _unread(name: str, observation: dict[str, Json], codes: tuple[str, ...]) -> Unread:
    detail = observation.get("detail")
    said = detail if isinstance(detail, dict) else {}
    why = said.get("why") or said.get("message") or ""
    return Unread(
        observation=name,
        status=str(observation["status"]),
        why=str(why),
        needs=str(said.get("needs") or ""),
        rules=codes,
    )
