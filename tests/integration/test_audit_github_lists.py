"""Tags, errors of code owners and check runs: the one query says what three answers of REST say, or why not."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from checker.application.import_audit import import_audits
from checker.formats.github.repository_query import PARTS, question
from tests.github_simulator import made, made_lists
from tests.github_simulator.queried import Queried
from tests.github_simulator.server import GitHubSimulator, Made
from tests.integration.collecting import BASE, SLUG, Collecting

SECTIONS = {"tags": "tags", "codeowners": "owners", "check_runs": "checks"}
OF_REST = {"tags": "tags", "codeowners": "codeowners/errors", "check_runs": "commits/main/check-runs"}
EVERY = json.loads(question(SLUG, parts=[part.name for part in PARTS]))["variables"]
Reader = Callable[..., dict[str, Any]]


@pytest.fixture
def read(collect: Collecting, github: GitHubSimulator) -> Reader:
    """Collects with this answer to a part, and gives its section back."""

    def reader(section: str, told: dict[str, Any], expect: int = 0) -> dict[str, Any]:
        github.graphql[SLUG] = Queried(parts={SECTIONS[section]: told})
        collect("--no-cache", expect=expect)
        return dict(collect.document()["sections"][section])

    return reader


def of_rest(section: str, answer: Any) -> Any:  # noqa: ANN401 - JSON
    """What REST's own answer comes to."""
    files = {f"{BASE}.json": made.repository(SLUG)[BASE], f"{BASE}/{OF_REST[section]}.json": answer}
    captured = {name: json.dumps(body).encode() for name, body in files.items()}
    document: Any = import_audits(captured, version="0").audits[0].document
    return document["sections"][section]["value"]


@pytest.mark.parametrize("section", SECTIONS)
def test_the_query_says_what_rest_says(collect: Collecting, github: GitHubSimulator, section: str) -> None:
    seen = collect()["sections"][section]
    assert seen["value"] == of_rest(section, made.repository(SLUG)[f"{BASE}/{OF_REST[section]}"])
    assert (seen["status"], seen["evidence"]) == ("collected", ["g1"])
    assert not [one for one in github.seen if one.path.endswith(OF_REST[section])]


def test_every_error_of_code_owners_is_kept_without_the_line_itself(read: Reader) -> None:
    error = {"line": 3, "kind": "Unknown owner", "path": ".github/CODEOWNERS"}
    seen = read("codeowners", made_lists.owner_errors(error))
    assert seen["value"] == {"errors": [error]} == of_rest("codeowners", {"errors": [error]})


def test_no_file_of_code_owners_is_no_file_without_errors(read: Reader) -> None:
    seen = read("codeowners", {"codeownersFile": None})
    assert (seen["status"], seen["detail"]["why"]) == ("not_found", "the repository has no file CODEOWNERS")


def test_every_page_of_tags_is_read(read: Reader, github: GitHubSimulator) -> None:
    names = ("v1", "v2", "v3")
    first, last = (made_lists.tag_refs(*names, size=2, begin=begin) for begin in (0, 2))
    github.go_wrong("graphql", Made(body=Queried(parts={"tags": first}).answer(EVERY)))
    assert [tag["name"] for tag in read("tags", last)["value"]] == [*names]
    assert len([seen for seen in github.seen if seen.method == "POST"]) == 2


def test_a_tag_that_marks_no_commit_is_in_no_list(read: Reader) -> None:
    told = made_lists.tag_refs("v1", "v2")
    told["tagRefs"]["nodes"][0]["taggedObject"] = {"__typename": "Tree", "gitOid": "d" * 40}
    assert [tag["name"] for tag in read("tags", told)["value"]] == ["v2"]


def tag_of_tags() -> dict[str, Any]:
    told = made_lists.tag_refs("v1", "v2")
    tag = {"__typename": "Tag", "gitOid": "c" * 40}
    told["tagRefs"]["nodes"][0]["taggedObject"] = {**tag, "taggedObject": {**tag, "taggedObject": tag}}
    return told


def fewer(told: dict[str, Any], field: str) -> dict[str, Any]:
    return {field: {**told[field], "totalCount": 5}}


def suites(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    commit = made_lists.checked_commit()["checkedCommit"]
    return {"checkedCommit": {**commit, "checkSuites": {**commit["checkSuites"], **changed}}}


ODD: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "a tag of tags of tags": ("tags", tag_of_tags(), "error", "tag of a tag of a tag"),
    "fewer tags than there are": ("tags", fewer(made_lists.tag_refs("v1"), "tagRefs"), "incomplete", "1 of 5 tags"),
    "a tag twice": ("tags", made_lists.tag_refs("v1", "v1"), "incomplete", "1 of 2 tags"),
    "a next page without a place": ("tags", made_lists.tag_refs("v1", "v2", size=1), "incomplete", "1 of 2 tags"),
    "null for the tags": ("tags", {"tagRefs": None}, "error", "null for repository.tagRefs"),
    "nothing of tags": ("tags", {"tagRefs": {}}, "error", "totalCount"),
    "no such commit": ("check_runs", {"checkedCommit": None}, "not_found", "no such commit"),
    "a tree": ("check_runs", {"checkedCommit": {"__typename": "Tree"}}, "error", "leads to a Tree"),
    "more suites": ("check_runs", suites(totalCount=101), "incomplete", "100 suites or runs of checks were not read"),
    "null for the suites": ("check_runs", suites(nodes=None), "error", "nodes"),
    "a run without an id": ("check_runs", made_lists.checked_commit(databaseId=None), "error", "databaseId"),
    "errors that are none": ("codeowners", {"codeownersFile": {}}, "error", "errors"),
}


@pytest.mark.parametrize("case", ODD)
def test_a_list_that_is_not_whole_is_no_shorter_list(read: Reader, case: str) -> None:
    section, told, status, why = ODD[case]
    if "place" in case:
        told["tagRefs"]["pageInfo"]["endCursor"] = None
    seen = read(section, told, expect=0 if status == "not_found" else 3)
    assert (seen["status"], "value" in seen, why in seen["detail"]["why"]) == (status, False, True)


def test_a_check_that_still_runs_has_no_conclusion_and_an_app_that_is_gone_no_id(read: Reader) -> None:
    told = made_lists.checked_commit(runStatus="IN_PROGRESS", runConclusion=None)
    told["checkedCommit"]["checkSuites"]["nodes"][0]["app"] = None
    (run,) = read("check_runs", told)["value"]
    assert (run["status"], run["conclusion"], run["app_id"]) == ("in_progress", "", 0)


def test_checks_of_a_tag_are_those_of_its_commit(read: Reader) -> None:
    commit = made_lists.checked_commit()["checkedCommit"]
    seen = read("check_runs", {"checkedCommit": {"__typename": "Tag", "taggedObject": commit}})
    assert seen["value"][0]["commit"] == "a" * 40


def test_what_is_refused_of_one_list_costs_no_other(read: Reader, collect: Collecting, github: GitHubSimulator) -> None:
    error = {"type": "FORBIDDEN", "path": ["repository", "checkedCommit", "checkSuites"], "message": "no"}
    body = Queried(parts={"checks": {"checkedCommit": None}}).answer(EVERY)
    github.go_wrong("graphql", Made(body={**body, "errors": [error]}))
    assert read("check_runs", {})["status"] == "denied"
    sections = collect.document()["sections"]
    assert {sections[name]["status"] for name in ("tags", "codeowners")} == {"collected"}
