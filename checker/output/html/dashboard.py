"""The pages that a server shows: projects, one project, a run, a report, drift, and where one logs in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from checker.application.compare_audits import ComparedAudits
from checker.application.show_run import ShownRun
from checker.application.survey_project import ProjectOverview, ProjectSurvey
from checker.domain.candidate import Candidate
from checker.domain.closure import Closure
from checker.domain.namespace import Namespace
from checker.domain.next_command import next_command
from checker.domain.principal import Principal
from checker.domain.release import State
from checker.domain.run import RunStatus, run_name
from checker.formats.canonical import canonical_bytes
from checker.formats.report_v1 import StoredReport
from checker.output.compliance_view import run_document
from checker.output.html.charts import bar_chart, verdict_chart
from checker.output.html.pages import filled
from checker.output.html.report_page import MARKS, page_of
from checker.output.report_words import abridged

MOST_CHANGES = 500
"""How many changes a page lists; the rest is counted."""
MOST_FOLLOWED = 2
"""How many runs the page of a project follows: half of the streams that one principal may have."""
_UNDER_WAY = {State.CHECK_PENDING: RunStatus.PENDING, State.CHECK_RUNNING: RunStatus.RUNNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What stands around every page of somebody: who they are, where they are, and in which project."""

    title: str
    who: str = ""
    project: str = ""
    is_demo: bool = False

    def address(self, path: str) -> str:
        """The address of a page of the project."""
        return f"{path}?{urlencode({'project': self.project})}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """One fact that changed; what is not there is empty."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCandidate:
    """A candidate in a list: what comes next, and its run; `events` is where a run that is under way is followed."""

    candidate: Candidate
    next: str
    run: str
    status: str
    events: str = ""


def render_login(*, refusal: str) -> str:
    """Where a token is pasted; `refusal` says why the last one did not count."""
    return filled("login.html", shell=Shell(title="Log in"), refusal=refusal)


def render_problem(*, title: str, code: str, hint: str) -> str:
    """Why there is no such page; nothing of what was asked for is repeated."""
    return filled("problem.html", shell=Shell(title=title), code=code, hint=hint)


def render_projects(found: Sequence[ProjectOverview], *, principal: Principal) -> str:
    """Every project somebody may see."""
    projects = [(one, _shell(principal, one.name, one.name).address("/project")) for one in found]
    return filled("projects.html", shell=_shell(principal, "Projects"), projects=projects, marks=MARKS)


def render_project(survey: ProjectSurvey, *, principal: Principal) -> str:
    """One project as a whole."""
    shell = _shell(principal, survey.name, survey.name)
    return filled(
        "project.html",
        shell=shell,
        survey=survey,
        marks=MARKS,
        candidates=_followed([_candidate(one) for one in survey.candidates], shell),
        verdicts=verdict_chart(survey.reports.reports),
        rules=[(rule, bar_chart(rule.counts)) for rule in survey.reports.rules],
        changes=len(survey.drift.compared.differences) if survey.drift else 0,
    )


def render_drift(survey: ProjectSurvey, *, principal: Principal) -> str:
    """What changed between the last two audits."""
    drift = survey.drift
    return filled(
        "drift.html",
        shell=_shell(principal, f"Drift of {survey.name}", survey.name),
        drift=drift,
        changes=_changes(drift.compared) if drift else [],
        most=MOST_CHANGES,
    )


def render_run(shown: ShownRun, *, project: str, principal: Principal) -> str:
    """A run; while it goes on, the page is told how by its events."""
    name = shown.run.name
    shell = _shell(principal, f"{name}: {shown.run.status}", project)
    events = "" if shown.run.has_ended else shell.address(f"/runs/{name}/events")
    return filled("run.html", shell=shell, shown=shown, document=run_document(shown), events=events)


def render_stored_report(report: StoredReport, closure: Closure, *, project: str, principal: Principal) -> str:
    """A report, as its file shows it."""
    page = page_of(report.document, digest=report.digest, closure=closure)
    title = f"{page.view.verdict}: {page.view.project}"
    return filled("stored_report.html", shell=_shell(principal, title, project), page=page)


def _candidate(candidate: Candidate) -> ShownCandidate:
    run = candidate.current_run
    return ShownCandidate(
        candidate=candidate,
        next=next_command(candidate),
        run=run_name(run) if run else "",
        status=_UNDER_WAY.get(candidate.state, ""),
    )


def _followed(candidates: Sequence[ShownCandidate], shell: Shell) -> list[ShownCandidate]:
    """The same, the first of those whose run is under way with where it is followed."""
    under_way = [one.run for one in candidates if one.status][:MOST_FOLLOWED]
    return [
        replace(one, events=shell.address(f"/runs/{one.run}/events")) if one.run in under_way else one
        for one in candidates
    ]


def _shell(principal: Principal, title: str, project: str = "") -> Shell:
    is_demo = principal.namespace is not Namespace.REAL
    return Shell(title=title, who=principal.label, project=project, is_demo=is_demo)


def _changes(compared: ComparedAudits) -> list[ShownChange]:
    return [
        ShownChange(path=abridged(one.path), before=_fact(one.before), after=_fact(one.after))
        for one in compared.differences[:MOST_CHANGES]
    ]


def _fact(value: object) -> str:
    """A fact as a person reads it; None stands for what is not there."""
    return "" if value is None else abridged(canonical_bytes(value).decode())  # type: ignore[arg-type]
