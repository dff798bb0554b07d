"""Weakening: each declared direction, and everything unclear counts as weaker."""

import pytest

from checker.domain.json_value import Json
from checker.domain.rule import Parameter, Weaker
from checker.domain.weakening import is_weaker


@pytest.mark.parametrize(
    ("direction", "value", "than", "weaker"),
    [
        (Weaker.LOWER, 1, 2, True),
        (Weaker.LOWER, 3, 2, False),
        (Weaker.LOWER, 2, 2, False),
        (Weaker.HIGHER, 3, 2, True),
        (Weaker.HIGHER, 1, 2, False),
        (Weaker.FEWER, ["a"], ["a", "b"], True),
        (Weaker.FEWER, ["a", "b", "c"], ["a", "b"], False),
        (Weaker.MORE, ["a", "b"], ["a"], True),
        (Weaker.MORE, [], ["a"], False),
        (Weaker.ANY, 3, 2, True),
        (Weaker.ANY, ["b"], ["a"], True),
        (Weaker.ANY, "b", "a", True),
        (Weaker.NEVER, 1, 2, False),
        (Weaker.LOWER, "b", "a", True),
        (Weaker.LOWER, ["a"], 1, True),
        (Weaker.LOWER, True, 1, False),
    ],
)
def test_a_value_is_weaker_as_its_direction_says(direction: Weaker, value: Json, than: Json, *, weaker: bool) -> None:
    parameter = Parameter(name="p", schema={}, default=than, weaker=direction)
    assert is_weaker(parameter, value, than=than) is weaker
