"""Baseline checks: what was required once is required still, is not, or nobody knows; never the first by silence."""

from typing import Any

import pytest

from checker.domain.baseline_checks import derive_baseline_checks
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status
from tests.settings_builders import check, cut, hidden, seen

MAIN, NEXT = "refs/heads/main", "refs/heads/next"


def protection(**required: Json) -> Json:
    """The effective protection of release branches, by their short names."""
    return seen([{"ref": f"refs/heads/{name}", "required_checks": told} for name, told in required.items()])


def kept(before: Json, now: Json) -> dict[str, Any]:
    found = derive_baseline_checks(before, now)
    assert found.status is Status.COLLECTED
    rows: Any = found.value
    return {row["id"]: row["required"].get("value", row["required"]["status"]) for row in rows}


BEFORE = protection(main=seen([check("Build"), check("Lint")]))


def test_each_check_of_the_baseline_is_told_by_ref() -> None:
    now = protection(main=seen([check("Build"), check("More")]), next=seen([check("Lint")]))
    assert kept(BEFORE, now) == {f"{MAIN} Build": True, f"{MAIN} Lint": False}
    both = protection(main=seen([check("Build")]), next=seen([check("Build")]))
    assert kept(both, both) == {f"{MAIN} Build": True, f"{NEXT} Build": True}


@pytest.mark.parametrize(
    ("before", "now", "is_kept"), [(0, 0, True), (0, 5, True), (5, 5, True), (5, 0, False), (5, 6, False)]
)
def test_a_check_that_only_one_app_may_report_is_kept_for_that_app(before: int, now: int, *, is_kept: bool) -> None:
    found = kept(protection(main=seen([check("Build", before)])), protection(main=seen([check("Build", now)])))
    assert list(found.values()) == [is_kept]
    assert list(found) == [f"{MAIN} Build" + (" by app 5" if before else "")]


def test_a_baseline_that_requires_nothing_tells_of_nothing() -> None:
    assert kept(protection(main=seen([])), BEFORE) == {}


def test_what_is_not_read_now_is_not_known() -> None:
    assert set(kept(BEFORE, hidden()).values()) == {"denied"}
    assert set(kept(BEFORE, protection(main=cut([check("Build"), check("Lint")]))).values()) == {"incomplete"}
    assert set(kept(BEFORE, protection(next=seen([]))).values()) == {"not_found"}


@pytest.mark.parametrize("before", [hidden(), protection(main=hidden()), protection(next=seen([]), main=hidden())])
def test_what_the_baseline_does_not_know_makes_nothing_known(before: Json) -> None:
    found: Observation = derive_baseline_checks(before, BEFORE)
    assert (found.status, found.detail.needs) == (Status.DENIED, "Administration: read")
    assert "the baseline does not say" in found.detail.why


def test_what_says_no_permission_needs_none() -> None:
    silent: Json = {"status": "error", "evidence": []}
    assert derive_baseline_checks(silent, BEFORE).detail.needs == ""
