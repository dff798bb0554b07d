"""Places in a value: what is there, the value with something else there, and their paths."""

import pytest

from checker.domain.json_place import paths_of, value_at, with_value
from checker.domain.json_value import Json

DOCUMENT: Json = {"a": [{"b": 1}, {"b": 2}], "c": {"status": "collected", "evidence": ["e"], "value": [{"d": 3}]}}


def test_a_value_is_found_by_its_steps() -> None:
    assert value_at(DOCUMENT, ()) == DOCUMENT
    assert value_at(DOCUMENT, ("a", 1, "b")) == 2


@pytest.mark.parametrize("pointer", [("z",), ("a", 2), ("a", "b"), ("a", 0, "b", "x"), ("a", 0, 0)])
def test_a_place_that_is_not_there_is_an_error(pointer: tuple[str | int, ...]) -> None:
    with pytest.raises(LookupError):
        value_at(DOCUMENT, pointer)
    with pytest.raises(LookupError):
        with_value(DOCUMENT, pointer, None)


def test_a_changed_value_leaves_the_first_one_as_it_was() -> None:
    assert with_value({"a": [1, 2], "b": 3}, ("a", 1), 9) == {"a": [1, 9], "b": 3}
    assert with_value(DOCUMENT, (), 0) == 0
    assert value_at(DOCUMENT, ("a", 1, "b")) == 2


def test_observations_are_seen_through() -> None:
    assert [(pointer, path) for pointer, path, _ in paths_of(DOCUMENT) if pointer[0] == "c"] == [
        (("c",), "c"),
        (("c", "value"), "c"),
        (("c", "value", 0), "c[]"),
        (("c", "value", 0, "d"), "c[].d"),
    ]
    assert [path for _, path, _ in paths_of({"a": [{"b": 1}]})] == ["a", "a[]", "a[].b"]
