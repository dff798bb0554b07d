"""Whatever text comes in, what goes out shows as itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.formats.text_safety import danger_of, escape_for_terminal

pytestmark = pytest.mark.property

any_text = st.text(st.characters(), max_size=30)


@given(any_text)
def test_escaped_text_is_printable_and_stays_so(text: str) -> None:
    shown = escape_for_terminal(text)
    assert shown.isprintable()
    assert escape_for_terminal(shown) == shown


@given(any_text)
def test_a_safe_name_is_shown_unchanged(text: str) -> None:
    if not danger_of(text):
        assert escape_for_terminal(text) == text


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_printable_ascii_is_never_dangerous(text: str) -> None:
    assert danger_of(text) == ""
