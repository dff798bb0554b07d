"""The record of a release is added to and never changed; what does not fit is refused with what would."""

import json
from dataclasses import replace

import pytest

from checker.application.add_evidence import add_evidence, read_evidence
from checker.application.diagnose_log import diagnose_log
from checker.application.end_step import EndedStep, end_step, named_step, refuse_out_of_order
from checker.application.file_blockers import blockers_of, close_blocker, file_blockers
from checker.application.mask_content import mask_record
from checker.application.open_record import OpenedRecord, Writing, open_record, peek_record
from checker.application.start_release import start_release
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.release_record import (
    BlockerClosed,
    EvidenceAdded,
    EvidenceKind,
    Mode,
    ReleaseRecord,
    Smoked,
    SmokeOutcome,
    Started,
    Step,
)
from checker.errors import ConflictError, InputRefusedError, NotFoundError, OrderError, StoreError, UsageError
from checker.formats.log_symptoms import carried_symptoms
from checker.ports.store import Document
from tests.fakes.marked_forms import MarkedForms
from tests.github_simulator.secret import SECRET
from tests.release_builders import (
    COMMIT,
    CONTEXT,
    HERE,
    NOW,
    OTHER,
    PROJECT,
    a_blocker,
    a_project,
    entries,
    recorded,
    started,
    writing,
)

SMOKED = Smoked(
    registry="pypi", project="widget", version="1.2.0", outcome=SmokeOutcome.FAILED, seconds=9, command=("widget",)
)
SUCCEEDED = EndedStep(step="build", outcome="succeeded", run=7)


# -- starting, and opening again --------------------------------------------------------------------------------------


def test_a_release_is_started_once_and_again_only_with_a_reason() -> None:
    by = writing()
    started(by)

    with pytest.raises(ConflictError, match=r"v1\.2\.0 was started at 2026-02-26T12:00:00Z"):
        started(by)
    again = start_release(CONTEXT, by=by, because="wrong base").record
    assert (again.times_started, again.started) == (
        2,
        Started(base_tag="v1.1.0", mode=Mode.LIVE, because="wrong base"),
    )


@pytest.mark.parametrize(
    "change",
    [{"target": ""}, {"base_tag": ""}, {"mode": ""}, {"mode": "real"}, {"target": "-x"}, {"target": "v1.1.0"}],
)
def test_a_release_is_not_started_without_its_whole_context(change: dict[str, str]) -> None:
    by = writing()

    with pytest.raises(UsageError):
        started(by, **change)
    assert by.store.list_documents(kind=DocumentKind.RELEASE_ENTRY) == ()


def test_the_record_is_that_of_the_named_release_else_of_the_last_one() -> None:
    by = writing()
    started(by)
    started(by, target="v1.3.0")
    end_step(open_record(by.store, project=by.project, release="v1.2.0"), SUCCEEDED, present=HERE, by=by)

    assert open_record(by.store, project=by.project).record.release == "v1.3.0"
    assert len(open_record(by.store, project=by.project, release="v1.2.0").record.entries) == 2


def test_a_release_that_was_not_started_is_not_there() -> None:
    by = writing()

    with pytest.raises(NotFoundError, match="no release was started"):
        open_record(by.store, project=by.project)
    started(by)
    with pytest.raises(NotFoundError, match=r"the release v9 was not started"):
        open_record(by.store, project=by.project, release="v9")


def test_entries_of_another_project_in_the_same_store_are_not_this_ones() -> None:
    by = writing()
    other = replace(by, project=a_project(PROJECT.replace(b"octo/widget", b"octo/other")))
    started(other)
    started(by)

    assert len(open_record(by.store, project=by.project).record.entries) == 1
    assert open_record(by.store, project=by.project).count == 2


def test_an_entry_that_does_not_follow_the_one_before_it_is_refused() -> None:
    by, elsewhere = writing(), writing()
    started(by)
    started(elsewhere)
    data = recorded_data(elsewhere, 0).replace(b'"number":1', b'"number":2')
    document = Document(kind=DocumentKind.RELEASE_ENTRY, digest=digest_of(data), data=data)
    by.store.add_document(document=document, after=1)

    with pytest.raises(StoreError, match="entry 2 of the release record does not follow"):
        open_record(by.store, project=by.project)


def recorded_data(by: object, number: int) -> bytes:
    return by.store.list_documents(kind=DocumentKind.RELEASE_ENTRY)[number].data  # type: ignore[attr-defined, no-any-return]


def test_two_who_write_at_once_do_not_overwrite_each_other() -> None:
    by = writing()
    first = second = started(by)
    end_step(first, SUCCEEDED, present=HERE, by=by)

    with pytest.raises(StoreError, match="expected the 1 that were read"):
        end_step(second, SUCCEEDED, present=HERE, by=by)
    assert len(open_record(by.store, project=by.project).record.entries) == 2


def test_looking_for_a_record_that_is_not_there_finds_an_empty_one() -> None:
    by = writing()

    assert peek_record(by.store, project=by.project).record.entries == ()
    assert peek_record(by.store, project=by.project).record.started is None


# -- steps ------------------------------------------------------------------------------------------------------------


def test_a_step_is_recorded_with_run_commit_and_workflow_files() -> None:
    by = writing()
    record = end_step(started(by), SUCCEEDED, present=HERE, by=by).record

    found = record.last_step(Step.BUILD)
    assert found is not None
    entry, ended = found
    assert (entry.commit, entry.at, ended.run, ended.workflows) == (COMMIT, NOW, 7, HERE.workflows)
    assert record == open_record(by.store, project=by.project).record


@pytest.mark.parametrize(
    "said",
    [
        EndedStep(step="deploy", outcome="succeeded", run=1),
        EndedStep(step="build", outcome="fine", run=1),
        EndedStep(step="build", outcome="succeeded"),
        EndedStep(step="build", outcome="not-needed", reason="really"),
        EndedStep(step="tap", outcome="not-needed"),
    ],
)
def test_a_step_that_is_none_and_an_outcome_without_its_proof_are_refused(said: EndedStep) -> None:
    by = writing()

    with pytest.raises(UsageError):
        end_step(started(by), said, present=HERE, by=by)


def test_a_step_before_its_time_is_refused_and_leaves_nothing_behind() -> None:
    by = writing()
    opened = started(by)

    with pytest.raises(OrderError, match=r"publish of v1\.2\.0 has to wait: build was not done"):
        end_step(opened, EndedStep(step="publish", outcome="succeeded", run=1), present=HERE, by=by)
    with pytest.raises(OrderError):
        refuse_out_of_order(opened, named_step("tap"), present=HERE)
    refuse_out_of_order(opened, named_step("build"), present=HERE)
    assert len(open_record(by.store, project=by.project).record.entries) == 1


def published(by: Writing) -> OpenedRecord:
    opened = started(by)
    for step in Step:
        opened = end_step(opened, EndedStep(step=step, outcome="succeeded", run=9), present=HERE, by=by)
    return opened


def test_what_was_published_at_this_commit_is_not_published_again_even_after_another_build() -> None:
    by = writing()
    opened = published(by)
    for step in (None, Step.BUILD, Step.TAP, Step.REHEARSAL):
        if step:
            opened = end_step(opened, EndedStep(step=step, outcome="succeeded", run=10), present=HERE, by=by)
        with pytest.raises(
            OrderError, match=r"v1\.2\.0 was published at this commit in run 9 \(entry 5\), and nothing"
        ):
            refuse_out_of_order(opened, Step.PUBLISH, present=HERE)
        with pytest.raises(OrderError, match="nothing is published twice"):
            end_step(opened, EndedStep(step="publish", outcome="succeeded", run=11), present=HERE, by=by)


def test_a_publish_that_turns_out_to_have_failed_is_tried_again() -> None:
    by = writing()
    opened = end_step(published(by), EndedStep(step="publish", outcome="failed"), present=HERE, by=by)

    refuse_out_of_order(opened, Step.PUBLISH, present=HERE)


def test_a_publish_from_changed_files_is_refused_with_their_names() -> None:
    by = writing()
    opened = started(by)
    for step in (Step.BUILD, Step.TAP, Step.REHEARSAL):
        opened = end_step(opened, EndedStep(step=step, outcome="succeeded", run=9), present=HERE, by=by)

    with pytest.raises(OrderError, match=r"publish of v1\.2\.0 has to wait: a\.txt"):
        refuse_out_of_order(opened, Step.PUBLISH, present=replace(HERE, unclean="a.txt is in no commit"))


def test_a_tap_that_this_project_does_not_have_is_said_with_a_reason() -> None:
    by = writing()
    opened = end_step(started(by), SUCCEEDED, present=HERE, by=by)
    opened = end_step(opened, EndedStep(step="tap", outcome="not-needed", reason="no tap"), present=HERE, by=by)

    refuse_out_of_order(opened, Step.REHEARSAL, present=HERE)


# -- blockers ---------------------------------------------------------------------------------------------------------


def test_one_blocker_of_a_class_can_be_open() -> None:
    by = writing()
    opened = file_blockers(started(by), [a_blocker()], by=by)

    with pytest.raises(ConflictError, match="flaky is open already"):
        file_blockers(opened, [a_blocker()], by=by)
    opened = file_blockers(opened, [a_blocker(), a_blocker("slow")], by=by)
    assert [one.name for _, one in opened.record.open_blockers()] == ["flaky", "slow"]


@pytest.mark.parametrize("name", ["", "A b", "-x", "x" * 65, "x\n"])
def test_a_class_of_failure_has_a_plain_name(name: str) -> None:
    by = writing()

    with pytest.raises(UsageError, match="expected small letters"):
        file_blockers(started(by), [a_blocker(name)], by=by)


def test_what_people_and_programs_say_is_kept_without_secrets() -> None:
    by = writing()
    opened = end_step(
        started(by), EndedStep(step="build", outcome="failed", reason=f"it said {SECRET}-1"), present=HERE, by=by
    )
    blocker = a_blocker(title=f"t {SECRET}", summary=SECRET, check=SECRET, command=f"run --with {SECRET}-2")
    file_blockers(opened, [replace(blocker, fixes=("fix", SECRET))], by=by)
    recorded(by, replace(SMOKED, command=("run", f"--with={SECRET}-4"), failed_at=SECRET))
    opened = open_record(by.store, project=by.project)
    close_blocker(opened, BlockerClosed(name="flaky", reason=f"{SECRET}-3 was revoked"), by=by)

    kept = b"".join(one.data for one in by.store.list_documents(kind=DocumentKind.RELEASE_ENTRY))
    assert SECRET.encode() not in kept
    assert b'["run","--with=***"]' in kept
    assert b'["fix","***"]' in kept
    assert b'"reason":"*** was revoked"' in kept


def test_a_blocker_is_closed_once_with_a_reason() -> None:
    by = writing()
    opened = file_blockers(started(by), [a_blocker()], by=by)

    with pytest.raises(UsageError, match="with a reason"):
        close_blocker(opened, BlockerClosed(name="flaky", reason=""), by=by)
    closed = close_blocker(opened, BlockerClosed(name="flaky", reason="run 9"), by=by)
    assert closed.record.open_blockers() == ()
    with pytest.raises(NotFoundError, match="no blocker of the class 'flaky' is open"):
        close_blocker(closed, BlockerClosed(name="flaky", reason="run 9"), by=by)


def test_a_log_gives_one_blocker_for_each_class_of_failure_in_it() -> None:
    log = b"build run workflow mismatch: got ci\nHTTPError: 403 Forbidden from the index\n"
    log += b"fatal: tag 'v1' already exists\n"
    found = diagnose_log(log, source="job.log", symptoms=carried_symptoms(), publishers=(), secrets=MarkedForms())

    blockers = blockers_of(found, like=a_blocker("", title="", summary=""))
    assert [one.name for one in blockers] == ["build-run-of-another-workflow", "tag-exists", "forbidden"]
    assert blockers[0].summary == "line 1: build run workflow mismatch"
    assert blockers[0].fixes
    said = blockers_of(found, like=a_blocker("", title="Mine", summary="So it is"))
    assert {(one.title, one.summary) for one in said} == {("Mine", "So it is")}


# -- evidence ---------------------------------------------------------------------------------------------------------

CANARY = {
    "schema": "clean-release/canary/v1",
    "commit": COMMIT,
    "ended_at": NOW,
    "accepted": True,
    "samples": 9,
    "summary": "fine",
}
LATENCY = {
    "schema": "clean-release/gate-latency/v1",
    "commit": COMMIT,
    "ended_at": NOW,
    "samples": 9,
    "p95": 80_000,
    "p99": 150_000,
}


def evidence(document: object, **changes: object) -> EvidenceAdded:
    data = json.dumps({**document, **changes} if isinstance(document, dict) else document).encode()
    return read_evidence(data, source="evidence.json", commit=COMMIT, at=NOW)


def test_evidence_is_kept_with_what_it_proves() -> None:
    by = writing()
    data = json.dumps(CANARY).encode()
    record = add_evidence(started(by), data, source="canary.json", by=by).record

    added = EvidenceAdded(kind=EvidenceKind.CANARY, document=digest_of(data), accepted=True, samples=9)
    assert [one for _, one in record.having(EvidenceAdded)] == [added]
    assert not evidence(CANARY, accepted=False).accepted


@pytest.mark.parametrize(
    ("p95", "p99", "accepted"),
    [(80_000, 150_000, True), (80_001, 150_000, False), (80_000, 150_001, False), (1, 1, True)],
)
def test_the_gate_is_fast_enough_up_to_both_limits(p95: int, p99: int, *, accepted: bool) -> None:
    assert evidence(LATENCY, p95=p95, p99=p99).accepted is accepted


@pytest.mark.parametrize(
    ("document", "change", "why"),
    [
        ([], {}, "this says it is None"),
        ({}, {}, "this says it is None"),
        (CANARY, {"schema": 1}, "this says it is 1"),
        (CANARY, {"schema": "clean-release/canary/v9"}, "canary/v9"),
        (CANARY, {"accepted": "true"}, "accepted"),
        (CANARY, {"samples": 0}, "samples"),
        (CANARY, {"commit": OTHER}, "is about commit b"),
        (CANARY, {"ended_at": "2026-02-26T12:05:01Z"}, "after now"),
        (LATENCY, {"p99": 1}, "p99 is less than p95"),
    ],
)
def test_a_document_that_proves_nothing_of_this_commit_is_refused(
    document: object, change: dict[str, object], why: str
) -> None:
    with pytest.raises(InputRefusedError, match=why):
        evidence(document, **change)


def test_a_record_is_read_from_the_store_as_it_was_written() -> None:
    by = writing()
    started(by)

    assert recorded(by, a_blocker()).record == open_record(by.store, project=by.project).record


def test_what_was_kept_before_a_form_was_known_is_masked_when_it_is_shown() -> None:
    said = a_blocker(summary="because of SECRET-MARKER-1 alone")
    kept = ReleaseRecord(release="v1.2.0", entries=entries(said), drills=())

    assert mask_record(kept, MarkedForms()).entries == entries(a_blocker(summary="because of *** alone"))
