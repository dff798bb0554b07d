"""The port `PathDistances` by rustworkx, whose shortest paths are Dijkstra's."""

from collections.abc import Iterable, Mapping, Sequence

import rustworkx

from checker.ports.path_distances import WeightedEdge


class RustworkxDistances:
    """Measures backwards from the goal, so that one search answers for every beginning.

    NOTE: the library counts in floating point; sums of weights stay exact below 2^53, which thousands of closed edges
    do not reach.
    """

    def to(self, goals: Sequence[str], edges: Iterable[WeightedEdge]) -> Mapping[str, Mapping[str, int]]:
        """By goal, how far each node that leads there is from it."""
        names = list(dict.fromkeys(goals))
        numbers = {name: number for number, name in enumerate(names)}
        backwards = []
        for source, target, weight in edges:
            for name in (source, target):
                if name not in numbers:
                    numbers[name] = len(names)
                    names.append(name)
            backwards.append((numbers[target], numbers[source], weight))
        graph: rustworkx.PyDiGraph[int, int] = rustworkx.PyDiGraph()
        graph.add_nodes_from(range(len(names)))
        graph.add_edges_from(backwards)
        return {goal: _named(graph, numbers[goal], names) for goal in goals}


def _named(graph: "rustworkx.PyDiGraph[int, int]", goal: int, names: Sequence[str]) -> dict[str, int]:
    found = rustworkx.dijkstra_shortest_path_lengths(graph, goal, float)
    return {names[goal]: 0} | {names[number]: int(away) for number, away in found.items() if number != goal}
