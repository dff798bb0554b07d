"""What is promised of the forms of secrets, held by the library and the fake alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.adapters.secrets.known_forms import KnownForms
from checker.ports.secret_forms import SecretForms
from tests.fakes.marked_forms import MarkedForms
from tests.github_simulator.secret import SECRET
from tests.secret_forms.planted import PLANTED

PARTS = st.lists(st.sampled_from([SECRET, "token=", " ", "\n", "://a:b@", "x", *PLANTED.values()]), max_size=12)


@pytest.mark.parametrize("forms", [KnownForms(), MarkedForms()], ids=["library", "fake"])
@given(parts=PARTS)
@settings(max_examples=50, deadline=None)
def test_places_are_in_order_within_the_text_and_none_overlaps(forms: SecretForms, parts: list[str]) -> None:
    text = "".join(parts)
    edges = [edge for span in forms.find(text) for edge in span]

    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
    assert all(begin < end for begin, end in forms.find(text))
