"""A condition promises only what is certain: of success, and of the ref."""

import pytest

from checker.domain.job_condition import goes_on_after_failure, ref_prefixes


@pytest.mark.parametrize(
    ("condition", "goes_on"),
    [
        ("", False),
        ("github.event_name == 'push'", False),
        ("always()", True),
        ("${{ always() }}", True),
        ("Always ( ) && github.ref == 'x'", True),
        ("!cancelled()", True),
        ("failure()", True),
        ("success()", False),
        ("success() && always()", False),
        ("${{ success() && needs.test.result == 'success' }}", False),
        ("success() || github.actor == 'me'", True),
        ("!success()", True),
        ("!(github.ref == 'x' && success())", True),
        ("success() == false", True),
        ("contains(github.ref, 'always()')", False),
        ("${{ success() }} or so", True),
        ("contains('success()', 'always(')", False),
        ("always() && ' && success() && '", True),
    ],
)
def test_only_a_condition_that_demands_success_waits_for_it(condition: str, *, goes_on: bool) -> None:
    assert goes_on_after_failure(condition) is goes_on


@pytest.mark.parametrize(
    ("condition", "prefixes"),
    [
        ("startsWith(github.ref, 'refs/tags/v')", ("refs/tags/v",)),
        ("${{ startswith( github.ref , 'refs/tags/v' ) }}", ("refs/tags/v",)),
        ("github.event_name == 'push' && startsWith(github.ref, 'refs/tags/')", ("refs/tags/",)),
        ("startsWith(github.ref, 'refs/tags/v') || true", ()),
        ("(startsWith(github.ref, 'refs/tags/v') || true)", ()),
        ("!startsWith(github.ref, 'refs/tags/v')", ()),
        ("x && !(a && startsWith(github.ref, 'refs/tags/v'))", ()),
        ("${{ startsWith(github.ref, 'refs/tags/v') }} && false", ()),
        ("${{ startsWith(github.ref, 'refs/tags/v') }}\n", ()),
        ("' || ' == x && startsWith(github.ref, 'refs/tags/v')", ("refs/tags/v",)),
        ("startsWith(github.head_ref, 'refs/tags/v')", ()),
        ("startsWith(github.ref, 'v')", ()),
    ],
)
def test_a_ref_is_promised_only_where_nothing_lets_the_promise_go(condition: str, prefixes: tuple[str, ...]) -> None:
    assert ref_prefixes(condition) == prefixes
