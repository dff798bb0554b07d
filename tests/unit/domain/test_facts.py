"""Facts go by paths that a person would look for, and what was not read is a gap, never a value."""

import pytest

from checker.domain.facts import Fact, Gap, facts_of, labelled, plain
from checker.domain.json_value import Json
from checker.domain.observation import Status
from tests.settings_builders import cut, hidden, seen


def test_every_scalar_below_a_value_is_a_fact_under_its_path() -> None:
    value = seen({"b": [{"name": "x", "on": True}], "a": {"list": ["p", "q"], "none": []}, "empty": {}})
    assert list(facts_of(value, "s")) == [
        Fact(path="s.a.list", value=["p", "q"]),
        Fact(path="s.a.none", value=[]),
        Fact(path="s.b[x].on", value=True),
        Fact(path="s.empty", value={}),
    ]


def test_elements_without_names_or_of_nothing_else_are_facts_too() -> None:
    assert list(facts_of([{"name": "x"}, {"name": "y"}], "s")) == [
        Fact(path="s[x].name", value="x"),
        Fact(path="s[y].name", value="y"),
    ]
    assert list(facts_of([{"on": True, "at": 1}, "word"], "s")) == [
        Fact(path="s[0].at", value=1),
        Fact(path="s[0].on", value=True),
        Fact(path="s[1]", value="word"),
    ]


def test_what_was_not_read_is_a_gap_with_what_would_settle_it() -> None:
    assert list(facts_of({"a": hidden()}, "")) == [
        Gap(path="a", status=Status.DENIED, why="the test hides it", needs="Administration: read")
    ]
    assert list(facts_of({"status": "error", "evidence": []}, "a")) == [Gap(path="a", status=Status.ERROR)]


def test_what_was_read_in_part_is_a_gap_and_what_was_read() -> None:
    gap, fact = facts_of(cut([{"name": "main"}]), "a")
    assert isinstance(gap, Gap)
    assert gap.status is Status.INCOMPLETE
    assert fact == Fact(path="a[main].name", value="main")


@pytest.mark.parametrize(
    ("items", "labels"),
    [
        ([{"name": "b"}, {"name": "a"}], ["b", "a"]),
        ([{"name": "a", "id": 1}, {"name": "a", "id": 2}], ["1", "2"]),
        ([{"name": "a"}, {"ref": "b"}], ["0", "1"]),
        ([{"name": "a"}, "b"], ["0", "1"]),
        ([{"kind": "x"}, {"kind": "x"}], ["0", "1"]),
        ([], []),
    ],
)
def test_elements_go_by_the_first_name_that_tells_them_all_apart(items: list[Json], labels: list[str]) -> None:
    assert list(labelled(items)) == labels


def test_a_plain_value_says_in_words_what_was_not_read() -> None:
    assert plain(seen({"a": hidden(), "b": [seen(value=True)]})) == {"a": "not read (denied)", "b": [True]}
