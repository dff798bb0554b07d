"""A proposal has one step for each thing that differs, and never asks for what the baseline does not hold."""

import pytest

from checker.application.find_drift import find_drift
from checker.application.propose_settings import ProposedStep, propose_settings
from checker.domain.json_value import Json
from checker.domain.project import ReleaseFacts
from tests.builders import an_audit
from tests.settings_builders import (
    classic,
    classic_rule,
    deploying_from,
    environment,
    hidden,
    repository,
    ruleset,
    seen,
    unprotected,
)


def steps(baseline: dict[str, Json], now: dict[str, Json]) -> tuple[ProposedStep, ...]:
    target = an_audit(sections={"repository": repository(), **baseline})
    current = an_audit(sections={"repository": repository(), **now})
    return propose_settings(target, current, drift=find_drift(target, current, release=ReleaseFacts())).steps


def test_what_is_as_it_should_be_needs_no_step() -> None:
    assert steps({"webhooks": seen([])}, {"webhooks": seen([])}) == ()


@pytest.mark.parametrize(("before", "after"), [(hidden(), seen([{"id": 1}])), (seen([{"id": 1}]), hidden())])
def test_what_is_not_known_needs_no_step(before: Json, after: Json) -> None:
    assert steps({"webhooks": before}, {"webhooks": after}) == ()


def test_each_element_that_differs_is_a_step_with_its_requests() -> None:
    on, off = classic(seen(classic_rule())), unprotected()
    (step,) = steps({"classic_protection": on}, {"classic_protection": off})
    assert (step.what, step.place) == ("classic_protection[refs/heads/main]", "Settings > Branches")
    assert [one.path for one in step.differences] == ["classic_protection[refs/heads/main].protection.enabled"]
    assert [request.method for request in step.requests] == ["PUT", "DELETE"]


def test_a_ruleset_that_is_gone_is_made_again_and_a_new_one_is_for_a_person() -> None:
    gone, new = steps({"ref_rules": seen([ruleset("1")])}, {"ref_rules": seen([ruleset("2")])})
    assert [request.method for request in gone.requests] == ["POST"]
    assert (new.what, new.requests) == ("ref_rules[ruleset 2]", ())


def test_an_environment_is_settled_from_what_it_is_now() -> None:
    def pypi(*patterns: tuple[str, str]) -> Json:
        whole = {**environment(deploy_refs=deploying_from(*patterns)), "wait_minutes": seen(0)}
        return seen([{**whole, "reviewers": seen({"principals": [], "prevent_self_review": False})}])

    (step,) = steps({"environments": pypi(("tag", "v*"))}, {"environments": pypi()})
    assert [request.body.get("name") for request in step.requests] == [None, "v*"]


def test_a_section_that_is_one_thing_is_one_step() -> None:
    def token(default: str) -> Json:
        return seen({"actions": hidden(), "token": seen({"default": default, "can_approve_reviews": False})})

    (step,) = steps({"ci_permissions": token("read")}, {"ci_permissions": token("write")})
    assert (step.what, step.place) == ("ci_permissions", "Settings > Actions > General")
    assert [request.path for request in step.requests] == ["actions/permissions/workflow"]


def test_what_no_request_is_known_for_names_its_page() -> None:
    (step,) = steps({"immutable_releases": seen({"enabled": True})}, {"immutable_releases": seen({"enabled": False})})
    assert (step.requests, step.place) == ((), "Settings > General")
