"""Distances in a directed graph: the one question about graphs that a library answers here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias

WeightedEdge: TypeAlias = tuple[str, str, int]
"""From, to, and what it costs, which is more than nothing."""


class PathDistances(Protocol):
    """Measures one graph, in which two nodes can have several edges between them."""

    def to(self, goals: Sequence[str], edges: Iterable[WeightedEdge]) -> Mapping[str, Mapping[str, int]]:
        """By goal, how far each node that leads there is from it, the goal itself at 0; others are not named."""
        ...
