"""Reviews of the commits since a release: who is whose author, which words count, and what was not all there is."""

from typing import Any, cast

import pytest

from checker.domain.observation import Observation, Status
from checker.errors import InputRefusedError
from checker.formats.github.review_range import reviews_since, reviews_since_tag
from tests.github_simulator.made_reviews import (
    ALICE,
    BOB,
    CAROL,
    ONE,
    PROVIDER,
    TWO,
    account,
    commit,
    made,
    page,
    pull,
    review,
    since,
    whole,
)


def told(seen: Observation) -> list[dict[str, Any]]:
    assert isinstance(seen.value, dict)
    return [dict(one) for one in cast("list[dict[str, Any]]", seen.value["commits"])]


def the_commit(*pulls: dict[str, Any], **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    seen = reviews_since([page(commit(*pulls, **changes))])
    assert seen.status is Status.COLLECTED
    (found,) = told(seen)
    return found


def the_review(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    (found,) = the_commit(pull(review(**changes)))["pulls"][0]["reviews"]
    return dict(found)


def test_a_commit_is_told_with_its_authors_and_what_brought_it() -> None:
    seen = reviews_since([page(commit())])
    assert seen.value == {
        "base": "v1.2.2",
        "commit": ONE,
        "commits": [
            {
                "commit": ONE,
                "author_ids": [ALICE],
                "has_unknown_author": False,
                "pulls": [
                    {
                        "number": 7,
                        "author_id": ALICE,
                        "merged_by_id": BOB,
                        "merged_at": "2026-01-01T12:00:00Z",
                        "reviews": [
                            {
                                "reviewer_id": BOB,
                                "state": "APPROVED",
                                "is_final": True,
                                "is_in_time": True,
                                "may_push": True,
                            }
                        ],
                    }
                ],
            }
        ],
    }


def test_commits_of_every_page_are_one_list() -> None:
    seen = reviews_since([page(commit(), total=2, cursor="x"), page(commit(commitOid=TWO), total=2)])
    assert [one["commit"] for one in told(seen)] == [ONE, TWO]


def test_nothing_since_the_release_is_a_list_without_commits() -> None:
    assert reviews_since([page()]).value == {"base": "v1.2.2", "commit": ONE, "commits": []}


def test_those_a_message_names_and_a_committer_are_authors_too() -> None:
    authors = whole({"user": account(ALICE)}, {"user": account(CAROL)})
    assert the_commit(authoredBy=authors)["author_ids"] == [ALICE, CAROL]
    local = {"commitSignature": None, "committedBy": {"user": account(BOB)}}
    assert the_commit(**local)["author_ids"] == [ALICE, BOB]
    forged = {"commitSignature": {"isValid": False, "wasSignedByGitHub": True}, "committedBy": {"user": account(BOB)}}
    assert the_commit(**forged)["author_ids"] == [ALICE, BOB]


def test_a_merge_that_the_provider_made_has_no_author() -> None:
    merge = {"parentCommits": {"totalCount": 2}, "authoredBy": whole({"user": account(BOB)})}
    for committer in (None, account(PROVIDER)):
        found = the_commit(**merge, committedBy={"user": committer})
        assert (found["author_ids"], found["has_unknown_author"]) == ([], False)


@pytest.mark.parametrize(
    ("changes", "authors", "is_unknown"),
    [
        ({"committedBy": {"user": account(BOB)}}, [BOB], False),
        ({"committedBy": {"user": account(BOB)}, "committedViaWeb": False}, [BOB], False),
        ({"committedViaWeb": False}, [BOB], True),
        ({"committedViaWeb": "true"}, [BOB], True),
        ({"committedBy": {"user": {}}}, [BOB], True),
        ({"committedBy": {}}, [BOB], True),
        ({"committedBy": None}, [BOB], True),
    ],
)
def test_a_merge_that_the_provider_signed_for_somebody_else_has_authors(
    changes: dict[str, Any], authors: list[int], *, is_unknown: bool
) -> None:
    two = {"totalCount": 2}
    merged = pull(mergedAs={"commitOid": ONE, "parentCommits": two})
    found = the_commit(merged, parentCommits=two, authoredBy=whole({"user": account(BOB)}), **changes)
    assert (found["author_ids"], found["has_unknown_author"]) == (authors, is_unknown)


def test_who_committed_what_the_provider_signed_is_an_author_too() -> None:
    assert the_commit(committedBy={"user": account(BOB)})["author_ids"] == [ALICE, BOB]


@pytest.mark.parametrize(
    "changes",
    [
        {"commitSignature": None},
        {"commitSignature": {"isValid": True, "wasSignedByGitHub": False}},
        {"commitOid": TWO},
        {"broughtBy": whole(pull(mergedAs=None))},
    ],
)
def test_a_merge_that_anybody_else_may_have_made_has_authors(changes: dict[str, Any]) -> None:
    merge = {"parentCommits": {"totalCount": 2}, "authoredBy": whole({"user": account(BOB)}), **changes}
    assert BOB in the_commit(**merge)["author_ids"]


@pytest.mark.parametrize(
    "changes",
    [
        {"authoredBy": whole({"user": None})},
        {"authoredBy": whole({"user": {}})},
        {"authoredBy": whole()},
        {"commitSignature": None, "committedBy": None},
        {"commitSignature": None, "committedBy": {"user": None}},
    ],
)
def test_an_author_without_an_account_is_counted(changes: dict[str, Any]) -> None:
    assert the_commit(**changes)["has_unknown_author"]


MERGED = {"commitOid": TWO, "parentCommits": {"totalCount": 2}}


def test_what_was_squashed_is_by_whoever_made_a_commit_of_it() -> None:
    both = whole(made(ALICE), made(BOB, commitOid=TWO))
    assert the_commit(pull(pullCommits=both))["author_ids"] == [ALICE, BOB]
    assert the_commit(pull(pullCommits=both, mergedAs=None))["author_ids"] == [ALICE, BOB]
    committed = whole(made(ALICE, committedBy={"user": account(CAROL)}))
    assert the_commit(pull(pullCommits=committed))["author_ids"] == [ALICE, CAROL]
    nobody = whole(made(ALICE, authoredBy=whole({"user": None})))
    assert the_commit(pull(pullCommits=nobody))["has_unknown_author"]


def test_a_commit_that_came_as_it_was_made_is_by_its_own_authors() -> None:
    assert the_commit(pull(mergedAs=MERGED, pullCommits=whole(made(BOB))))["author_ids"] == [ALICE]
    own = whole(made(BOB), made(ALICE, commitOid=ONE))
    assert the_commit(pull(pullCommits=own))["author_ids"] == [ALICE]


def test_a_pull_request_with_more_commits_than_were_read_leaves_a_part() -> None:
    cut = {"totalCount": 51, "nodes": [made()] * 50}
    seen = reviews_since([page(commit(pull(pullCommits=cut)))])
    assert (seen.status, "50 of 51 of pullCommits of commit" in seen.detail.why) == (Status.INCOMPLETE, True)
    assert reviews_since([page(commit(pull(pullCommits=cut, mergedAs=MERGED)))]).status is Status.COLLECTED


def test_the_word_of_a_program_is_no_review() -> None:
    assert the_commit(pull(review(reviewedBy=account(BOB, "Bot"))))["pulls"][0]["reviews"] == []


def test_a_tag_that_was_declared_is_a_base_as_a_release_is() -> None:
    seen = reviews_since_tag([since(commit(), total=2, cursor="x"), since(commit(commitOid=TWO), total=2)])
    assert isinstance(seen.value, dict)
    assert (seen.value["base"], [one["commit"] for one in told(seen)]) == ("v0.9.0", [ONE, TWO])
    nothing = reviews_since_tag([{"declaredBase": {"tag_name": "v0.9.0", "comparison": None}}])
    assert nothing.detail.why == "the provider does not compare 'v0.9.0' with what is released"


def test_a_pull_request_that_was_not_merged_brought_nothing() -> None:
    assert the_commit(pull(isMerged=False, merged_at=None, mergedBy=None))["pulls"] == []


def test_a_word_counts_for_what_it_was_about_and_when_it_was_said() -> None:
    assert the_review(reviewedCommit={"commitOid": TWO})["is_final"] is False
    assert the_review(reviewedCommit=None)["is_final"] is False
    assert the_review(submittedAt="2026-01-01T12:00:01Z")["is_in_time"] is False
    assert the_review(submittedAt="2026-01-01T12:00:00Z")["is_in_time"] is True
    assert the_review(mayPush=False)["may_push"] is False
    assert the_review(state="DISMISSED")["state"] == "DISMISSED"


def test_nobody_s_word_is_no_review_and_nobody_s_pull_request_is_nobody_s() -> None:
    (found,) = the_commit(pull(review(reviewedBy=None), openedBy=None, mergedBy=None))["pulls"]
    assert (found["reviews"], found["author_id"], found["merged_by_id"]) == ([], 0, 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"broughtBy": {"totalCount": 11, "nodes": [pull()]}},
        {"broughtBy": whole(pull(latestReviews={"totalCount": 51, "nodes": [review()]}))},
        {"authoredBy": {"totalCount": 21, "nodes": [{"user": account(ALICE)}]}},
    ],
)
def test_a_list_within_a_commit_that_was_cut_leaves_a_part(changes: dict[str, Any]) -> None:
    seen = reviews_since([page(commit(**changes))])
    assert (seen.status, f"of commit {ONE} were read" in seen.detail.why) == (Status.INCOMPLETE, True)


@pytest.mark.parametrize(
    "pages",
    [
        [page(commit(), total=2)],
        [page(commit(), cursor="x")],
        [page(commit(), total=1, cursor="x"), page(commit(commitOid=TWO), total=1)],
    ],
)
def test_commits_that_are_not_all_leave_a_part(pages: list[dict[str, Any]]) -> None:
    seen = reviews_since(pages)
    assert (seen.status, "commits since v1.2.2 were read" in seen.detail.why) == (Status.INCOMPLETE, True)


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ([page(commit(), head=TWO, cursor="x"), page()], "the pages lead to 2 commits"),
        ([], "the pages lead to 0 commits"),
        ([{"lastRelease": {"tag_name": "v1", "releaseTag": None}}], "there is no such tag"),
        ([{"lastRelease": {"tag_name": "v1", "releaseTag": {"comparison": None}}}], "does not compare 'v1'"),
    ],
)
def test_a_range_that_cannot_be_told_is_an_error(pages: list[dict[str, Any]], why: str) -> None:
    seen = reviews_since(pages)
    assert (seen.status, why in seen.detail.why) == (Status.ERROR, True)


@pytest.mark.parametrize(
    "pages",
    [
        [page(commit(), commit(), total=2)],
        [page(commit(pull(review(), review())))],
        [page(commit(pull(), pull()))],
        [page(commit(pull(review(state="PENDING"))))],
        [page(commit(pull(review(submittedAt="yesterday"))))],
        [page(commit(authoredBy=[]))],
        [page({"commitOid": ONE})],
    ],
)
def test_an_answer_of_another_form_is_refused(pages: list[dict[str, Any]]) -> None:
    with pytest.raises(InputRefusedError):
        reviews_since(pages)
