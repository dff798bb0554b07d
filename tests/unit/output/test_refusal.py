"""Every refusal is one line and a hint, and nothing in it acts on the terminal."""

import pytest

from checker import errors
from checker.errors import CleanReleaseError, InputRefusedError, Place
from checker.output.refusal import HINTS, explain_error

FAMILY = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, CleanReleaseError)]


def test_every_kind_of_refusal_has_something_to_do_next() -> None:
    assert set(HINTS) == {kind.code for kind in FAMILY} - {CleanReleaseError.code}


@pytest.mark.parametrize("kind", [kind for kind in FAMILY if kind is not CleanReleaseError])
def test_a_refusal_is_one_line_with_its_code_and_one_with_a_hint(kind: type[CleanReleaseError]) -> None:
    first, hint = explain_error(kind("this was seen, that was expected")).splitlines()
    assert first == f"error[{kind.code}]: this was seen, that was expected"
    assert hint == f"  hint: {HINTS[kind.code]}"


def test_a_refusals_own_hint_comes_first() -> None:
    assert explain_error(InputRefusedError("seen", hint="do this")).splitlines()[1] == "  hint: do this"


def test_nothing_in_a_refusal_acts_on_the_terminal_or_begins_a_line() -> None:
    error = InputRefusedError("a\x1b[2Jb\n::error::c", hint="d\u202ee", where=Place(source="f\rg"))
    said = explain_error(error)
    assert said == "error[input-refused]: f\\x0dg: a\\x1b[2Jb\\x0a::error::c\n  hint: d\\u202ee"


def test_what_was_seen_does_not_push_the_refusal_off_the_screen() -> None:
    first, hint = explain_error(InputRefusedError(f"{'a' * 5000!a} was seen", hint="b" * 5000)).splitlines()
    assert first.endswith("a' was seen")
    assert max(len(first), len(hint)) < 200
