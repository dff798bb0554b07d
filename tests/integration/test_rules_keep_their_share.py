"""No rule takes more than its share over ten times the input, counted in evaluated expressions and not in time."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

from checker.application.judge import ANSWER_KEYS
from checker.formats.canonical import canonical_bytes
from embedded_opa import Engine, Limits, Policy
from tests.bench.real_size import real_input, real_project
from tests.shipped_policy import policy_for

if TYPE_CHECKING:
    from checker.domain.json_value import Json

TIMES, MOST = 10, 11
"""Ten times of everything costs ten times as much; a tenth of that is left for sorting and for odd items."""

SCANS_A_LIST_PER_ITEM = """\
package rules.branch.scans

subjects contains b.name if some b in input.branches

holds[name] := rule.admins if {
    some name in subjects
    some rule in input.classic
    rule.branch == name
}
"""


def branches(number: int) -> bytes:
    """As many branches, and a classic rule for each."""
    names: list[Json] = [f"release/{one}" for one in range(number)]
    classic: list[Json] = [{"branch": name, "admins": True} for name in names]
    return canonical_bytes({"branches": [{"name": name} for name in names], "classic": classic})


def costs_of_the_library(times: int) -> Mapping[str, int]:
    """What each shipped rule evaluates over an input of this size, with the facts of a project of this size."""
    (unit,) = policy_for(real_project(times)).units
    policy = unit.policy.handle
    assert isinstance(policy, Policy)
    engine = policy.owner
    assert isinstance(engine, Engine)
    asked = [f"data.{rule.package}" for rule in unit.rules]
    grown = canonical_bytes(real_input(times))
    return engine.costs(policy, entrypoints=asked, input=grown, keys=ANSWER_KEYS, limits=Limits(deadline=120))


def greedy(small: Mapping[str, int], large: Mapping[str, int]) -> dict[str, float]:
    """The rules that cost more than their share, with how many times as much as before."""
    return {name: large[name] / cost for name, cost in small.items() if large[name] > MOST * cost}


def test_no_rule_takes_more_than_its_share_over_ten_times_the_input() -> None:
    small, large = costs_of_the_library(1), costs_of_the_library(TIMES)
    assert small.keys() == large.keys()
    assert len(small) > 150
    assert greedy(small, large) == {}
    assert sum(large.values()) > TIMES // 2 * sum(small.values()), "the input did not grow for most rules"


def test_a_rule_that_scans_a_list_for_each_item_takes_more() -> None:
    engine, asked = Engine(), "data.rules.branch.scans"
    policy = engine.compile(modules={"scans.rego": SCANS_A_LIST_PER_ITEM})
    small, large = (engine.costs(policy, entrypoints=[asked], input=branches(number)) for number in (20, 20 * TIMES))
    assert greedy(small, large) == {asked: pytest.approx(100, rel=0.2)}
