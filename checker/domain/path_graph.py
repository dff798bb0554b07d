"""The graph of a publish: who, by which step, past which guard, to which registry; with the evidence for every step.

Every edge has one of four answers. A path is as passable as its worst edge: closed if any is, else guarded if any is
(a guard that is known to stand is enough), else unknown if any is, else open. So what could not be read can hide an
open path behind "unknown", and never behind "closed".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Passage(StrEnum):
    """Whether a step can be taken: by anyone who got there, only with other people, not at all, or nobody knows."""

    OPEN = "open"
    UNKNOWN = "unknown"
    GUARDED = "guarded"
    CLOSED = "closed"


class ActorKind(StrEnum):
    """Who sets a publish off."""

    ANYONE = "anyone"
    WRITER = "writer"
    MAINTAINER = "maintainer"
    ADMIN = "admin"
    REVIEWER = "reviewer"
    BYPASS_ACTOR = "bypass-actor"
    DEPLOY_KEY = "deploy-key"
    TOKEN_HOLDER = "token-holder"  # noqa: S105 - the name of a kind
    SCHEDULE = "schedule"

    @property
    def is_person(self) -> bool:
        """Whether somebody decides; a schedule only repeats what others decided."""
        return self is not ActorKind.SCHEDULE


class NodeKind(StrEnum):
    """What a node stands for."""

    ACTOR = "actor"
    REF = "ref"
    TRIGGER = "trigger"
    JOB = "job"
    ENVIRONMENT = "environment"
    PUBLISHER = "publisher"
    TOKEN = "token"  # noqa: S105 - the name of a kind
    REGISTRY = "registry"


class Way(StrEnum):
    """What is done at an edge; that of a path's first edge says which kind of path it is."""

    CREATE_BRANCH = "create-branch"
    PUSH_BRANCH = "push-branch"
    MERGE = "merge"
    CREATE_TAG = "create-tag"
    MOVE_TAG = "move-tag"
    START = "start"
    HOLD_TOKEN = "hold-token"  # noqa: S105 - the name of a way
    RUN = "run"
    DEPLOY = "deploy"
    APPROVE = "approve"
    AUTHENTICATE = "authenticate"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Because:
    """Where something is written: the kind of an audit and a path in it, or a file of the checkout and a line."""

    document: str
    section: str = ""
    line: int = 0

    def __str__(self) -> str:
        """`repository: environments[pypi].reviewers`, `.github/workflows/release.yml:12`."""
        place = f"{self.document}:{self.line}" if self.line else self.document
        return f"{place}: {self.section}" if self.section else place


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node; `actor` only for actors, and `registry` and `project` only for registries."""

    id: str
    kind: NodeKind
    name: str
    actor: ActorKind | None = None
    registry: str = ""
    project: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One step; `others` is how many other people it takes where it is guarded, `fix` what would close or settle it."""

    source: str
    target: str
    way: Way
    passage: Passage
    says: str
    others: int = 0
    why: str = ""
    because: tuple[Because, ...] = ()
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathGraph:
    """Nodes by their id, edges in the order they were found; two nodes can have several edges between them."""

    nodes: dict[str, Node]
    edges: tuple[Edge, ...]


class GraphBuilder:
    """Collects nodes and edges; a node that is added again stays what it was."""

    def __init__(self) -> None:
        self._nodes: dict[str, Node] = {}
        self._edges: list[Edge] = []

    def node(self, node: Node) -> str:
        """Add a node; returns its id."""
        return self._nodes.setdefault(node.id, node).id

    def edges(self, edges: Iterable[Edge]) -> None:
        """Add edges between nodes."""
        self._edges += edges

    def graph(self) -> PathGraph:
        """What was collected, by id, edges in an order that does not hang on how they were found."""
        nodes = dict(sorted(self._nodes.items()))
        edges = sorted(self._edges, key=lambda edge: (edge.source, edge.target, edge.way, edge.says, edge.why))
        return PathGraph(nodes=nodes, edges=tuple(edges))
