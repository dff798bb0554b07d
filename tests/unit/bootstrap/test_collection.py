"""How to collect: a pace at which nothing would ever be asked is refused before anything is."""

import pytest

from checker.bootstrap.collecting import Collection
from checker.errors import UsageError


@pytest.mark.parametrize("pace", [0.0, 0.01, 4.0, 1000.0])
def test_a_pace_is_accepted(pace: float) -> None:
    assert Collection(pace=pace).pace == pace


@pytest.mark.parametrize(("name", "hint"), [("", "type main"), (" ", "type main"), ("refs/heads/next", "type next")])
def test_a_branch_goes_by_its_name(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match="expected the name of a branch") as refused:
        Collection(branches=("main", name))
    assert hint in refused.value.hint


@pytest.mark.parametrize("pace", [float("nan"), float("inf"), float("-inf"), -1.0, 1e-300, 0.009, 1001.0])
def test_what_is_no_pace_is_refused(pace: float) -> None:
    with pytest.raises(UsageError, match="requests per second"):
        Collection(pace=pace)
