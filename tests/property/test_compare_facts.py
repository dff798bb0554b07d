"""Two values are compared without loss: whatever differs is named, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.application.compare_audits import compare_facts
from checker.domain.facts import NAMES
from checker.domain.json_value import Json
from checker.formats.canonical import canonical_bytes
from tests.property.json_values import documents, integers, strings

pytestmark = pytest.mark.property

scalars = st.booleans() | integers | strings | st.sampled_from([0, 1, "a"])
few = st.sampled_from(["a", "b", 0, 1, True, False])
rows = st.lists(st.dictionaries(st.sampled_from([*NAMES[:2], "on"]), few, max_size=3), max_size=4)
values = documents(scalars) | rows


def in_any_order(value: object) -> Json:
    """The value with lists that hold objects sorted: the order of elements that have names is no fact."""
    if isinstance(value, dict):
        return {name: in_any_order(item) for name, item in value.items()}
    if not isinstance(value, list):
        return value  # type: ignore[return-value]  # drawn from JSON types
    items = [in_any_order(item) for item in value]
    return sorted(items, key=canonical_bytes) if any(isinstance(item, dict) for item in items) else items


@given(values)
def test_a_value_is_the_same_as_itself(value: object) -> None:
    assert compare_facts({"s": value}, {"s": value}).are_same  # type: ignore[dict-item]  # drawn from JSON types


@given(values, values)
def test_what_is_said_to_be_the_same_is_the_same(one: object, other: object) -> None:
    found = compare_facts({"s": one}, {"s": other})  # type: ignore[dict-item]  # as above
    if found.are_same:
        assert canonical_bytes(in_any_order(one)) == canonical_bytes(in_any_order(other))


@given(rows, rows)
def test_lists_of_things_are_compared_whole(one: list[object], other: list[object]) -> None:
    found = compare_facts({"s": one}, {"s": other})  # type: ignore[dict-item]  # as above
    if found.are_same:
        assert canonical_bytes(in_any_order(one)) == canonical_bytes(in_any_order(other))
