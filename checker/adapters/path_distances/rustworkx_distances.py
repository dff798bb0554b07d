"""The port `PathDistances` by rustworkx, whose shortest paths are Dijkstra's."""

from collections.abc import Iterable, Mapping
from itertools import count

import rustworkx

from checker.ports.path_distances import WeightedEdge


class RustworkxDistances:
    """Measures backwards from the goal, so that one search answers for every beginning.

    NOTE: the library counts in floating point; sums of weights stay exact below 2^53, which thousands of closed edges
    do not reach.
    """

    def to(self, goal: str, edges: Iterable[WeightedEdge]) -> Mapping[str, int]:
        """How far each node that leads to the goal is from it."""
        numbers: dict[str, int] = {goal: 0}
        more = count(1)
        backwards = []
        for source, target, weight in edges:
            for name in (source, target):
                if name not in numbers:
                    numbers[name] = next(more)
            backwards.append((numbers[target], numbers[source], weight))
        graph: rustworkx.PyDiGraph[int, int] = rustworkx.PyDiGraph()
        graph.add_nodes_from(range(len(numbers)))
        graph.add_edges_from(backwards)
        found = rustworkx.dijkstra_shortest_path_lengths(graph, numbers[goal], float)
        away = {number: int(found[number]) for number in found.keys()}  # noqa: SIM118 - no mapping of Python's own
        return {name: away.get(number, 0) for name, number in numbers.items() if number in away or name == goal}
