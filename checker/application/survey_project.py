"""Survey a project: what a page says of it, in a list and alone."""

from dataclasses import dataclass

from checker.application.expiring_waivers import WaiverStanding
from checker.application.list_reports import ReportSummary
from checker.application.recent_drift import RecentDrift
from checker.application.survey_reports import ReportSurvey
from checker.domain.candidate import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectOverview:
    """One project in a list: its latest report, and how many candidates it has."""

    name: str
    latest: ReportSummary | None
    candidates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSurvey:
    """All that the page of a project shows."""

    name: str
    candidates: tuple[Candidate, ...]
    reports: ReportSurvey
    waivers: tuple[WaiverStanding, ...]
    drift: RecentDrift | None
