"""The order of a release: who waits for what, at which commit, with which workflow files."""

from dataclasses import replace

import pytest

from checker.domain.acceptance import Answer, together
from checker.domain.release_order import next_step, published_in, waits_for, why_unsettled
from checker.domain.release_record import BlockerClosed, Content, Mode, ReleaseRecord, Step, StepOutcome
from tests.release_builders import CHANGED, HERE, OTHER, STARTED, a_blocker, ended, entries

BUILD, TAP, REHEARSAL, PUBLISH = (ended(step) for step in Step)


def record(*contents: Content) -> ReleaseRecord:
    return ReleaseRecord(release="v1.2.0", entries=entries(STARTED, *contents))


@pytest.mark.parametrize(
    ("step", "done", "why"),
    [
        (Step.BUILD, (), ""),
        (Step.TAP, (), "build was not done"),
        (Step.TAP, (BUILD,), ""),
        (Step.TAP, (ended(Step.BUILD, StepOutcome.FAILED),), "build failed"),
        (Step.REHEARSAL, (BUILD,), "tap was not done"),
        (Step.REHEARSAL, (BUILD, ended(Step.TAP, StepOutcome.NOT_NEEDED)), ""),
        (Step.PUBLISH, (BUILD, TAP), "rehearsal was not done"),
        (Step.PUBLISH, (BUILD, TAP, REHEARSAL), ""),
        (Step.PUBLISH, (BUILD, TAP, REHEARSAL, ended(Step.PUBLISH, StepOutcome.FAILED)), ""),
        (Step.PUBLISH, (BUILD, TAP, REHEARSAL, BUILD), "tap was done before the last build"),
        (Step.PUBLISH, (BUILD, TAP, REHEARSAL, BUILD, TAP), "rehearsal was done before the last tap"),
        (Step.PUBLISH, (BUILD, TAP, REHEARSAL, a_blocker()), "a blocker is open: flaky"),
        (Step.PUBLISH, (BUILD, TAP, REHEARSAL, a_blocker(), BlockerClosed(name="flaky", reason="ok")), ""),
    ],
)
def test_a_step_waits_for_the_ones_before_it(step: Step, done: tuple[Content, ...], why: str) -> None:
    assert waits_for(record(*done), step, HERE) == why


def test_what_was_done_at_another_commit_was_not_done_here() -> None:
    there = replace(HERE, commit=OTHER)

    why = "build was done at commit aaaaaaaaaaaa, and bbbbbbbbbbbb is checked out"
    assert waits_for(record(BUILD), Step.TAP, there) == why
    assert why_unsettled(record(BUILD), Step.BUILD, there) == why


def test_a_rehearsal_is_repeated_when_workflow_files_changed_and_a_build_is_not() -> None:
    changed = replace(HERE, workflows=CHANGED)
    done = record(BUILD, TAP, REHEARSAL)

    assert "has to be repeated" in waits_for(done, Step.PUBLISH, changed)
    assert next_step(done, changed) == (Step.REHEARSAL, "")
    assert waits_for(done, Step.REHEARSAL, changed) == ""


def test_a_dry_run_and_a_release_that_nobody_stated_are_never_published() -> None:
    dry = entries(replace(STARTED, mode=Mode.DRY_RUN), BUILD, TAP, REHEARSAL)
    unstated = ReleaseRecord(release="v1.2.0", entries=entries(BUILD, TAP, REHEARSAL))

    dry_run = ReleaseRecord(release="v1.2.0", entries=dry)
    assert waits_for(dry_run, Step.PUBLISH, HERE) == "the release is a dry run, which ends before publish"
    assert next_step(dry_run, HERE) == (None, "the release is a dry run, which ends before publish")
    assert waits_for(unstated, Step.PUBLISH, HERE) == "nobody stated this release"
    assert next_step(unstated, HERE) == (Step.PUBLISH, "nobody stated this release")


def test_nothing_is_published_from_files_that_are_in_no_commit() -> None:
    changed = replace(HERE, unclean="1 changed files are in no commit")
    done = record(BUILD, TAP, REHEARSAL)

    assert waits_for(done, Step.PUBLISH, changed) == "1 changed files are in no commit"
    assert next_step(done, changed) == (Step.PUBLISH, "1 changed files are in no commit")
    assert waits_for(done, Step.REHEARSAL, changed) == ""


def test_a_version_is_published_at_a_commit_until_somebody_says_that_it_is_not() -> None:
    failed = ended(Step.PUBLISH, StepOutcome.FAILED)
    found = published_in(record(BUILD, TAP, REHEARSAL, PUBLISH, BUILD, TAP, REHEARSAL), HERE)

    assert found is not None
    assert found[0].number == 5
    assert published_in(record(BUILD, TAP, REHEARSAL), HERE) is None
    assert published_in(record(PUBLISH), replace(HERE, commit=OTHER)) is None
    assert published_in(record(PUBLISH, failed), HERE) is None


def test_the_next_step_is_the_first_that_is_not_settled() -> None:
    assert next_step(record(), HERE) == (Step.BUILD, "")
    assert next_step(record(BUILD, TAP), HERE) == (Step.REHEARSAL, "")
    assert next_step(record(BUILD, TAP, REHEARSAL, a_blocker()), HERE) == (Step.PUBLISH, "a blocker is open: flaky")
    assert next_step(record(BUILD, TAP, REHEARSAL, PUBLISH), HERE) == (None, "every step succeeded at this commit")


def test_a_step_is_settled_by_its_last_word_and_after_the_one_before_it() -> None:
    assert why_unsettled(record(BUILD, ended(Step.BUILD, StepOutcome.FAILED)), Step.BUILD, HERE) == "build failed"
    assert why_unsettled(record(BUILD, TAP), Step.TAP, HERE) == ""
    assert why_unsettled(record(TAP), Step.TAP, HERE) == ""
    assert why_unsettled(record(BUILD, TAP, BUILD), Step.TAP, HERE) == "tap was done before the last build"


def test_a_blocker_of_a_class_can_be_filed_again_after_it_was_closed() -> None:
    again = record(a_blocker(), BlockerClosed(name="flaky", reason="ok"), a_blocker(title="Again"))

    assert [blocker.title for _, blocker in again.open_blockers()] == ["Again"]


def test_several_answers_are_no_better_than_the_worst_and_none_is_unknown() -> None:
    assert together([Answer.MET, Answer.UNKNOWN, Answer.NOT_MET]) is Answer.NOT_MET
    assert together([Answer.MET, Answer.UNKNOWN]) is Answer.UNKNOWN
    assert together([Answer.MET]) is Answer.MET
    assert together([]) is Answer.UNKNOWN
