"""Paths through the graph of a publish: the cheapest of each kind, and what they come to together.

A kind is who begins, with what, by which credential, and at which registry it ends. The cheapest path is the one that
asks the least of whoever takes it: an open one first, then one with as little unknown, then with as few other people,
and only then a closed one; among equals the shortest.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from checker.domain.digest import Digest
from checker.domain.path_graph import ActorKind, Edge, Node, NodeKind, Passage, PathGraph, Way

_STEP = 1
_UNKNOWN = 1_000
_PERSON = 1_000_000
_CLOSED = 1_000_000_000_000
_PRICE = {Passage.OPEN: 0, Passage.UNKNOWN: _UNKNOWN, Passage.CLOSED: _CLOSED}
_PERSONS = list(ActorKind)
_EASIEST = [Passage.OPEN, Passage.UNKNOWN, Passage.GUARDED, Passage.CLOSED]


class Credential(StrEnum):
    """What the registry is shown at the end of a path."""

    TRUSTED_PUBLISHER = "trusted-publisher"
    TOKEN = "token"  # noqa: S105 - the name of a kind


PathKey: TypeAlias = tuple[Node, Edge, str, Edge]
"""What a path is chosen by: its actor, its first edge, the credential it leads to, and what that opens."""


class Closure(StrEnum):
    """What all paths come to."""

    OPEN = "open"
    UNKNOWN = "unknown"
    GUARDED = "guarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPath:
    """One path: its actor, its edges from there to the registry, and the credential it ends with."""

    actor: Node
    edges: tuple[Edge, ...]
    credential: Credential
    registry: Node

    @property
    def kind(self) -> ActorKind:
        """The kind of its actor."""
        return self.actor.actor or ActorKind.ANYONE

    @property
    def passage(self) -> Passage:
        """That of its worst edge."""
        return max((edge.passage for edge in self.edges), key=_EASIEST.index)

    @property
    def others(self) -> int:
        """How many other people it takes at least: those of its best guard, for the same ones may stand at each."""
        return max(edge.others for edge in self.edges)

    @property
    def is_attack(self) -> bool:
        """Whether one person can take it alone, with nobody looking on."""
        return self.passage is Passage.OPEN and self.kind.is_person


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPaths:
    """The cheapest path of each kind, what they come to, and the graph they are in.

    `audit` is the digest of the audit that was used, None without one, and `why` then says why. `writers` are those
    who are known to have write access, None where that is not known.
    """

    slug: str
    project: Digest
    audit: Digest | None
    why: str
    writers: tuple[str, ...] | None
    graph: PathGraph
    paths: tuple[PublishPath, ...]

    @property
    def closure(self) -> Closure:
        """What all paths come to."""
        return closure_of(self.paths)


def weight_of(edge: Edge) -> int:
    """What an edge costs; no path has as many edges as it takes for one price to reach the next."""
    return _STEP + (_PERSON * edge.others if edge.passage is Passage.GUARDED else _PRICE[edge.passage])


def closure_of(paths: Sequence[PublishPath]) -> Closure:
    """Open if one person can publish alone, else unknown if that is not known, else guarded."""
    if any(path.is_attack for path in paths):
        return Closure.OPEN
    is_unknown = any(path.passage is Passage.UNKNOWN and path.kind.is_person for path in paths)
    return Closure.UNKNOWN if is_unknown else Closure.GUARDED


class PathSearch:
    """The cheapest path of each kind, once it is known how far each node is from each credential."""

    def __init__(self, graph: PathGraph) -> None:
        self.graph = graph
        self._leaving: dict[str, list[Edge]] = {}
        for edge in graph.edges:
            self._leaving.setdefault(edge.source, []).append(edge)

    def credentials(self) -> Iterator[Node]:
        """The nodes that distances are needed to."""
        wanted = {NodeKind.PUBLISHER, NodeKind.TOKEN}
        return (node for node in self.graph.nodes.values() if node.kind in wanted)

    def cheapest(self, distances: Mapping[str, Mapping[str, int]]) -> tuple[PublishPath, ...]:
        """The cheapest path of each kind, attacks first.

        Args:
            distances: by id of a credential, how far each node that leads there is from it.
        """
        best: dict[tuple[str, ...], tuple[int, str, PathKey]] = {}
        for cost, key in self._candidates(distances):
            actor, first, credential, last = key
            kind = (str(actor.actor), first.way, self.graph.nodes[credential].kind, last.target)
            if kind not in best or (cost, actor.id) < best[kind][:2]:
                best[kind] = (cost, actor.id, key)
        wanted = (one for kind, one in best.items() if not _is_repeated(kind, best))
        return tuple(sorted((self._path(key, distances) for _, _, key in wanted), key=_order))

    def _candidates(self, distances: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[int, PathKey]]:
        """From each actor, by each of its edges, to each credential and what it opens; with what it costs."""
        actors = [node for node in self.graph.nodes.values() if node.kind is NodeKind.ACTOR]
        begins = [(actor, first, weight_of(first)) for actor in actors for first in self._leaving.get(actor.id, ())]
        for credential, away in distances.items():
            opened = self._leaving.get(credential, ())
            for actor, first, weight in begins:
                if first.target in away:
                    for last in opened:
                        yield weight + away[first.target], (actor, first, credential, last)

    def _path(self, key: PathKey, distances: Mapping[str, Mapping[str, int]]) -> PublishPath:
        actor, first, credential, last = key
        trusted = self.graph.nodes[credential].kind is NodeKind.PUBLISHER
        return PublishPath(
            actor=actor,
            edges=(first, *self._walk(first.target, credential, distances[credential]), last),
            credential=Credential.TRUSTED_PUBLISHER if trusted else Credential.TOKEN,
            registry=self.graph.nodes[last.target],
        )

    def _walk(self, start: str, goal: str, away: Mapping[str, int]) -> Iterator[Edge]:
        """The edges of a shortest way; of several the first, so that no library decides which."""
        here = start
        while here != goal:
            edge = next(
                edge
                for edge in self._leaving[here]
                if edge.target in away and away[edge.target] + weight_of(edge) == away[here]
            )
            yield edge
            here = edge.target


def _is_repeated(kind: tuple[str, ...], best: Mapping[tuple[str, ...], tuple[int, str, PathKey]]) -> bool:
    """Whether whoever may write gets there as easily, so that a stronger role adds nothing."""
    if kind[0] not in {ActorKind.MAINTAINER, ActorKind.ADMIN}:
        return False
    writer = best.get((str(ActorKind.WRITER), *kind[1:]))
    return writer is not None and writer[0] <= best[kind][0]


def _order(path: PublishPath) -> tuple[bool, int, int, int, int, str, Way, Credential]:
    return (
        not path.is_attack,
        _EASIEST.index(path.passage),
        path.others,
        len(path.edges),
        _PERSONS.index(path.kind),
        path.registry.id,
        path.edges[0].way,
        path.credential,
    )
