"""Reviews of every commit since the last release: one part of the one query, whole or with the reason why not."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from checker.formats.github.repository_query import PARTS, question
from tests.github_simulator import made
from tests.github_simulator.made_reviews import ALICE, BOB, ONE, TWO, commit, page, pull, since
from tests.github_simulator.queried import Queried
from tests.github_simulator.server import GitHubSimulator, Made
from tests.integration.collecting import SLUG, Collecting

EVERY = json.loads(question(SLUG, parts=[part.name for part in PARTS]))["variables"]
Reader = Callable[..., dict[str, Any]]


@pytest.fixture
def read(collect: Collecting, github: GitHubSimulator) -> Reader:
    """Collects with this answer to the part, and gives the section back."""

    def reader(told: dict[str, Any], expect: int = 0) -> dict[str, Any]:
        github.graphql[SLUG] = Queried(parts={"reviews": told})
        collect("--no-cache", expect=expect)
        return dict(collect.document()["sections"]["reviews"])

    return reader


def asked(github: GitHubSimulator) -> list[dict[str, Any]]:
    """The variables of each question."""
    return [json.loads(seen.body)["variables"] for seen in github.seen if seen.method == "POST"]


def test_every_commit_since_the_release_is_told_without_a_request_of_its_own(
    read: Reader, github: GitHubSimulator
) -> None:
    seen = read(page(commit(), commit(commitOid=TWO)))
    assert (seen["status"], seen["evidence"]) == ("collected", ["g1"])
    assert (seen["value"]["base"], seen["value"]["commit"]) == ("v1.2.2", ONE)
    first, second = seen["value"]["commits"]
    assert (first["commit"], first["author_ids"], second["commit"]) == (ONE, [ALICE], TWO)
    assert first["pulls"][0]["reviews"][0]["reviewer_id"] == BOB
    (variables,) = asked(github)
    assert (variables["reviews"], variables["ref"]) == (True, "refs/heads/main")


def test_further_pages_ask_for_nothing_else(read: Reader, github: GitHubSimulator) -> None:
    first, last = page(commit(), total=2, cursor="50"), page(commit(commitOid=TWO), total=2)
    github.go_wrong("graphql", Made(body=Queried(parts={"reviews": first}).answer(EVERY)))
    assert [one["commit"] for one in read(last)["value"]["commits"]] == [ONE, TWO]
    _, second = asked(github)
    assert (second["endCursor"], {name for name, value in second.items() if value is True}) == ("50", {"reviews"})


@pytest.mark.parametrize("lost", [made.HTML, made.SERVER_ERROR, made.CUT])
def test_a_page_that_is_lost_leaves_a_part(
    read: Reader, github: GitHubSimulator, monkeypatch: pytest.MonkeyPatch, lost: Made
) -> None:
    monkeypatch.setattr("checker.adapters.github.patience.Patience.wait", lambda *_, **__: None)
    first = Made(body=Queried(parts={"reviews": page(commit(), total=2, cursor="50")}).answer(EVERY))
    github.go_wrong("graphql", first, lost)
    seen = read(page(), expect=3)
    assert (seen["status"], "value" in seen) == ("incomplete", False)


def test_a_page_without_end_leaves_a_part(read: Reader) -> None:
    assert read(page(commit(), total=2, cursor="50"), expect=3)["status"] in {"incomplete", "error"}


@pytest.mark.parametrize(
    ("told", "status", "why", "exit_code"),
    [
        ({"lastRelease": None}, "not_found", "the repository has no published release to begin at", 0),
        ({"lastRelease": {"tag_name": "v1", "releaseTag": None}}, "error", "there is no such tag", 3),
        (page(commit(broughtBy={"totalCount": 11, "nodes": [pull()]})), "incomplete", "1 of 11 of broughtBy", 3),
        (page({"commitOid": ONE}), "error", "broughtBy", 3),
    ],
)
def test_what_does_not_tell_all_tells_why(
    read: Reader, told: dict[str, Any], status: str, why: str, exit_code: int
) -> None:
    seen = read(told, expect=exit_code)
    assert (seen["status"], why in seen["detail"]["why"]) == (status, True), seen


NOTHING: dict[str, Any] = {"lastRelease": None}


def test_where_nothing_is_released_a_declared_tag_is_the_base_and_no_question_is_added(
    collect: Collecting, github: GitHubSimulator
) -> None:
    told = since(commit(), commit(commitOid=TWO))
    github.graphql[SLUG] = Queried(parts={"reviews": NOTHING, "since": told})
    seen = collect("--no-cache", "--base-tag", "v0.9.0")["sections"]["reviews"]
    assert (seen["status"], seen["value"]["base"], len(seen["value"]["commits"])) == ("collected", "v0.9.0", 2)
    (variables,) = asked(github)
    assert (variables["since"], variables["base"]) == (True, "refs/tags/v0.9.0")


def test_a_declared_tag_does_not_take_the_place_of_a_release(collect: Collecting, github: GitHubSimulator) -> None:
    assert collect("--no-cache", "--base-tag", "v0.9.0")["sections"]["reviews"]["value"]["base"] == "v1.2.2"
    github.graphql[SLUG] = Queried(parts={"reviews": {"lastRelease": {"tag_name": "v1", "releaseTag": None}}})
    assert collect("--no-cache", "--base-tag", "v0.9.0", expect=3)["sections"]["reviews"]["status"] == "error"


def test_a_declared_tag_that_is_not_there_begins_nothing(collect: Collecting, github: GitHubSimulator) -> None:
    github.graphql[SLUG] = Queried(parts={"reviews": NOTHING, "since": {"declaredBase": None}})
    seen = collect("--no-cache", "--base-tag", "v0.9.0")["sections"]["reviews"]
    assert (seen["status"], "no such tag as was declared" in seen["detail"]["why"]) == ("not_found", True)
    assert collect.run("--base-tag", "a b").code == 2


def test_what_may_not_be_seen_is_denied_and_names_the_permission(read: Reader, github: GitHubSimulator) -> None:
    body = Queried().answer(EVERY)
    body["data"]["repository"]["lastRelease"] = None
    path = ["repository", "lastRelease", "releaseTag"]
    body["errors"] = [{"type": "FORBIDDEN", "path": path, "message": "Resource not accessible by integration"}]
    github.go_wrong("graphql", Made(body=body))
    seen = read(page())
    assert (seen["status"], "value" in seen) == ("denied", False)
