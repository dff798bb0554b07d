"""Pages of a server from values alone: every place is filled, what there is no room for is counted, text stays text."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.compare_audits import ComparedAudits, Difference, Unknown
from checker.application.expiring_waivers import WaiverStanding
from checker.application.list_reports import ReportSummary
from checker.application.recent_drift import RecentDrift
from checker.application.show_run import ShownRun
from checker.application.survey_project import ProjectOverview, ProjectSurvey
from checker.application.survey_reports import ReportSurvey, RuleHistory
from checker.domain.candidate import ArtifactsImported, Candidate, LifecycleEvent, ManifestBuilt, Registered
from checker.domain.digest import digest_of
from checker.domain.identity import Identity, Method
from checker.domain.namespace import Namespace
from checker.domain.observation import Status
from checker.domain.principal import Principal, Role
from checker.domain.run import RunRequested, RunStarted, RunStatus
from checker.domain.run_history import Run
from checker.domain.verdict import Verdict
from checker.domain.waiver import ConsideredWaiver
from checker.domain.waiver_history import KnownWaiver
from checker.output.html.dashboard import (
    MOST_CHANGES,
    MOST_FOLLOWED,
    render_drift,
    render_login,
    render_problem,
    render_project,
    render_projects,
    render_run,
)
from tests.builders import an_audit
from tests.html_page import Page, read_page
from tests.unit.output.hostile import HOSTILE
from tests.waiver_builders import a_waiver

WHO = Principal(
    label="watcher",
    namespace=Namespace.REAL,
    projects=("widget",),
    roles=frozenset({Role.READER}),
    method=Method.TOKEN,
    issuer="this server",
    subject="1",
)
DIGEST = digest_of(b"report")


def a_report(verdict: Verdict | None = Verdict.BLOCKED, **changes: Any) -> ReportSummary:  # noqa: ANN401 - any part
    made = ReportSummary(
        seq=1, digest=DIGEST, recorded_at="2026-03-01T00:00:00Z", verdict=verdict, violations={"branch.one": 3}
    )
    return replace(made, **changes)


def a_standing(number: int, *, days: int, why: str = "", reason: str = "a while") -> WaiverStanding:
    known = KnownWaiver(number=number, waiver=DIGEST, document=DIGEST, requested_by="octocat")
    seen = ConsideredWaiver(waiver=replace(a_waiver(), reason=reason), digest=DIGEST, why=why)
    return WaiverStanding(known=known, seen=seen, why_not=why, days=days)


def an_event(happened: Any, *, name: str = "rc1") -> LifecycleEvent:  # noqa: ANN401 - any happening
    return LifecycleEvent(
        number=1,
        candidate=name,
        at="2026-03-01T00:00:00Z",
        actor="release-bot",
        identity=Identity(method=Method.ASSERTED, issuer="", subject=""),
        happened=happened,
        digest=DIGEST,
    )


def a_candidate(name: str = "rc1") -> Candidate:
    registered = Registered(version="1.2.0", ref="v1.2.0-rc1", commit="c" * 40)
    return Candidate(name=name, registered=registered, events=(an_event(registered, name=name),))


def a_drift(*, text: str = "before", many: int = 1) -> RecentDrift:
    compared = ComparedAudits(
        differences=tuple(Difference(path=f"{text}.{n}", before=text, after=None) for n in range(many)),
        unknown=tuple(
            Unknown(path=f"u.{n}", before=Status.COLLECTED, after=Status.DENIED, needs=text) for n in range(many)
        ),
    )
    return RecentDrift(before=an_audit(), after=an_audit(), compared=compared)


def a_survey(**changes: Any) -> ProjectSurvey:  # noqa: ANN401 - any part of it
    whole = ProjectSurvey(
        name="widget",
        candidates=(a_candidate(),),
        reports=ReportSurvey(
            reports=(a_report(Verdict.PASSED, is_gating=True), a_report(None, problem="cannot be read"), a_report()),
            rules=(RuleHistory(code="branch.one", counts=(0, 0, 3)),),
            more=True,
            rules_left_out=2,
        ),
        waivers=(a_standing(1, days=0), a_standing(2, days=1), a_standing(3, days=90), a_standing(4, days=5, why="no")),
        drift=a_drift(),
    )
    return replace(whole, **changes)


def project(survey: ProjectSurvey) -> Page:
    return read_page(render_project(survey, principal=WHO))


def test_a_project_is_shown_whole() -> None:
    text = project(a_survey()).shown

    for words in (
        "✗blocked, opens no gate, recorded 2026-03-01T00:00:00Z.",
        "rc1 DRAFT 1.2.0 clean-release candidate import-artifacts --candidate-id rc1",
        "1 passed, 0 undecided, 1 blocked of 3, the newest at the right. A hollow mark opens no gate. Older ones:",
        "cannot be read",
        "branch.one 3",
        "2 more rules with fewer violations are not shown",
        "Waivers (4)",
        "does not count: no",
        "1 fact changed between the last two audits: which ones",
    ):
        assert words in text
    ends = [words for words in ("today", "in 1 day", "in 90 days", "in 5 days") if words in text]
    assert ends == ["today", "in 1 day"]


def under_way(name: str, *, run: int, begun: bool) -> Candidate:
    """A candidate whose run was asked for, and maybe began."""
    files = ArtifactsImported(document=DIGEST, files=1)
    happened: list[Any] = [files, ManifestBuilt(number=1, document=DIGEST), RunRequested(run=run, manifest=DIGEST)]
    happened += [RunStarted(run=run)] if begun else []
    first = a_candidate(name)
    return replace(first, events=(*first.events, *(an_event(one, name=name) for one in happened)))


def test_runs_under_way_are_followed_as_far_as_there_are_streams_for_them() -> None:
    survey = a_survey(candidates=tuple(under_way(f"rc{n}", run=n, begun=n > 1) for n in range(1, MOST_FOLLOWED + 2)))
    page = project(survey)

    followed = [one.attributes["data-events"] for one in page.elements if "data-events" in one.attributes]
    assert followed == [f"/runs/run-{n:03}/events?project=widget" for n in range(1, MOST_FOLLOWED + 1)]
    assert "run-001 pending" in page.shown
    assert f"run-{MOST_FOLLOWED + 1:03} running" in page.shown
    assert [one.attributes["src"] for one in page.named("script")] == ["/static/run.js"]
    assert not list(project(a_survey()).named("script"))


def test_a_project_without_anything_says_what_comes_first() -> None:
    text = project(a_survey(candidates=(), reports=ReportSurvey(), waivers=(), drift=None)).shown

    for words in (
        "None was registered yet: clean-release candidate register",
        "Nothing was judged yet: clean-release check",
        "No rule was violated in these reports.",
        "None was asked for.",
        "Fewer than two audits",
    ):
        assert words in text


def test_a_list_of_projects_says_how_each_stands() -> None:
    overviews = (
        ProjectOverview(name="widget", latest=a_report(Verdict.UNDECIDED), candidates=1200),
        ProjectOverview(name="new", latest=None, candidates=0),
        ProjectOverview(name="broken", latest=a_report(None, problem="cannot be read"), candidates=0),
    )
    page = read_page(render_projects(overviews, principal=WHO))

    assert "widget ?undecided, opens no gate 2026-03-01T00:00:00Z 1,200" in page.shown
    assert "nothing was judged yet" in page.shown
    assert "cannot be read" in page.shown
    assert "There is no project here that you may see." in read_page(render_projects((), principal=WHO)).shown


def test_changes_beyond_the_page_are_counted() -> None:
    text = read_page(render_drift(a_survey(drift=a_drift(many=MOST_CHANGES + 7)), principal=WHO)).shown

    assert text.count("7 more are not on this page; clean-release audit diff compares the two in full.") == 2
    assert f"Changed ({MOST_CHANGES + 7})" in text
    assert '"before" not there' in text
    assert "nothing to compare" in read_page(render_drift(a_survey(drift=None), principal=WHO)).shown
    same = replace(a_drift(), compared=ComparedAudits(differences=(), unknown=()))
    assert (
        "Nothing that both audits read is different."
        in read_page(render_drift(a_survey(drift=same), principal=WHO)).shown
    )


@pytest.mark.parametrize(("status", "follows"), [(RunStatus.PENDING, True), (RunStatus.CANCELLED, False)])
def test_a_run_is_followed_as_long_as_it_is_not_over(status: RunStatus, follows: bool) -> None:  # noqa: FBT001 - a case
    run = Run(
        number=1,
        candidate="rc1",
        manifest=DIGEST,
        events=(an_event(RunRequested(run=1, manifest=DIGEST)),),
        status=status,
        code="E1",
    )
    shown = ShownRun(namespace=Namespace.DEMO, run=run, manifest="man-001", is_current=False)
    page = read_page(render_run(shown, project="widget", principal=replace(WHO, namespace=Namespace.DEMO)))

    assert f"run-001: {status}" in page.shown
    assert "is no longer the current run" in page.shown
    assert "[demo] no verdict here opens a real gate" in page.shown
    assert [one.attributes["src"] for one in page.named("script")] == (["/static/run.js"] if follows else [])
    assert any("data-events" in one.attributes for one in page.elements) == follows


def test_a_refusal_is_told_where_the_token_is_pasted() -> None:
    assert "It does not count." in read_page(render_login(refusal="It does not count.")).shown
    assert not any("alert" in one.attributes.values() for one in read_page(render_login(refusal="")).elements)
    assert "Not there" in read_page(render_problem(title="Not there", code="not-found", hint="look")).shown


@pytest.mark.parametrize("text", [*HOSTILE, "</style><script>alert(1)</script>", '" onmouseover="alert(1)', "\x00"])
def test_hostile_text_shows_as_text(text: str) -> None:
    said, calm = (_pages(words) for words in (text, "calm"))

    for one, other in zip(said, calm, strict=True):
        assert one.shape == other.shape
        assert all(part.replace("\n", "").isprintable() for part in one.text)
        assert {e.name for e in one.elements if "javascript:" in e.attributes.get("href", "")} == set()


def _pages(text: str) -> list[Page]:
    survey = a_survey(
        name=text,
        candidates=(a_candidate(text),),
        waivers=(a_standing(1, days=3, reason=text, why=text),),
        drift=a_drift(text=text),
        reports=ReportSurvey(
            reports=(a_report(None, problem=text), a_report(candidate=text)),
            rules=(RuleHistory(code=text, counts=(0, 1)),),
        ),
    )
    who = replace(WHO, label=text)
    overview = ProjectOverview(name=text, latest=a_report(None, problem=text), candidates=1)
    written = (
        render_project(survey, principal=who),
        render_drift(survey, principal=who),
        render_projects((overview,), principal=who),
        render_login(refusal=text),
        render_problem(title=text, code=text, hint=text),
    )
    return [read_page(one) for one in written]
