"""A run's manifest is judged again by what is there now, and by nothing else than the run had."""

from dataclasses import replace

import pytest

from checker.application.grant_waiver import end_waiver
from checker.application.judge_again import judge_again
from checker.application.open_lifecycle import add_event, open_lifecycle
from checker.application.run_compliance import work_on
from checker.application.run_papers import RunPapers
from checker.application.run_stages import RunServices
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Purpose
from checker.domain.waiver_event import WaiverApproved, WaiverRequested
from checker.errors import CleanReleaseError, TrustError
from checker.formats.report_v1 import StoredReport, read_report
from checker.ports.store import Document
from tests.candidate_builders import acting
from tests.fakes.memory_files import MemoryFiles
from tests.project_builders import EVALUATED_AT
from tests.run_builders import NAME, Provider, judging, requested
from tests.waiver_builders import signed_by


@pytest.fixture(scope="module")
def judged() -> tuple[RunPapers, RunServices]:
    """A run that passed, and with what it was judged."""
    who = judging()
    requested(who)
    run = work_on("run-001", working=who)
    return RunPapers(run=run, store=who.by.store), who.services


def again(papers: RunPapers, services: RunServices) -> StoredReport:
    return read_report(judge_again(papers, services=services).data)


def test_the_same_settings_come_to_the_same_facts_for_publishing(judged: tuple[RunPapers, RunServices]) -> None:
    papers, services = judged
    report, before = again(papers, services), read_report(papers.judgement())

    assert (report.view.purpose, report.view.candidate) == (Purpose.PUBLISH, NAME)
    assert (report.view.verdict, report.view.snapshot) == (before.view.verdict, before.view.snapshot)
    assert [one.facts_digest for one in report.view.audits] == [one.facts_digest for one in before.view.audits]
    assert report.document["manifest"] == before.document["manifest"]
    assert judge_again(papers, services=services).inputs


def test_a_project_file_that_changed_since_changes_nothing(judged: tuple[RunPapers, RunServices]) -> None:
    papers, services = judged
    other = replace(services, files=MemoryFiles({}))

    assert again(papers, other).view.snapshot == again(papers, services).view.snapshot


def test_what_no_anchor_trusts_any_more_is_another_snapshot(judged: tuple[RunPapers, RunServices]) -> None:
    papers, services = judged

    with pytest.raises(TrustError):
        again(papers, replace(services, anchor=lambda: None))


def test_what_cannot_be_read_now_is_not_judged(judged: tuple[RunPapers, RunServices]) -> None:
    papers, services = judged

    with pytest.raises(CleanReleaseError):
        judge_again(papers, services=replace(services, collect=Provider(answer=b"{}")))


def test_a_waiver_that_was_ended_since_counts_no_more(judged: tuple[RunPapers, RunServices]) -> None:
    papers, services = judged
    ann = acting(actor="ann", at=EVALUATED_AT, store=papers.store, project=papers.loaded().project)
    opened = open_lifecycle(papers.store, project=ann.project)
    envelope = signed_by("ann", "bea")
    kept = Document(kind=DocumentKind.WAIVER, digest=digest_of(envelope), data=envelope)
    asked = WaiverRequested(number=1, waiver=kept.digest, document=kept.digest)
    opened = add_event(opened, asked, candidate="", by=ann, beside=(kept,))
    opened = add_event(opened, WaiverApproved(number=1, document=kept.digest), candidate="", by=ann)
    assert [one.matched for one in again(papers, services).view.waivers] == [False]

    opened = end_waiver(opened, "wvr-001", reason="it is mended", by=ann)
    assert again(papers, services).view.waivers == ()
