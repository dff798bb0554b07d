"""What REST leaves out of classic protection, as the query tells it: who dismisses reviews, and who forces a push."""

from typing import Any

import pytest

from checker.domain.observation import Observation, collected
from checker.formats.github.allow_list import filtered
from checker.formats.github.classic_allowances import ALLOWANCES, DISMISSAL, FORCED, lacks_allowances, with_allowances
from checker.formats.github.classic_rule import classic_rule as read_rule
from checker.formats.github.classic_rule import no_classic_rule
from checker.formats.github.query_answer import QueryAnswer
from tests.fakes.scripted_provider import answered
from tests.github_simulator import made
from tests.github_simulator.made_settings import classic_rule

SLUG = "octo/widget"


PROTECTION: Any = filtered(made.protection_without_allowances())


def section(rule: dict[str, Any] | None = None) -> Observation:
    found = read_rule(PROTECTION) if rule is None else rule
    return collected([{"ref": "refs/heads/main", "protection": collected(found).to_json()}])


def told(*nodes: dict[str, Any], admin: bool = True) -> dict[str, Any]:
    """The rule of the branch after the query was answered so."""
    rules = {"totalCount": len(nodes), "pageInfo": {"hasNextPage": False}, "nodes": [*nodes]}
    fields: Any = {"nameWithOwner": SLUG, "viewerCanAdminister": admin, "branchProtectionRules": rules}
    response = answered("graphql", filtered({"data": {"repository": fields}}), method="POST")
    completed, _ = with_allowances(section(), QueryAnswer(response=response, evidence="g1", slugs=(SLUG,)))
    value: Any = completed.value
    return dict(value[0]["protection"]["value"])


def test_the_query_says_who_may_force_a_push_and_whether_only_some_dismiss_reviews() -> None:
    rule = told(classic_rule("main", ("Team", 6), forced=(("User", 5), ("App", 7))))
    assert rule["force_push_allowances"] == {
        "status": "collected",
        "value": [{"kind": "App", "id": "7"}, {"kind": "User", "id": "5"}],
        "evidence": ["g1"],
    }
    review = rule["pull_request"]
    assert review["dismissal_restricted"] == {"status": "collected", "value": True, "evidence": ["g1"]}
    assert review["bypass_allowances"]["value"] == [{"kind": "Team", "id": "6"}]


def test_reviews_that_anybody_dismisses_are_told_as_such() -> None:
    rule = told({**classic_rule("main"), "restrictsReviewDismissals": False})
    assert rule["pull_request"]["dismissal_restricted"]["value"] is False


def test_a_list_that_was_not_read_to_its_end_is_a_part() -> None:
    forced = {**classic_rule("main", forced=(("User", 5),))["bypassForcePushAllowances"], "totalCount": 2}
    rule = told({**classic_rule("main"), "bypassForcePushAllowances": forced})
    assert rule["force_push_allowances"]["status"] == "incomplete"


def test_an_answer_to_an_older_query_leaves_open_what_it_did_not_ask() -> None:
    older = {
        name: value
        for name, value in classic_rule("main").items()
        if name not in ("bypassForcePushAllowances", "restrictsReviewDismissals")
    }
    rule = told(older)
    assert rule["pull_request"]["bypass_allowances"]["value"] == []
    for seen in (rule["force_push_allowances"], rule["pull_request"]["dismissal_restricted"]):
        assert (seen["status"], "value" in seen) == ("not_requested", False)


def test_nobody_but_an_administrator_is_told() -> None:
    assert told(classic_rule("main"), admin=False)["force_push_allowances"]["status"] == "denied"


@pytest.mark.parametrize(
    ("rule", "lacking"),
    [
        (None, {ALLOWANCES, DISMISSAL, FORCED}),
        (no_classic_rule(), set()),
        (read_rule({**PROTECTION, "required_pull_request_reviews": None}), {FORCED}),
    ],
)
def test_the_query_is_needed_for_what_rest_left_out_alone(rule: dict[str, Any] | None, lacking: set[str]) -> None:
    assert {path for path in (ALLOWANCES, DISMISSAL, FORCED) if lacks_allowances(section(rule), {path})} == lacking
