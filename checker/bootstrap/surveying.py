"""The facade of pages that only show: what a project's candidates, reports, waivers and settings came to."""

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.application.expiring_waivers import standing_of
from checker.application.recent_drift import recent_drift
from checker.application.survey_project import ProjectOverview, ProjectSurvey
from checker.application.survey_reports import ReportSurvey, survey_reports
from checker.bootstrap.compliance import WhichRun
from checker.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.application.show_run import ShownRun
    from checker.bootstrap.serving import HostedProject
    from checker.domain.closure import Closure
    from checker.formats.report_v1 import StoredReport
    from checker.ports.store import Store


@dataclass(frozen=True, kw_only=True)
class Surveying:
    """One project as one principal sees it; nothing here writes, and a store that is not there is as an empty one."""

    hosted: "HostedProject"

    def overview(self) -> ProjectOverview:
        """What a list of projects says of it."""
        with self._store() as store:
            reports = survey_reports(store, limit=1).reports if store else ()
        latest = reports[-1] if reports else None
        return ProjectOverview(name=self.hosted.name, latest=latest, candidates=len(self.hosted.candidates.all()))

    def survey(self) -> ProjectSurvey:
        """What the page of the project says."""
        with self._store() as store:
            reports, drift = (survey_reports(store), recent_drift(store)) if store else (ReportSurvey(), None)
        return ProjectSurvey(
            name=self.hosted.name,
            candidates=tuple(reversed(self.hosted.candidates.all())),
            reports=reports,
            waivers=standing_of(self.hosted.waiving.all(), now=self.hosted.facade.now()),
            drift=drift,
        )

    def report(self, name: str) -> "tuple[StoredReport, Closure]":
        """A report and what is inside the documents it names.

        Raises:
            NotFoundError: there is none.
        """
        report = self.hosted.records.show(name)
        return report, self.hosted.records.closure(report.digest)

    def run(self, name: str) -> "ShownRun":
        """A run of a candidate.

        Raises:
            NotFoundError: there is none.
        """
        return self.hosted.compliance.show(WhichRun(run=name))

    @contextmanager
    def _store(self) -> "Iterator[Store | None]":
        with ExitStack() as stack:
            try:
                store = stack.enter_context(self.hosted.facade.store(self.hosted.namespace, create=False))
            except NotFoundError:
                store = None
            yield store
