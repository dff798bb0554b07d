"""Captured answers of GraphQL: they fill what REST left out of a branch's protection, and nothing else."""

import pytest

from checker.domain.json_value import Json
from checker.domain.observation import Status, unread
from checker.formats.github.classic_allowances import lacks_allowances
from tests.captures import ROOT, Capture, at
from tests.github_simulator.made import classic_rule

REVIEWS: dict[str, Json] = {"required_approving_review_count": 2}
LEFT_OUT: Json = {"required_pull_request_reviews": REVIEWS}
SAID: Json = {"required_pull_request_reviews": {**REVIEWS, "bypass_pull_request_allowances": {"users": [{"id": 9}]}}}


def told(*patterns: str, slug: str = "o/r") -> Json:
    rules: dict[str, Json] = {
        "totalCount": len(patterns),
        "pageInfo": {"hasNextPage": False, "endCursor": None},
        "nodes": [classic_rule(pattern, ("User", 5)) for pattern in patterns],
    }
    return {
        "data": {"repository": {"nameWithOwner": slug, "viewerCanAdminister": True, "branchProtectionRules": rules}}
    }


def capture(**branches: Json) -> Capture:
    found = Capture().add("", ROOT)
    for name, body in branches.items():
        found.add(f"branches/{name}/protection", body)
    return found


def allowed(found: Capture, number: int = 0) -> Json:
    entry = at(found.section("classic_protection"), number, "protection", "pull_request")
    return at(entry, "bypass_allowances")


def test_only_the_branch_that_lacks_it_is_filled() -> None:
    found = capture(main=LEFT_OUT, other=SAID).add("//graphql", told("main", "other"), method="POST")
    assert at(allowed(found), "value") == [{"kind": "User", "id": "5"}]
    assert at(allowed(found, 1), "value") == [{"kind": "User", "id": "9"}]
    assert found.read().warnings == ()


def test_an_answer_without_a_time_is_not_believed_and_one_with_a_time_dates_the_audit() -> None:
    undated = capture(main=LEFT_OUT).add("//graphql", told("main"), method="POST", at="")
    assert (at(allowed(undated), "status"), at(allowed(undated), "detail", "why")) == (
        "error",
        "nothing says when the answer was given",
    )
    old = "2026-02-25T17:00:00Z"
    dated = capture(main=LEFT_OUT).add("//graphql", told("main"), method="POST", at=old)
    assert dated.read().audits[0].document["collected_at"] == old


def test_an_answer_about_another_repository_fills_nothing() -> None:
    found = capture(main=LEFT_OUT).add("//graphql", told("main", slug="o/other"), method="POST")
    assert at(allowed(found), "detail", "why") == "the answer is about o/other, expected o/r"


def test_of_several_answers_the_one_about_rules_is_read_and_the_rest_is_named() -> None:
    found = capture(main=LEFT_OUT).add("//graphql", {"data": {}}, method="POST")
    found.add("//graphql", told("main"), method="POST")
    assert at(allowed(found), "status") == "collected"
    assert found.read().warnings == ("2.json: only one answer of GraphQL is read",)


@pytest.mark.unmeasured
def test_patterns_that_take_too_long_to_compare_leave_it_unread() -> None:
    many = [f"{'b' * 1000}{number}" for number in range(7_000)]
    found = capture(**{"a" * 200: LEFT_OUT}).add("//graphql", told(*many), method="POST")
    assert at(allowed(found), "status") == "unsupported"
    assert len(str(at(allowed(found), "detail", "why"))) < 500


@pytest.mark.parametrize("status", [Status.DENIED, Status.ERROR])
def test_a_section_that_was_not_read_lacks_nothing_that_a_query_could_fill(status: Status) -> None:
    assert not lacks_allowances(unread(status, why="x"))
