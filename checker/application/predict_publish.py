"""Predict a publish: whether each registry will accept it, from workflow files, an audit, and the declared publishers.

Every declared publisher is held against every route that leads to its registry, and every registry that is reached
against the declared publishers. What is not known stays unknown, and an unknown never counts as accepted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.application.audit_of_project import audit_of_project, only_audit
from checker.application.fresh import Freshness
from checker.application.read_workflows import ReadWorkflow
from checker.domain.audit import Audit, AuditKind
from checker.domain.json_shape import field_of, objects_of, text_of
from checker.domain.observation import Observation, Status, unread
from checker.domain.project import Project
from checker.domain.publish_prediction import Check, Finding, Prediction, Standing, holds, unknown
from checker.domain.publish_route import Route, publish_routes
from checker.domain.publisher import Publisher
from checker.domain.publisher_among_others import taken_instead
from checker.domain.publisher_in_environment import environment_finding
from checker.domain.publisher_in_repository import repository_findings
from checker.domain.publisher_in_workflows import file_is_missing, file_is_named, file_name, route_findings
from checker.domain.publisher_of_project import name_finding, no_publisher, own_publisher
from checker.domain.reading import read_observation
from checker.domain.release_refs import HEADS, TAGS
from checker.domain.repository_facts import RepositoryFacts, repository_facts
from checker.errors import InputRefusedError

_ORDER = list(Check)
_OF_ROUTES = (Check.ENVIRONMENT, Check.REUSABLE, Check.IDENTITY_TOKEN, Check.TRIGGER, Check.DEPLOY_REFS)
_ACTIVE = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishQuestion:
    """What a prediction is made from.

    `package`: the name in the package's metadata. `ref`: the full release ref, empty for those the project declares.
    `away`: why the workflow files are not those of that ref, empty when they are.
    """

    project: Project
    workflows: Sequence[ReadWorkflow]
    audits: Sequence[Audit]
    freshness: Freshness
    package: str = ""
    ref: str = ""
    away: str = ""


def predict_publish(question: PublishQuestion) -> tuple[Prediction, ...]:
    """What is expected of every publisher on every route, and of every registry without one.

    Raises:
        InputRefusedError: neither publishers nor an uploading job are known, or the audit is of another repository.
        TrustError: two audits of one kind.
    """
    prophet = _Prophet(question)
    found = (*prophet.of_publishers(), *prophet.of_registries())
    if not found:
        raise InputRefusedError(
            "no publisher is declared, and no job was recognised that uploads to PyPI or TestPyPI",
            hint="declare what is registered under publishers in the project file",
        )
    return found


class _Prophet:
    """One question, with everything read that several publishers share."""

    def __init__(self, question: PublishQuestion) -> None:
        self.question = question
        self.publishers = question.project.publishers
        self.workflows = {read.workflow.file: read.workflow for read in question.workflows if read.workflow}
        self.unread = {read.path.rpartition("/")[2]: read for read in question.workflows if not read.workflow}
        self.routes = publish_routes(tuple(self.workflows.values()))
        self.facts, self.why = self._repository()
        release = question.project.release
        declared = [f"{TAGS}{name.removeprefix(TAGS)}" for name in release.tags]
        declared = declared or [f"{HEADS}{name.removeprefix(HEADS)}" for name in release.branches]
        self.refs = (question.ref,) if question.ref else tuple(declared)

    def of_publishers(self) -> Iterator[Prediction]:
        """A prediction for each publisher and each route to its registry."""
        for publisher in self.publishers:
            shared = tuple(self._shared(publisher))
            routes = self._routes_of(publisher)
            for route in routes:
                yield _prediction(publisher, route, (*shared, *self._of_route(publisher, route)))
            if not routes:
                yield _prediction(publisher, None, (*shared, *self._of_no_route(publisher, shared)))

    def of_registries(self) -> Iterator[Prediction]:
        """A prediction for each registry that a job uploads to and no publisher is declared for."""
        declared = {publisher.registry for publisher in self.publishers}
        slug = self.facts.slug if self.facts else self.question.project.slug
        for route in self.routes:
            certain = len(route.registries) == 1
            for registry in sorted(route.registries - declared if certain or not declared else ()):
                finding = no_publisher(registry, route, slug, any_declared=bool(declared))
                yield Prediction(registry=registry, publisher=None, route=route, findings=(finding,))

    def _routes_of(self, publisher: Publisher) -> tuple[Route, ...]:
        """Those through its file to its registry; failing that, those that may lead there."""
        file = file_name(publisher)
        through = [route for route in self.routes if file in {route.entry.file, route.called.file}]
        if publisher.job:
            return tuple(route for route in through if route.has_job(publisher.job))
        certain = tuple(route for route in through if route.registries == {publisher.registry})
        possible = tuple(route for route in through if publisher.registry in route.registries)
        return certain or possible or tuple(route for route in through if route.is_remote)

    def _shared(self, publisher: Publisher) -> Iterator[Finding]:
        yield self._file(publisher)
        yield from repository_findings(publisher, self.facts, why=self.why)
        yield name_finding(publisher, self.question.package, self._versions(publisher))

    def _of_route(self, publisher: Publisher, route: Route) -> Iterator[Finding]:
        yield from route_findings(publisher, route)
        if taken := taken_instead(publisher, route, self.publishers):
            yield taken
        yield environment_finding(route, self.facts, self.refs, why=self.why)
        if len(route.registries) > 1:
            why = f"it is not known whether the step uploads to {publisher.registry.label}"
            yield unknown(Check.OWN_PUBLISHER, why, fix="write the address of the registry out at the step")
        else:
            yield own_publisher(publisher.registry)

    def _of_no_route(self, publisher: Publisher, shared: Sequence[Finding]) -> Iterator[Finding]:
        """What stays unknown; nothing more where the file itself is what is missing."""
        if any(one.check is Check.WORKFLOW_FILE and one.standing is Standing.FAILS for one in shared):
            return
        why = f"no job of {file_name(publisher)} was recognised that uploads to {publisher.registry.label}"
        for check in _OF_ROUTES:
            yield unknown(check, why, fix="name the job that publishes: job, under publishers in the project file")

    def _file(self, publisher: Publisher) -> Finding:
        if wrongly_named := file_is_named(publisher):
            return wrongly_named
        file, check = publisher.workflow, Check.WORKFLOW_FILE
        if problem := self.unread.get(file):
            return unknown(check, f"{problem.path} could not be read: {problem.problem}", fix="correct the file")
        if not self.question.workflows:
            return unknown(check, "there are no workflow files here", fix="run the command in a checkout")
        if file not in self.workflows:
            return file_is_missing(publisher, tuple(sorted(self.workflows)))
        if self.question.away:
            return unknown(check, self.question.away, fix=f"check {self.question.ref} out, and predict again")
        return self._switched_off(file) or holds(check, f"{file} is in this checkout")

    def _switched_off(self, file: str) -> Finding | None:
        seen = self.facts.ci_workflows if self.facts else None
        for item in objects_of(seen.value, "ci_workflows") if seen and seen.status is Status.COLLECTED else ():
            state = text_of(field_of(item, "state"), "state")
            if text_of(field_of(item, "path"), "path").rpartition("/")[2] == file and state != _ACTIVE:
                return Finding(
                    check=Check.WORKFLOW_FILE,
                    standing=Standing.FAILS,
                    why=f"{file} is switched off, so it never runs",
                    field="state",
                    seen=state,
                    expected=_ACTIVE,
                    fix=f"gh workflow enable {file}",
                )
        return None

    def _repository(self) -> tuple[RepositoryFacts | None, str]:
        """The facts of the audit of the repository, or why there are none."""
        audit, why = audit_of_project(self.question.project, self.question.audits, freshness=self.question.freshness)
        return (repository_facts(audit) if audit else None), why

    def _versions(self, publisher: Publisher) -> Observation:
        audit = only_audit(self.question.audits, AuditKind.REGISTRY)
        if audit is None or self.question.freshness.of(audit.collected_at):
            return unread(Status.NOT_REQUESTED, why="there is no fresh audit of the registry")
        published = read_observation(audit.sections.get("published"), name="published")
        for item in objects_of(published.value, "published") if published.status is Status.COLLECTED else ():
            if (item.get("registry"), item.get("project")) == (str(publisher.registry), publisher.project):
                return read_observation(item.get("versions"), name="versions")
        return unread(Status.NOT_REQUESTED, why=f"the audit does not hold {publisher.project}")


def _prediction(publisher: Publisher, route: Route | None, findings: Sequence[Finding]) -> Prediction:
    ordered = sorted(findings, key=lambda one: _ORDER.index(one.check))
    return Prediction(registry=publisher.registry, publisher=publisher, route=route, findings=tuple(ordered))
