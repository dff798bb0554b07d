"""What ran on one commit says nothing of another, nor of one that nobody names."""

from dataclasses import replace

import pytest

from checker.application.of_commit import withhold_other_commits
from checker.domain.audit import AuditKind
from checker.domain.json_value import Json
from tests.builders import a_gap, an_audit, an_observation

COMMIT, OTHER = "a" * 40, "b" * 40


def runs(*commits: str) -> dict[str, Json]:
    return an_observation([{"id": number, "commit": commit} for number, commit in enumerate(commits)])


def kept(section: Json, *, commit: str = COMMIT, of: str = "") -> Json:
    """The section `check_runs` after it was held to the commit; others are never touched."""
    audit = an_audit(sections={"check_runs": section, "tags": an_observation([])})
    audit = replace(audit, subject=replace(audit.subject, commit=of))
    found = withhold_other_commits(audit, commit=commit)
    assert found.sections["tags"] == an_observation([])
    return found.sections["check_runs"]


@pytest.mark.parametrize(("of", "status"), [(COMMIT, "collected"), (OTHER, "error"), ("", "error")])
def test_workflow_files_are_those_of_the_audits_commit(of: str, status: str) -> None:
    audit = an_audit(sections={"workflows": an_observation({"files": []})})
    audit = replace(audit, subject=replace(audit.subject, commit=of))

    section = withhold_other_commits(audit, commit=COMMIT).sections["workflows"]

    assert isinstance(section, dict)
    assert (section["status"], "value" in section) == (status, status == "collected")


@pytest.mark.parametrize(
    ("section", "of"), [(runs(COMMIT), ""), (runs(COMMIT, COMMIT), COMMIT), (runs(), COMMIT), (a_gap(), "")]
)
def test_what_is_about_the_commit_is_used(section: Json, of: str) -> None:
    assert kept(section, of=of) == section


@pytest.mark.parametrize(
    ("section", "of", "why"),
    [
        (runs(OTHER), "", f"it is about commit {OTHER}, expected commit {COMMIT}"),
        (runs(COMMIT, OTHER), COMMIT, f"it is about commit {COMMIT}, {OTHER}, expected commit {COMMIT}"),
        (runs(), "", f"it is about a commit that nothing names, expected commit {COMMIT}"),
        (runs(COMMIT, ""), COMMIT, f"it is about a commit that nothing names, expected commit {COMMIT}"),
    ],
)
def test_what_is_about_another_commit_or_nobody_knows_which_loses_its_value(section: Json, of: str, why: str) -> None:
    assert kept(section, of=of) == {"status": "error", "evidence": [], "detail": {"why": why}}


def test_without_a_manifest_there_is_no_commit_to_compare_with() -> None:
    assert kept(runs(OTHER), commit="") == runs(OTHER)


def test_settings_need_not_name_a_commit() -> None:
    audit = an_audit(sections={"tags": an_observation([])})
    assert withhold_other_commits(audit, commit=COMMIT) is audit


def test_a_checkout_of_the_commit_is_used() -> None:
    audit = an_audit(AuditKind.WORKSPACE, sections={"work_tree": an_observation([])})
    audit = replace(audit, subject=replace(audit.subject, commit=COMMIT))
    assert withhold_other_commits(audit, commit=COMMIT) is audit


@pytest.mark.parametrize(("of", "shown"), [(OTHER, f"commit {OTHER}"), ("", "a commit that nothing names")])
def test_a_checkout_of_another_commit_loses_all_its_values(of: str, shown: str) -> None:
    audit = an_audit(AuditKind.WORKSPACE, sections={"work_tree": an_observation([]), "versions": a_gap()})
    audit = replace(audit, subject=replace(audit.subject, commit=of))
    why = f"the checkout was at {shown}, expected commit {COMMIT}"
    lost: Json = {"status": "error", "evidence": [], "detail": {"why": why}}
    assert withhold_other_commits(audit, commit=COMMIT).sections == {"work_tree": lost, "versions": lost}


@pytest.mark.parametrize(("commit", "status"), [(COMMIT, "collected"), (OTHER, "error")])
def test_reviews_lead_up_to_the_commit(commit: str, status: str) -> None:
    audit = an_audit(sections={"reviews": an_observation({"base": "v1", "commit": commit, "commits": []})})

    section = withhold_other_commits(audit, commit=COMMIT).sections["reviews"]

    assert isinstance(section, dict)
    assert section["status"] == status
