"""`TuiServices` over a lifecycle in memory: what the screens ask for, and what they were asked to do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from checker.application.approve_release import ApprovalAsked, prepare_approval
from checker.application.list_reports import ReportPage, list_reports
from checker.application.open_lifecycle import Acting, OpenedLifecycle
from checker.application.publish_release import PublishAsked, ReadyToPublish, prepare_publish
from checker.application.show_standing import Standing, show_standing
from checker.domain.approval import Approved
from checker.domain.manifest import Manifest
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace
from checker.domain.run_history import Run
from checker.domain.task import Task
from checker.domain.trust import Anchor
from checker.errors import CleanReleaseError
from checker.formats.manifest_v1 import parse_manifest
from checker.formats.report_v1 import StoredReport, read_report
from checker.tui.services import Errand
from tests.fakes.memory_keys import MemorySigner

PAGE = 100


def nothing(_: Errand) -> None:
    """Do nothing."""


@dataclass
class ToldTui:
    """Answers from the events it holds; `done` is what it was asked to do, and `doing` happens meanwhile."""

    opened: OpenedLifecycle
    by: Acting
    anchor: Anchor | None = None
    actor: str = "release-owner"
    namespace: Namespace = Namespace.REAL
    task: Task | None = None
    problem: CleanReleaseError | None = None
    doing: Callable[[Errand], None] = nothing
    done: list[tuple[str, ...]] = field(default_factory=list)
    looks: int = 0
    was_let_go: Event = field(default_factory=Event)

    def standing(self) -> Standing:
        if self.problem:
            raise self.problem
        self.looks += 1
        begun = Standing(project=self.by.project.name, namespace=self.namespace)
        now = parse_moment(self.by.at)
        return show_standing(self.opened, begun, store=self.by.store, task=self._task, now=now)

    def _task(self, _: Run) -> Task | None:
        return self.task

    def mark(self) -> tuple[int, ...]:
        return (self.opened.count, len(self.done), self.task is None, self.problem is None)

    def reports(self, *, before: int) -> ReportPage:
        return list_reports(self.by.store, limit=PAGE, before=before)

    def report(self, digest: str) -> StoredReport:
        return read_report(self.by.store.get_report(name=digest).data)

    def manifest(self, name: str) -> Manifest:
        _, built = self.opened.manifest(name)
        return parse_manifest(self.by.store.get_document(digest=built.document).data, source=name)[0]

    def run_check(self, candidate: str, *, manifest: str, errand: Errand) -> str:
        return self._do(errand, "run-check", candidate, manifest)

    def go_on(self, run: str, *, answer: str, errand: Errand) -> str:
        return self._do(errand, "go-on", run, answer)

    def build_manifest(self, candidate: str) -> str:
        return self._do(Errand(lambda _: None), "build-manifest", candidate)

    def approval(self, candidate: str, *, report: str) -> Approved:
        asked = ApprovalAsked(candidate=candidate, report=report)
        return prepare_approval(self.opened, asked, anchor=self.anchor, by=self.by)

    def approve(self, candidate: str, *, report: str) -> str:
        return self._do(Errand(lambda _: None), "approve", candidate, report)

    def publication(self, candidate: str, *, report: str, channel: str) -> ReadyToPublish:
        asked = PublishAsked(candidate=candidate, report=report, channel=channel)
        signer = MemorySigner(self.actor)
        return prepare_publish(self.opened, asked, anchor=self.anchor, signer=signer, by=self.by)

    def publish(self, candidate: str, *, report: str, channel: str, errand: Errand) -> str:
        return self._do(errand, "publish", candidate, report, channel)

    def _do(self, errand: Errand, *what: str) -> str:
        self.done.append(what)
        try:
            self.doing(errand)
        except KeyboardInterrupt:
            self.was_let_go.set()
            raise
        return f"{what[0]} was done"
