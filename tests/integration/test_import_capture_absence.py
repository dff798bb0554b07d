"""Answers explain, contradict and complete each other: absence needs words or proof, a list all its pages."""

import pytest

from checker.domain.json_value import Json
from checker.errors import InputRefusedError
from tests.captures import BARE, ROOT, Capture, at

NEXT = 'Link: <https://api.github.com/x?page=2>; rel="next"'


KEY: dict[str, Json] = {"id": 1, "title": "t", "key": "ssh-ed25519 AAAA x@y.example", "read_only": True}


def protection(capture: Capture) -> Json:
    return at(capture.section("classic_protection"), 0, "protection")


def status(value: Json) -> Json:
    assert isinstance(value, dict)
    return value["status"]


def test_a_bare_404_is_absence_when_this_capture_proves_the_permission() -> None:
    capture = Capture().add("branches/main/protection", BARE, status=404).add("keys", [])
    assert at(protection(capture), "enabled") is False
    capture = Capture().add("immutable-releases", BARE, status=404).add("keys", [])
    assert at(capture.section("immutable_releases"), "enabled") is False


@pytest.mark.parametrize(("path", "body"), [("environments", {"total_count": 0, "environments": []}), ("", ROOT)])
def test_a_bare_404_is_not_explained_by_an_answer_that_needs_another_permission(path: str, body: Json) -> None:
    capture = Capture().add("branches/main/protection", BARE, status=404).add(path, body)
    assert status(protection(capture)) == "not_found"
    assert at(protection(capture), "detail", "needs") == "Administration: read"


def test_several_credentials_in_one_capture_prove_nothing() -> None:
    capture = Capture().add("branches/main/protection", BARE, status=404)
    capture.add("keys", [], headers="X-OAuth-Scopes: repo").add("tags", [], headers="X-OAuth-Scopes: read:org")
    assert status(protection(capture)) == "not_found"


def test_a_permission_that_another_repository_proves_is_not_proven_here() -> None:
    capture = Capture().add("branches/main/protection", BARE, status=404).add("//repos/o/other/keys", [])
    assert status(protection(capture)) == "not_found"


@pytest.mark.parametrize("path", ["branches", "branches/main"])
def test_a_branch_that_is_said_to_be_protected_contradicts_a_404(path: str) -> None:
    branch: Json = {"name": "main", "protected": True}
    capture = Capture().add("branches/main/protection", BARE, status=404).add("keys", [])
    capture.add(path, [branch] if path == "branches" else branch)
    assert status(protection(capture)) == "denied"


def test_an_unprotected_branch_beside_it_contradicts_nothing() -> None:
    branches: Json = [{"name": "main", "protected": False}, {"name": "other", "protected": True}]
    capture = Capture().add("branches/main/protection", BARE, status=404).add("branches", branches)
    assert status(protection(capture)) == "not_found"


def test_keys_and_hooks_that_are_not_found_are_never_absent() -> None:
    capture = Capture().add("keys", BARE, status=404).add("hooks", BARE, status=404).add("teams", [])
    assert status(capture.section("deploy_keys")) == status(capture.section("webhooks")) == "not_found"


def test_those_who_may_merge_without_review_or_push_are_taken() -> None:
    reviews: Json = {
        "required_approving_review_count": 1,
        "bypass_pull_request_allowances": {"users": [{"id": 5, "login": "x"}], "teams": [{"id": 6}], "apps": []},
    }
    body: Json = {"required_pull_request_reviews": reviews, "restrictions": {"apps": [{"id": 7, "slug": "app"}]}}
    rule = protection(Capture().add("branches/main/protection", body))
    assert at(rule, "pull_request", "bypass_allowances", "value") == [
        {"kind": "Team", "id": "6"},
        {"kind": "User", "id": "5"},
    ]
    assert (at(rule, "push_restricted"), at(rule, "push_principals")) == (True, [{"kind": "App", "id": "7"}])


def test_a_branch_with_slashes_is_named_whole() -> None:
    capture = Capture().add("branches/release/1.0/protection", {"message": "Branch not protected"}, status=404)
    assert at(capture.section("classic_protection"), 0, "ref") == "refs/heads/release/1.0"
    capture = Capture().add("branches/release%2F1.0/protection", {"message": "Branch not protected"}, status=404)
    assert at(capture.section("classic_protection"), 0, "ref") == "refs/heads/release/1.0"


def test_pages_in_several_files_are_one_list() -> None:
    capture = Capture().add("keys?per_page=1", [KEY], headers=NEXT).add("keys?per_page=1&page=2", [{**KEY, "id": 2}])
    capture.add("keys?per_page=1&page=3", [])
    assert [at(key, "id") for key in capture.section("deploy_keys")["value"]] == [1, 2]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ({1: ([KEY], 200, NEXT)}, "the next page was not read"),
        ({1: ([KEY], 200, ""), 3: ([], 200, "")}, "page 2 is missing"),
        ({1: ([KEY], 200, NEXT), 2: ({"message": "Server Error"}, 502, "")}, "page 2 was answered with status 502"),
        ({2: ([KEY], 200, "")}, "page 1 is missing"),
    ],
)
def test_a_list_of_which_a_page_is_missing_is_a_part(pages: dict[int, tuple[Json, int, str]], why: str) -> None:
    capture = Capture()
    for number, (body, code, headers) in pages.items():
        capture.add(f"keys?page={number}", body, status=code, headers=headers)
    section = capture.section("deploy_keys")
    assert (section["status"], at(section, "detail", "why")) == ("incomplete", why)
    assert len(section["partial"]) == 1  # type: ignore[arg-type]


def test_without_headers_a_full_page_is_not_taken_for_the_last() -> None:
    full: Json = [{**KEY, "id": number} for number in range(30)]
    assert Capture().add("keys", full).section("deploy_keys")["status"] == "incomplete"
    assert Capture().add("keys", full, headers="A: b").section("deploy_keys")["status"] == "collected"
    assert Capture().add("keys?per_page=100", full).section("deploy_keys")["status"] == "collected"
    assert Capture().add("keys?per_page=30x", full).section("deploy_keys")["status"] == "incomplete"


def test_slurped_pages_are_unwrapped_where_the_endpoint_is_known() -> None:
    keys = Capture().add("keys", [[KEY], [{**KEY, "id": 2}]])
    assert len(keys.section("deploy_keys")["value"]) == 2  # type: ignore[arg-type]
    page: Json = {"total_count": 2, "artifacts": [artifact(1)]}
    more: Json = {"total_count": 2, "artifacts": [artifact(2)]}
    artifacts = Capture().add("actions/artifacts", [page, more])
    assert [at(one, "id") for one in artifacts.section("ci_artifacts")["value"]] == [1, 2]  # type: ignore[union-attr]


def artifact(number: int) -> Json:
    return {"id": number, "name": "dist", "expired": False, "size_in_bytes": 5}


def test_two_files_for_one_request_are_refused() -> None:
    with pytest.raises(InputRefusedError, match=r"0.json and 1.json answer the same request"):
        Capture().add("keys", []).add("keys", [KEY]).read()


def test_an_item_listed_twice_is_an_error_of_its_section_alone() -> None:
    section = Capture().add("keys", [KEY, KEY]).section("deploy_keys")
    assert (section["status"], at(section, "detail", "why")) == ("error", "the id 1 is listed twice, expected once")


@pytest.mark.parametrize("body", [{"message": "hello"}, [3], None, [{"id": "x"}]])
def test_a_body_of_another_form_is_an_error_of_its_section_alone(body: Json) -> None:
    capture = Capture().add("keys", body).add("tags", [])
    assert capture.section("deploy_keys")["status"] == "error"
    assert capture.section("tags")["status"] == "collected"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ([], "error"),
        (None, "error"),
        ([3], "error"),
        ({"total_count": "2", "artifacts": []}, "incomplete"),
        ({"artifacts": []}, "incomplete"),
    ],
)
def test_a_list_without_its_count_is_never_complete(body: Json, expected: str) -> None:
    assert Capture().add("actions/artifacts", body).section("ci_artifacts")["status"] == expected


GRAPHQL: Json = {"data": {"repository": {"branchProtectionRules": {"totalCount": 0}, "viewerCanAdminister": False}}}


def test_an_empty_graphql_list_means_nothing_to_somebody_who_is_no_administrator() -> None:
    capture = Capture().add("keys", []).add("//graphql", GRAPHQL, method="POST")
    assert status(capture.section("classic_protection")) == "denied"
    assert capture.read().warnings == ()


def test_graphql_without_a_body_or_an_object_is_an_error() -> None:
    nothing: list[Json] = [None, []]
    for body in nothing:
        capture = Capture().add("keys", []).add("//https://api.github.com/graphql", body, method="POST")
        assert status(capture.section("classic_protection")) == "error"


def test_graphql_is_not_read_beside_answers_about_protection_or_without_one_repository() -> None:
    capture = Capture().add("branches/main/protection", BARE, status=404).add("//graphql", GRAPHQL, method="POST")
    assert status(protection(capture)) == "not_found"
    assert capture.read().warnings == ("1.json: GraphQL is not read beside answers about protection",)
    capture = Capture().add("keys", []).add("//repos/o/other/keys", []).add("//graphql", GRAPHQL, method="POST")
    assert capture.read().warnings == ("2.json: GraphQL is read only beside answers about one repository",)
