"""`paths/v1`: who can cause a publish, as one document: a graph, and the cheapest path of each kind through it."""

from checker.domain.json_shape import object_of
from checker.domain.json_value import Json
from checker.domain.limits import MACHINE_WRITTEN
from checker.domain.path_graph import Because, Edge, Node
from checker.domain.publish_path import PublishPath, PublishPaths
from checker.formats.published import document_schema
from checker.formats.strict_json import read_json

SCHEMA = "clean-release/paths/v1"


def paths_document(found: PublishPaths) -> dict[str, Json]:
    """The document; the same settings and files always give the same one."""
    number = {edge: at for at, edge in enumerate(found.graph.edges)}
    return {
        "schema": SCHEMA,
        "repository": found.slug,
        "project": found.project,
        "audit": {"given": found.audit is not None, "digest": found.audit or "", "why": found.why},
        "closure": str(found.closure),
        "writers": {"known": found.writers is not None, "names": list[Json](found.writers or ())},
        "nodes": [_node(node) for node in found.graph.nodes.values()],
        "edges": [_edge(edge) for edge in found.graph.edges],
        "paths": [_path(path, number) for path in found.paths],
    }


def parse_paths(data: bytes, *, source: str) -> dict[str, Json]:
    """A document of this format, strictly read.

    Raises:
        InputRefusedError: malformed or against its schema.
    """
    value = read_json(data, source=source, limits=MACHINE_WRITTEN)
    document_schema("paths_v1").refuse_unless_valid(value, source=source, data=data)
    return object_of(value, source)


def _node(node: Node) -> dict[str, Json]:
    return {
        "id": node.id,
        "kind": str(node.kind),
        "name": node.name,
        "actor": str(node.actor or ""),
        "registry": node.registry,
        "project": node.project,
    }


def _edge(edge: Edge) -> dict[str, Json]:
    return {
        "source": edge.source,
        "target": edge.target,
        "way": str(edge.way),
        "passage": str(edge.passage),
        "others": edge.others,
        "says": edge.says,
        "why": edge.why,
        "because": [_because(one) for one in edge.because],
        "fix": edge.fix,
    }


def _because(one: Because) -> dict[str, Json]:
    return {"document": one.document, "section": one.section, "line": one.line}


def _path(path: PublishPath, number: dict[Edge, int]) -> dict[str, Json]:
    return {
        "actor": path.actor.id,
        "kind": str(path.kind),
        "way": str(path.edges[0].way),
        "credential": str(path.credential),
        "registry": path.registry.id,
        "passage": str(path.passage),
        "others": path.others,
        "attack": path.is_attack,
        "edges": [number[edge] for edge in path.edges],
    }
