"""Whether the commit of a release tag is one that a release branch contains."""

import pytest

from checker.domain.json_value import Json
from checker.domain.project import ReleaseFacts
from checker.domain.release_refs import derive_release_refs
from checker.domain.release_tag_reach import with_reach
from tests.settings_builders import hidden, repository, seen

RELEASES = derive_release_refs(ReleaseFacts(branches=("main", "release/*")), repository=repository()).to_json()


def reached(branches: Json, *, release_refs: Json = RELEASES) -> tuple[Json, Json]:
    found = with_reach(seen([{"ref": "refs/tags/v1", "reachable_from": branches}]), release_refs=release_refs)
    assert isinstance(found, dict)
    listed = found["value"]
    assert isinstance(listed, list)
    (tag,) = listed
    assert isinstance(tag, dict)
    fact = tag["on_release_branch"]
    assert isinstance(fact, dict)
    return fact["status"], fact.get("value")


@pytest.mark.parametrize("branches", [["main"], ["topic", "release/1"]])
def test_one_release_branch_that_contains_the_commit_is_enough(branches: list[Json]) -> None:
    assert reached(seen(branches)) == ("collected", True)


@pytest.mark.parametrize("branches", [[], ["topic"], ["release"], ["release/*"], ["main/1"]])
def test_a_commit_on_no_release_branch_is_not_reached(branches: list[Json]) -> None:
    assert reached(seen(branches)) == ("collected", False)


def test_branches_that_were_not_read_leave_it_open() -> None:
    assert reached(hidden()) == ("denied", None)


def test_release_refs_that_are_not_known_leave_it_open() -> None:
    assert reached(seen(["main"]), release_refs=hidden()) == ("denied", None)


def test_a_section_that_was_not_read_stays_as_it_is() -> None:
    assert with_reach(hidden(), release_refs=RELEASES) == hidden()
