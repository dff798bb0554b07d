"""Find publish paths: who can cause a publish, by which way, and whether one person can do it alone.

Settings are taken as they stand. What an audit does not hold is unknown, and unknown never counts as guarded.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.application.audit_of_project import audit_of_project
from checker.application.fresh import Freshness
from checker.application.read_workflows import ReadWorkflow
from checker.domain.audit import Audit
from checker.domain.path_actor import writers_of
from checker.domain.path_scene import PathScene
from checker.domain.project import Project
from checker.domain.publish_path import PathSearch, PublishPaths, weight_of
from checker.domain.publish_paths import publish_graph
from checker.domain.workflow import FOLDER
from checker.ports.path_distances import PathDistances


@dataclass(frozen=True, slots=True, kw_only=True)
class PathQuestion:
    """What the paths are found in."""

    project: Project
    workflows: Sequence[ReadWorkflow]
    audits: Sequence[Audit]
    freshness: Freshness


def find_publish_paths(question: PathQuestion, *, distances: PathDistances) -> PublishPaths:
    """The cheapest path of each kind, attacks first.

    Raises:
        InputRefusedError: there is nothing to publish with, or the audit is of another repository.
        TrustError: two audits of the repository.
    """
    project = question.project
    audit, why = audit_of_project(project, question.audits, freshness=question.freshness)
    unread = [(read.path, read.problem) for read in question.workflows if read.workflow is None]
    if not question.workflows:
        unread.append((FOLDER, "there are no workflow files here"))
    sections = audit.sections if audit else {}
    graph = publish_graph(
        PathScene(
            slug=audit.subject.slug if audit else project.slug,
            publishers=project.publishers,
            tokens_declared=project.release.publish_tokens,
            workflows=[read.workflow for read in question.workflows if read.workflow],
            unread=unread,
            sections=sections,
        )
    )
    search = PathSearch(graph)
    edges = [(edge.source, edge.target, weight_of(edge)) for edge in graph.edges]
    away = distances.to([node.id for node in search.credentials()], edges)
    return PublishPaths(
        slug=project.slug,
        project=project.digest,
        audit=audit.digest if audit else None,
        why=why,
        writers=writers_of(sections),
        graph=graph,
        paths=search.cheapest(away),
    )
