"""Problem documents: every refusal has a status, and says what to do in the words of the command line or in its own."""

import pytest

from checker import errors
from checker.api.problems import REFUSALS, refused
from checker.errors import CleanReleaseError
from checker.output.refusal import HINTS

FAMILY = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, CleanReleaseError) and kind is not CleanReleaseError
]


@pytest.mark.parametrize("kind", FAMILY)
def test_a_refusal_over_http_says_what_to_do_next(kind: type[CleanReleaseError]) -> None:
    problem = refused(kind("seen"))

    assert 400 <= problem.status <= 599
    assert problem.hint in {HINTS[kind.code], *(known.hint for known in REFUSALS.values() if known.hint)}
    assert refused(kind("seen", hint="do this")).hint == "do this"


def test_no_hint_is_told_twice() -> None:
    assert [kind for kind, known in REFUSALS.items() if known.hint == HINTS[kind.code]] == []
    assert refused(errors.UnauthenticatedError("seen")).hint == HINTS[errors.UnauthenticatedError.code]
