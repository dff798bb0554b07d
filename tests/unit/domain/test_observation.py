"""Observations: a value exists exactly where something was completely read."""

import pytest

from checker.domain.json_value import Json
from checker.domain.observation import Status, collected, incomplete, is_observation, unread
from checker.domain.section import REPOSITORY, completed, withheld, without_partial
from tests.builders import a_gap, an_observation


def test_what_was_read_has_a_value_even_where_nothing_is() -> None:
    assert collected([], evidence=("e1",)).to_json() == {"status": "collected", "value": [], "evidence": ["e1"]}
    assert collected(None).to_json() == {"status": "collected", "value": None, "evidence": []}


def test_what_was_read_in_part_has_no_value() -> None:
    assert incomplete(["a"], why="the third page is missing", needs="Contents: read").to_json() == {
        "status": "incomplete",
        "partial": ["a"],
        "detail": {"why": "the third page is missing", "needs": "Contents: read"},
        "evidence": [],
    }


def test_what_was_not_read_says_why_and_what_would_settle_it() -> None:
    said = unread(Status.DENIED, why="forbidden", needs="Administration: read", http=403, message="no")

    assert said.to_json() == {
        "status": "denied",
        "detail": {"why": "forbidden", "needs": "Administration: read", "http": 403, "message": "no"},
        "evidence": [],
    }


def test_a_derived_fact_names_what_decided_it() -> None:
    assert collected(value=True, because=("ruleset 7",)).to_json()["because"] == ["ruleset 7"]
    assert "because" not in collected(value=True).to_json()


@pytest.mark.parametrize(
    ("value", "is_one"),
    [(an_observation(1), True), (a_gap(), True), ({"status": "ok"}, False), ({}, False), ([], False), ("x", False)],
)
def test_an_observation_has_a_status_and_evidence(value: Json, *, is_one: bool) -> None:
    assert is_observation(value) is is_one


def test_every_known_section_is_there_and_no_other() -> None:
    given: dict[str, Json] = {"branches": an_observation([]), "invented": an_observation([])}

    sections = completed(given, REPOSITORY)

    assert sections.keys() == REPOSITORY.keys()
    assert sections["branches"] == an_observation([])
    assert sections["tags"] == {
        "status": "not_requested",
        "detail": {"why": "no document carries tags", "needs": "Metadata: read"},
        "evidence": [],
    }


def test_what_may_not_be_used_loses_every_value() -> None:
    assert withheld({"branches": an_observation([1])}, why="it is stale") == {
        "branches": {"status": "error", "detail": {"why": "it is stale"}, "evidence": []}
    }


def test_what_was_read_in_part_is_taken_out_at_every_depth() -> None:
    read: Json = {"status": "collected", "value": [{"name": "'partial':"}]}
    value: dict[str, Json] = {
        "a": [{"status": "incomplete", "partial": [1], "evidence": []}, {"nested": {"partial": {"partial": 1}}}],
        "partial": 2,
        "b": "partial",
        "c": "'partial':",
        "d": read,
    }

    seen = without_partial(value)
    assert seen == {
        "a": [{"status": "incomplete", "evidence": []}, {"nested": {}}],
        "b": "partial",
        "c": "'partial':",
        "d": read,
    }
