"""The stages of a run: what judges, what is judged and where it comes from are settled, kept, and used exactly so."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from checker.application.collected_by_run import collected_by_run
from checker.application.open_lifecycle import add_event
from checker.application.replay_report import replay_report
from checker.application.resume_run import resume_run
from checker.application.run_compliance import Working, request_run, work_on
from checker.application.run_stages import StageDone, StageWork, do_stage
from checker.application.verify_report import COLLECTED_ON_ITS_WORD, verify_stored_report
from checker.domain.candidate import ManifestBuilt
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace, Purpose
from checker.domain.run import RunStatus, Stage, StageEnded
from checker.domain.run_history import Run
from checker.domain.run_stage import Paper, PaperKind, StageMade
from checker.errors import ProviderError, StoreError
from checker.formats.canonical import canonical_bytes
from checker.formats.report_v1 import read_report
from checker.formats.run_stage_v1 import parse_stage, stage_bytes
from checker.formats.strict_json import read_json
from checker.ports.store import Document, ReportRecord, SnapshotRecord
from tests.evidence_builders import bom_bytes
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_files import MemoryFiles
from tests.fakes.memory_store import MemoryStore
from tests.project_builders import ANCHOR, TOOL, a_store, audit_bytes, manifest_document, project_files, trusted_anchor
from tests.run_builders import NAME, RUN_PROJECT, Provider, built, judging, locked_files, requested
from tests.waiver_builders import signed_by


class StopError(BaseException):
    """The test has seen enough."""


def until(stage: Stage, who: Working) -> Working:
    """Somebody who does every stage before this one, and is stopped there."""

    def do(now: Stage, work: StageWork) -> StageDone:
        if now is stage:
            raise StopError
        return do_stage(now, work)

    return replace(who, do=do)


def stopped(stage: Stage, who: Working) -> Run:
    with pytest.raises(StopError):
        work_on("run-001", working=until(stage, who))
    return who.opened().run("run-001")


def failed(who: Working, stage: Stage, code: str) -> str:
    """Why the run failed there."""
    run = work_on("run-001", working=who)
    assert (run.status, run.stages[-1].stage, run.code) == (RunStatus.FAILED, stage, code), run.stages[-1]
    return run.stages[-1].detail


def test_a_whole_run_makes_a_report_for_a_release_that_gates_and_keeps_what_made_it() -> None:
    who = judging()
    requested(who)
    run = work_on("run-001", working=who)

    assert [(one.stage, one.detail) for one in run.stages] == [(stage, "") for stage in Stage]
    assert run.report
    store = who.by.store
    report = read_report(store.get_report(name=run.report.digest).data)
    assert (report.view.purpose, report.view.candidate) == (Purpose.RELEASE, NAME)
    assert report.view.gating.gating, report.view.gating.because
    assert [audit.authenticity for audit in report.view.audits] == ["collected_here"]
    for kind in (DocumentKind.PROJECT, DocumentKind.LOCK, DocumentKind.ANCHOR, DocumentKind.AUDIT, DocumentKind.INPUT):
        assert len(store.list_documents(kind=kind)) == 1, kind
    assert store.get_document(digest=Digest(str(report.document["input"]))).kind is DocumentKind.INPUT


def test_the_report_of_a_run_comes_out_again_and_says_what_rests_on_the_run_s_events() -> None:
    who = judging()
    requested(who)
    run = work_on("run-001", working=who)
    assert run.report
    by = who.services.policies
    finding = verify_stored_report(name=run.report.digest, services=by, tool=TOOL)

    assert (finding.differences, finding.unchecked) == ((), ())
    assert COLLECTED_ON_ITS_WORD in finding.on_word
    assert replay_report(name=run.report.digest, services=by, tool=TOOL).is_identical


def test_a_report_that_no_run_ended_with_was_collected_by_none() -> None:
    who = judging()
    requested(who)
    run = stopped(Stage.REPORT, who)
    digest = run.document_of(Stage.RULES)
    assert digest
    made = parse_stage(who.by.store.get_document(digest=digest).data, source="it")

    assert collected_by_run(made.papers[0].digest, store=who.by.store) == frozenset()


def test_the_audit_that_a_run_collects_itself_needs_no_file_of_that_name() -> None:
    """What `init` writes names the file that `audit github` would make; a run asks the provider instead."""
    named = RUN_PROJECT.replace("inputs:\n", "inputs:\n  audits: [audits/Repository.json]\n")
    who = judging(files=locked_files(named))
    requested(who)
    run = work_on("run-001", working=who)

    assert run.report, run.stages[-1].detail


def test_a_named_audit_that_a_run_does_not_collect_has_to_be_there() -> None:
    named = RUN_PROJECT.replace("inputs:\n", "inputs:\n  audits: [registry.json]\n")
    who = judging(files=locked_files(named))
    requested(who)

    assert "there is no such file" in failed(who, Stage.AUDIT, "not-found")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"files": MemoryFiles(project_files(RUN_PROJECT))}, "there is no lock"),
        ({"anchor": lambda: None}, "there is no anchor"),
        ({"files": locked_files(RUN_PROJECT.replace("project: widget", "project: other"))}, "of another project"),
    ],
)
def test_what_judges_is_settled_by_anchor_and_lock_alone(changes: dict[str, Any], why: str) -> None:
    who = judging(**changes)
    requested(who)

    assert why in failed(who, Stage.POLICY, "not-trusted")


def test_a_candidate_whose_latest_manifest_is_another_by_now_is_not_judged() -> None:
    who = judging()
    requested(who)
    other = add_event(
        who.opened(), ManifestBuilt(number=2, document=digest_of(b"other")), candidate=NAME, by=who.by
    ).candidate(NAME)

    def do(stage: Stage, work: StageWork) -> StageDone:
        return do_stage(stage, replace(work, candidate=other))

    assert "not the latest" in failed(replace(who, do=do), Stage.MANIFEST, "not-trusted")


def _with_manifest(who: Working, change: Callable[[dict[str, Any]], None]) -> None:
    """A candidate whose latest manifest somebody wrote into the store, not the command that builds them."""
    document = manifest_document()
    change(document)
    data = canonical_bytes(document)
    kept = Document(kind=DocumentKind.MANIFEST, digest=digest_of(data), data=data)
    opened = built(who)
    opened = add_event(opened, ManifestBuilt(number=2, document=kept.digest), candidate=NAME, by=who.by, beside=(kept,))
    request_run(opened, NAME, by=who.by)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda document: document["artifacts"].pop(), "exactly the files that were imported"),
        (lambda document: document["artifacts"][0].update(sha256="0" * 64), "exactly the files that were imported"),
        (lambda document: document["source"].update(commit="2" * 40), "of something else"),
        (lambda document: document.update(version="2.0.1"), "of something else"),
    ],
    ids=["one less", "other bytes", "another commit", "another version"],
)
def test_files_never_move_between_candidates(change: Callable[[dict[str, Any]], None], why: str) -> None:
    who = judging()
    _with_manifest(who, change)

    assert why in failed(who, Stage.MANIFEST, "not-trusted")


def test_sources_that_the_anchor_does_not_allow_are_not_judged() -> None:
    anchor = trusted_anchor(ANCHOR + "release_sources: {artifact_classes: [sdist]}\n")
    who = judging()
    requested(who)
    stopped(Stage.SOURCES, who)

    def do(stage: Stage, work: StageWork) -> StageDone:
        return do_stage(stage, work)

    changed = replace(who, services=replace(who.services, anchor=lambda: anchor), do=do)
    assert "began with" in failed(changed, Stage.SOURCES, "CONTEXT_SIGNATURE_INVALID")
    again = judging(who.by.store, anchor=lambda: anchor)
    opened = request_run(again.opened(), NAME, by=again.by)
    run = work_on(opened.runs()[-1].name, working=again)
    assert "artifact class wheel is not among sdist" in run.stages[-1].detail or run.code == "not-trusted"


def test_an_anchor_that_is_gone_lets_nothing_go_on() -> None:
    who = judging()
    requested(who)
    stopped(Stage.AUDIT, who)
    without = replace(who, services=replace(who.services, anchor=lambda: None))

    assert "is not the one" in failed(without, Stage.AUDIT, "CONTEXT_SIGNATURE_INVALID")


def test_what_the_project_names_is_judged_too_but_not_beside_what_was_read_now() -> None:
    text = RUN_PROJECT + "  audits: [repository.json, history.json]\n  baseline: baseline.json\n"
    text += "  evidence: [sbom.json]\n  waivers: [waiver.json]\n"
    more = {"history.json": audit_bytes("history"), "baseline.json": audit_bytes(), "sbom.json": bom_bytes()}
    more["waiver.json"] = signed_by("ann", "bea")
    files = locked_files(text, **more)
    who = judging(files=files)
    requested(who)
    run = stopped(Stage.RULES, who)
    digest = run.document_of(Stage.AUDIT)
    assert digest
    made = parse_stage(who.by.store.get_document(digest=digest).data, source="it")

    assert [(one.kind, one.name, one.collected) for one in made.papers] == [
        (PaperKind.AUDIT, "repository.json", True),
        (PaperKind.AUDIT, "history.json", False),
        (PaperKind.EVIDENCE, "sbom.json", False),
        (PaperKind.WAIVER, "waiver.json", False),
        (PaperKind.BASELINE, "baseline.json", False),
    ]


class ForgetfulStore(MemoryStore):
    """A store that lost something, or was changed."""

    lost: tuple[str, ...] = ()

    def get_document(self, *, digest: Digest) -> Document:
        if digest in self.lost:
            raise StoreError(f"{digest} is not what was recorded")
        return MemoryStore.get_document(self, digest=digest)

    def get_snapshot(self, *, digest: Digest) -> SnapshotRecord:
        if digest in self.lost:
            raise StoreError(f"{digest} is not what was recorded")
        return MemoryStore.get_snapshot(self, digest=digest)

    def get_report(self, *, name: str) -> ReportRecord:
        record = MemoryStore.get_report(self, name=name)
        return replace(record, data=b"{}") if "report" in self.lost else record


@pytest.fixture(scope="module")
def judged_up_to_rules() -> tuple[Working, ForgetfulStore, Run]:
    """A run of which AUDIT is done and RULES is not."""
    store = ForgetfulStore(clock=FixedClock(), namespace=a_store().namespace)
    who = judging(store)
    requested(who)
    return who, store, stopped(Stage.RULES, who)


@pytest.mark.parametrize(
    "kind",
    [
        PaperKind.PROJECT,
        PaperKind.LOCK,
        PaperKind.ANCHOR,
        PaperKind.SNAPSHOT,
        PaperKind.MANIFEST,
        PaperKind.ARTIFACTS,
        PaperKind.AUDIT,
    ],
)
def test_whatever_is_not_as_it_was_kept_lets_nothing_go_on(
    judged_up_to_rules: tuple[Working, ForgetfulStore, Run], kind: PaperKind
) -> None:
    who, store, run = judged_up_to_rules
    digests = [digest for stage in Stage if (digest := run.document_of(stage))]
    made = [parse_stage(store.get_document(digest=digest).data, source="it") for digest in digests]
    now = who.opened().run("run-001")
    if now.status is RunStatus.FAILED:
        resume_run(now, working=who)
    store.lost = tuple(paper.digest for one in made for paper in one.papers if paper.kind is kind)
    try:
        assert "not as it was kept" in failed(who, Stage.RULES, "CONTEXT_SIGNATURE_INVALID")
    finally:
        store.lost = ()


@pytest.mark.parametrize(
    "forged",
    [
        b"{",
        stage_bytes(StageMade(namespace=Namespace.DEMO, run=7, stage=Stage.POLICY, at="2026-03-02T12:00:00Z")),
        stage_bytes(StageMade(namespace=Namespace.DEMO, run=1, stage=Stage.POLICY, at="2026-03-02T12:00:00Z")),
        stage_bytes(
            StageMade(
                namespace=Namespace.DEMO,
                run=1,
                stage=Stage.POLICY,
                at="2026-03-02T12:00:00Z",
                papers=tuple(
                    Paper(kind=kind, name="it", digest=digest_of(audit_bytes()))
                    for kind in (PaperKind.PROJECT, PaperKind.LOCK)
                ),
            )
        ),
    ],
    ids=["no document", "another run's", "nothing", "an audit as project"],
)
def test_a_stage_that_somebody_made_up_is_not_believed(forged: bytes) -> None:
    who = judging()
    requested(who)

    def forging(stage: Stage, work: StageWork) -> StageDone:
        if stage is not Stage.POLICY:
            return do_stage(stage, work)
        document = Document(kind=DocumentKind.RUN_STAGE, digest=digest_of(forged), data=forged)
        kept = Document(kind=DocumentKind.AUDIT, digest=digest_of(audit_bytes()), data=audit_bytes())
        return StageDone(document=document.digest, beside=(document, kept))

    assert failed(replace(who, do=forging), Stage.SOURCES, "CONTEXT_SIGNATURE_INVALID")


def test_another_snapshot_than_the_settled_one_judges_nothing() -> None:
    who = judging()
    requested(who)

    def settling(stage: Stage, work: StageWork) -> StageDone:
        done = do_stage(stage, work)
        if stage is not Stage.POLICY:
            return done
        document = done.beside[-1]
        made = parse_stage(document.data, source="it")
        other = SnapshotRecord(digest=digest_of(b"other"), data=b"other", content=b"")
        work.services.policies.store.put_snapshot(snapshot=other)
        papers = tuple(
            replace(one, digest=other.digest) if one.kind is PaperKind.SNAPSHOT else one for one in made.papers
        )
        data = stage_bytes(replace(made, papers=papers))
        forged = Document(kind=DocumentKind.RUN_STAGE, digest=digest_of(data), data=data)
        return StageDone(document=forged.digest, beside=(*done.beside[:-1], forged))

    assert "settled was" in failed(replace(who, do=settling), Stage.RULES, "CONTEXT_SIGNATURE_INVALID")


def test_a_store_that_gives_back_another_report_is_told() -> None:
    store = ForgetfulStore(clock=FixedClock(), namespace=a_store().namespace)
    store.lost = ("report",)
    who = judging(store)
    requested(who)
    with pytest.raises(StoreError, match="does not give back the report"):
        work_on("run-001", working=who)


def test_a_provider_that_answers_nonsense_fails_the_stage() -> None:
    who = judging(collect=Provider(answer=b"{}"))
    requested(who)

    assert failed(who, Stage.AUDIT, "input-refused")


def test_a_stage_that_failed_says_so_in_its_event() -> None:
    who = judging(collect=Provider(answer=ProviderError("no credential" * 200)))
    requested(who)
    run = work_on("run-001", working=who)

    (ended,) = [one.happened for one in run.events if isinstance(one.happened, StageEnded) and one.happened.code]
    assert len(ended.detail) == 1000
    assert read_json(who.by.store.list_documents(kind=DocumentKind.LIFECYCLE_EVENT)[-1].data, source="it")
