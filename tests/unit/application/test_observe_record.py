"""What rules may know of a release record: its last words, held to the commit and the files that are there."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.observe_record import KeptRecord, observe_record
from checker.domain.digest import digest_of
from checker.domain.observation import Observation, Status
from checker.domain.release_record import (
    Content,
    DrillStep,
    EvidenceAdded,
    EvidenceKind,
    ReleaseRecord,
    Smoked,
    SmokeOutcome,
    Step,
    StepOutcome,
)
from checker.domain.section import RECORD
from checker.errors import StoreError
from tests.release_builders import CHANGED, HERE, OTHER, STARTED, a_blocker, ended, entries

CANARY = EvidenceAdded(kind=EvidenceKind.CANARY, document=digest_of(b"x"), accepted=True, samples=9)
LATENCY = replace(CANARY, kind=EvidenceKind.GATE_LATENCY, p95=1, p99=2)


def observed(*contents: Content, target: str = "v1.2.0", **present: Any) -> dict[str, Observation]:  # noqa: ANN401
    record = ReleaseRecord(release="v1.2.0", entries=entries(*contents), drills=entries(*contents))
    return observe_record(KeptRecord(record=record, present=replace(HERE, **present)), target=target)


def values(*contents: Content, of: str, **present: Any) -> Any:  # noqa: ANN401
    found = observed(STARTED, *contents, **present)[of]
    assert found.status is Status.COLLECTED
    return found.value


def test_a_record_that_was_not_begun_is_known_not_to_be_there_and_says_nothing_else() -> None:
    record = ReleaseRecord(release="v1.2.0")
    found = observe_record(KeptRecord(record=record, present=HERE), target="v1.2.0")

    assert found["release_record"].value == {
        "release": "v1.2.0",
        "exists": False,
        "of_target": False,
        "restarted": False,
    }
    assert found["drills"].value == []
    others = found.keys() - {"release_record", "drills"}
    assert {found[name].status for name in others} == {Status.NOT_REQUESTED}
    assert found.keys() == RECORD.keys()


def test_a_record_that_cannot_be_read_leaves_every_section_open() -> None:
    found = observe_record(StoreError("it is not safe", hint="move it"), target="v1.2.0")

    assert {(one.status, one.detail.why) for one in found.values()} == {(Status.ERROR, "it is not safe")}
    assert found.keys() == RECORD.keys()


@pytest.mark.parametrize(
    ("contents", "target", "of_target", "restarted"),
    [
        ((STARTED,), "v1.2.0", True, False),
        ((STARTED,), "v1.3.0", False, False),
        ((STARTED,), "", False, False),
        ((STARTED, replace(STARTED, because="again")), "v1.2.0", True, True),
    ],
)
def test_the_record_is_held_to_the_stated_target(
    contents: tuple[Content, ...], target: str, *, of_target: bool, restarted: bool
) -> None:
    value = observed(*contents, target=target)["release_record"].value

    assert value == {"release": "v1.2.0", "exists": True, "of_target": of_target, "restarted": restarted}


def test_the_last_word_of_each_step_is_held_to_commit_and_workflow_files() -> None:
    steps = (ended(Step.BUILD, StepOutcome.FAILED), ended(Step.BUILD), ended(Step.REHEARSAL, workflows=CHANGED))

    found = values(*steps, of="release_steps")
    assert [(one["step"], one["outcome"], one["at_commit"], one["these_workflows"]) for one in found] == [
        ("build", "succeeded", True, True),
        ("rehearsal", "succeeded", True, False),
    ]
    assert [one["at_commit"] for one in values(*steps, of="release_steps", commit=OTHER)] == [False, False]


def test_only_open_blockers_are_shown() -> None:
    assert values(of="release_blockers") == []
    assert values(a_blocker(), of="release_blockers") == [
        {"name": "flaky", "title": "Tests are flaky", "filed_at": "2026-02-26T12:00:00Z"}
    ]


def test_the_last_smoke_test_of_a_place_is_shown() -> None:
    failed = Smoked(
        registry="pypi",
        project="widget",
        version="1.2.0",
        outcome=SmokeOutcome.FAILED,
        seconds=9,
        command=("widget",),
    )
    good = replace(failed, outcome=SmokeOutcome.SUCCEEDED)

    (found,) = values(failed, good, of="smoke_tests")
    assert (found["id"], found["outcome"], found["at_commit"]) == ("pypi widget", "succeeded", True)
    assert values(good, of="smoke_tests", commit=OTHER)[0]["at_commit"] is False


def drilled(attempt: int, *, last: bool, seconds: int = 1) -> DrillStep:
    return DrillStep(
        drill="incident",
        attempt=attempt,
        step="close",
        outcome=StepOutcome.SUCCEEDED,
        seconds=seconds,
        due=60,
        last=last,
    )


def test_only_drills_that_were_finished_are_shown_and_whether_they_were_in_time() -> None:
    given_up, good, late = drilled(1, last=False), drilled(2, last=True), drilled(3, last=True, seconds=61)

    found = values(given_up, good, late, of="drills")
    assert [(one["id"], one["in_time"]) for one in found] == [("incident 2", True), ("incident 3", False)]


def test_evidence_about_this_commit_is_shown_and_no_other() -> None:
    assert values(replace(CANARY, accepted=False), CANARY, of="canary") == {"accepted": True, "samples": 9}
    assert values(LATENCY, of="gate_latency") == {"samples": 9, "p95": 1, "p99": 2}
    elsewhere = observed(STARTED, CANARY, LATENCY, commit=OTHER)
    assert elsewhere["canary"].status is Status.NOT_REQUESTED
    assert elsewhere["gate_latency"].status is Status.NOT_REQUESTED
    assert observed(STARTED, CANARY)["gate_latency"].status is Status.NOT_REQUESTED
