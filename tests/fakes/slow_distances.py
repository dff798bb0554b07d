"""A fake `PathDistances`: whatever got nearer is looked at again until nothing does."""

from collections.abc import Iterable, Mapping, Sequence

from checker.ports.path_distances import WeightedEdge


class SlowDistances:
    def to(self, goals: Sequence[str], edges: Iterable[WeightedEdge]) -> Mapping[str, Mapping[str, int]]:
        arriving: dict[str, list[tuple[str, int]]] = {}
        for source, target, weight in edges:
            arriving.setdefault(target, []).append((source, weight))
        return {goal: _to(goal, arriving) for goal in goals}


def _to(goal: str, arriving: Mapping[str, Sequence[tuple[str, int]]]) -> Mapping[str, int]:
    away, waiting = {goal: 0}, [goal]
    for target in waiting:
        for source, weight in arriving.get(target, []):
            if source not in away or away[target] + weight < away[source]:
                away[source] = away[target] + weight
                waiting.append(source)
    return away
