"""Resuming looks at everything, says what changed since the last look, and what contradicts the record."""

from dataclasses import replace

from checker.application.resume_release import local_facts, remote_facts, resume_release
from checker.domain.json_value import Json
from checker.domain.observation import Status, collected, unread
from checker.domain.release_record import ReleaseRecord, Resumed, SeenFact, Step, StepOutcome
from checker.errors import ProviderError
from tests.release_builders import (
    BYTES,
    COMMIT,
    HERE,
    OTHER,
    STARTED,
    a_blocker,
    ended,
    entries,
    recorded,
    started,
    writing,
)
from tests.unit.application.test_audit_workspace import ToldGit

RECORD = ReleaseRecord(release="v1.2.0", entries=entries(STARTED, ended(Step.BUILD), ended(Step.TAP, run=0)))


def run(number: int, conclusion: str = "success", status: str = "completed") -> Json:
    return {"id": number, "status": status, "conclusion": conclusion, "created_at": f"2026-02-0{number}T00:00:00Z"}


def told(facts: tuple[SeenFact, ...]) -> dict[str, str]:
    return {fact.name: fact.value for fact in facts}


def test_the_checkout_is_told_with_what_could_not_be_read_of_it() -> None:
    assert told(local_facts(RECORD, ToldGit(), present=HERE)) == {
        "commit": COMMIT,
        "workflow files": BYTES,
        "work tree": "0 changes on branch main",
        "upstream": "unknown: the branch main has no upstream",
        "tag": "there: yes, annotated: yes, here: yes",
        "base tag": "there: yes, leads here: yes",
    }
    unstated = ReleaseRecord(release="v1.2.0")
    assert "base tag" not in told(local_facts(unstated, ToldGit(), present=HERE))


def test_the_remote_is_told_by_its_tag_the_recorded_runs_and_the_newest() -> None:
    sections: dict[str, Json] = {
        "tags": collected([{"name": "v1.2.0", "commit": OTHER}]).to_json(),
        "release_runs": collected([run(7), run(8, "", "in_progress")]).to_json(),
    }

    assert told(remote_facts(RECORD, sections)) == {
        "remote tag": f"at {OTHER}",
        "run 7": "completed: success",
        "newest run": "8, in_progress: not ended",
    }


def test_what_is_not_there_is_told_and_what_was_not_read_is_unknown() -> None:
    empty: dict[str, Json] = {"tags": collected([]).to_json(), "release_runs": collected([]).to_json()}
    denied: dict[str, Json] = {"tags": unread(Status.DENIED, why="no permission").to_json()}
    bare = ReleaseRecord(release="v1.2.0", entries=entries(STARTED))

    assert told(remote_facts(RECORD, empty)) == {
        "remote tag": "not there",
        "run 7": "unknown: it is no run of this workflow",
    }
    assert told(remote_facts(RECORD, denied)) == {
        "remote tag": "unknown: no permission",
        "run 7": "unknown: release_runs is not in the document",
    }
    assert told(remote_facts(bare, {})) == {
        "remote tag": "unknown: tags is not in the document",
        "release runs": "unknown: release_runs is not in the document",
    }
    assert told(remote_facts(RECORD, ProviderError("no credential"))) == {"remote": "unknown: no credential"}


def test_the_first_look_has_no_changes_and_the_next_one_names_them() -> None:
    by = writing()
    started(by)
    first = resume_release(recorded(by), [SeenFact(name="tag", value="no")], present=HERE, by=by)
    assert (first.changes, first.unknown, first.next_step) == ((), (), "build")

    facts = [SeenFact(name="tag", value="yes"), SeenFact(name="run 7", value="unknown: no answer")]
    second = resume_release(recorded(by, a_blocker()), facts, present=HERE, by=by)
    assert second.changes == (
        "tag: no -> yes",
        "open blockers: none -> flaky",
        "run 7: (not looked at) -> unknown: no answer",
    )
    assert [fact.name for fact in second.unknown] == ["run 7"]
    gone = resume_release(recorded(by), [], present=HERE, by=by)
    assert "tag: yes -> (not looked at)" in gone.changes
    assert len(list(gone.opened.record.having(Resumed))) == 3


def test_a_run_that_did_not_succeed_contradicts_a_step_that_did() -> None:
    by = writing()
    started(by)
    recorded(by, ended(Step.BUILD), ended(Step.BUILD, StepOutcome.FAILED, run=8))
    facts = [SeenFact(name="run 7", value="completed: failure"), SeenFact(name="run 8", value="completed: failure")]

    found = resume_release(recorded(by), facts, present=HERE, by=by)
    assert found.contradictions == ("build was recorded as succeeded in run 7, which is completed: failure",)
    for fine in ("completed: success", "unknown: no answer"):
        good = [replace(facts[0], value=fine)]
        assert resume_release(recorded(by), good, present=HERE, by=by).contradictions == ()
