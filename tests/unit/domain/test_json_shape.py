"""Values are taken from documents with the type they must have, or refused in one sentence."""

from collections.abc import Callable

import pytest

from checker.domain.json_shape import (
    field_of,
    flag_of,
    list_of,
    object_of,
    objects_of,
    text_of,
    texts_of,
    whole_of,
)
from checker.domain.json_value import Json
from checker.errors import InputRefusedError

READERS: dict[str, tuple[Callable[[Json, str], Json], str]] = {
    "object": (object_of, "an object"),
    "list": (list_of, "a list"),
    "text": (text_of, "a string"),
    "flag": (flag_of, "a boolean"),
    "whole": (whole_of, "an integer"),
}
VALUES: dict[str, Json] = {"object": {"a": 1}, "list": [1], "text": "a", "flag": True, "whole": 3}
NAMES = {"object": "an object", "list": "a list", "text": "a string", "flag": "a boolean", "whole": "an integer"}


@pytest.mark.parametrize("wanted", READERS)
@pytest.mark.parametrize("given", VALUES)
def test_a_value_is_taken_with_its_own_type_and_refused_with_any_other(wanted: str, given: str) -> None:
    read, expected = READERS[wanted]
    if wanted == given:
        assert read(VALUES[given], "it") == VALUES[given]
        return
    with pytest.raises(InputRefusedError, match=f"^it is {NAMES[given]}, expected {expected}$"):
        read(VALUES[given], "it")


def test_null_and_a_number_with_digits_after_the_point_are_no_integers() -> None:
    with pytest.raises(InputRefusedError, match="it is null, expected an integer"):
        whole_of(None, "it")
    with pytest.raises(InputRefusedError, match="it is a number, expected an integer"):
        whole_of(1.5, "it")


def test_a_negative_integer_is_refused_with_its_value() -> None:
    with pytest.raises(InputRefusedError, match="it is -1, expected an integer that is not negative"):
        whole_of(-1, "it")


def test_a_field_that_is_missing_is_refused_by_its_name() -> None:
    assert field_of({"a": None}, "a") is None
    with pytest.raises(InputRefusedError, match="the field b is missing"):
        field_of({"a": None}, "b")


def test_one_item_of_another_type_spoils_a_list() -> None:
    assert objects_of([{}, {"a": 1}], "list") == [{}, {"a": 1}]
    assert texts_of(["a"], "list") == ["a"]
    with pytest.raises(InputRefusedError, match="an item of list is null, expected an object"):
        objects_of([{}, None], "list")
    with pytest.raises(InputRefusedError, match="an item of list is a boolean, expected a string"):
        texts_of(["a", True], "list")
