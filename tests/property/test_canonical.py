"""The fast encoder and the reference encoder write the same bytes, or the fast one stands back."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from checker.errors import InputRefusedError
from checker.formats.canonical import canonical_bytes, pretty_bytes
from tests.property.json_values import documents, finite_floats, scalars

pytestmark = pytest.mark.property

anything = documents(
    scalars
    | st.floats()
    | st.integers()
    | st.text()
    | st.binary(max_size=2)
    | st.tuples(scalars)
    | st.dictionaries(scalars, scalars, max_size=3)
)


@given(documents(scalars | finite_floats))
def test_every_json_value_is_written_as_rfc8785_writes_it(value: object) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # drawn from JSON types


@given(anything)
def test_whatever_rfc8785_refuses_is_refused(value: object) -> None:
    try:
        expected = rfc8785.dumps(value)  # type: ignore[arg-type]  # some of these are not JSON: the point of the test
    except (ValueError, TypeError):
        with pytest.raises(InputRefusedError):
            canonical_bytes(value)  # type: ignore[arg-type]  # as above
    else:
        assert canonical_bytes(value) == expected  # type: ignore[arg-type]  # as above


@given(documents())
def test_pretty_bytes_hold_the_same_value(value: object) -> None:
    written = pretty_bytes(value)  # type: ignore[arg-type]  # drawn from JSON types
    assert json.loads(written) == value
    assert written.endswith(b"\n")
