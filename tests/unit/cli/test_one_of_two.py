"""One of two options: both and neither are refused, and it is said which it was."""

import pytest

from checker.cli.one_of_two import refuse_unless_one
from checker.errors import UsageError


@pytest.mark.parametrize(("first", "second", "said"), [("a", "b", "both were named"), ("", None, "neither was named")])
def test_both_and_neither_are_refused(first: str, second: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=f"^a run is named in one way, and {said}$") as refused:
        refuse_unless_one("a run is named in one way", first, second, hint="give one")

    assert refused.value.hint == "give one"


@pytest.mark.parametrize(("first", "second"), [("a", ""), (None, "b")])
def test_one_is_enough(first: str | None, second: str) -> None:
    refuse_unless_one("a run is named in one way", first, second, hint="give one")
