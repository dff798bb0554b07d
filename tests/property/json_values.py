"""What strategies draw JSON values from, for every property test about documents."""

from hypothesis import strategies as st

from checker.domain.json_value import LARGEST_INTEGER

strings = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
integers = st.integers(min_value=-LARGEST_INTEGER, max_value=LARGEST_INTEGER)
finite_floats = st.floats(allow_nan=False, allow_infinity=False)
small_floats = st.floats(min_value=-1e15, max_value=1e15, allow_nan=False)
scalars = st.none() | st.booleans() | integers | strings


def documents(leaves: st.SearchStrategy[object] = scalars) -> st.SearchStrategy[object]:
    """Values of every JSON type, nested."""
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(strings, inner, max_size=5))
