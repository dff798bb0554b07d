"""A reason that says nothing is none."""

import pytest

from checker.application.given_reason import refuse_no_reason
from checker.errors import UsageError


@pytest.mark.parametrize("reason", ["", " ", "\t\n"])
def test_a_reason_of_blanks_is_refused(reason: str) -> None:
    with pytest.raises(UsageError, match="--reason says nothing, expected why") as refused:
        refuse_no_reason(reason, hint="say what is wrong")

    assert refused.value.hint == "say what is wrong"


def test_any_word_is_a_reason() -> None:
    refuse_no_reason("withdrawn", hint="")
