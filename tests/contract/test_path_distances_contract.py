"""What is promised of distances, held by the library and the fake alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.adapters.path_distances.rustworkx_distances import RustworkxDistances
from checker.ports.path_distances import PathDistances
from tests.fakes.slow_distances import SlowDistances

NAMES = st.sampled_from("abcdef")
WEIGHTS = st.sampled_from([1, 2, 1_001, 1_000_001, 1_000_000_000_001])


@pytest.fixture(params=[RustworkxDistances, SlowDistances])
def distances(request: pytest.FixtureRequest) -> PathDistances:
    made: PathDistances = request.param()
    return made


def test_the_cheapest_way_counts_whichever_way_edges_were_given(distances: PathDistances) -> None:
    edges = [("a", "b", 5), ("a", "b", 2), ("b", "goal", 1), ("a", "goal", 9), ("goal", "c", 1)]

    assert distances.to(["goal"], edges) == {"goal": {"goal": 0, "b": 1, "a": 3}}


def test_a_goal_that_nothing_leads_to_is_alone(distances: PathDistances) -> None:
    assert distances.to(["goal"], [("a", "b", 1)]) == {"goal": {"goal": 0}}
    assert distances.to(["goal"], []) == {"goal": {"goal": 0}}


def test_a_circle_ends(distances: PathDistances) -> None:
    assert distances.to(["goal"], [("a", "b", 1), ("b", "a", 1), ("a", "goal", 1)]) == {
        "goal": {"goal": 0, "a": 1, "b": 2}
    }


@given(st.lists(st.tuples(NAMES, NAMES, WEIGHTS), max_size=20))
def test_both_measure_the_same(edges: list[tuple[str, str, int]]) -> None:
    assert RustworkxDistances().to("ab", edges) == SlowDistances().to("ab", edges)
