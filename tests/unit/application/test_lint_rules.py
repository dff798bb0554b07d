"""Linting: breaches of the place that is meant, and those that have no place."""

from collections.abc import Mapping
from typing import cast

import pytest

from checker.application.check_rules import Breach, RuleChecks
from checker.application.lint_rules import lint_rules
from checker.domain.json_value import Json
from checker.errors import NotFoundError
from checker.ports.engine import PolicyEngine
from tests.policy_builders import a_policy, opened

pytestmark = pytest.mark.engine

GUARDED = "rules/branch/guarded/"


def a_breach(file: str) -> Breach:
    return Breach(package="data.p", file=file, row=1, column=1, code="c", message="m", fix="f")


class Stated:
    """Checks that always state the same."""

    def breaches(self, inspection: Mapping[str, Json], *, engine: PolicyEngine) -> tuple[Breach, ...]:  # noqa: ARG002
        return tuple(map(a_breach, ("", f"mine/{GUARDED}guarded.rego", "mine/rules/tag/sealed/sealed.rego")))


CHECKS = cast("RuleChecks", Stated())


def test_breaches_elsewhere_are_left_out_and_those_without_a_place_are_not() -> None:
    found = lint_rules(opened(a_policy()), within=GUARDED, checks=CHECKS)
    assert [breach.file for breach in found] == ["", "rules/branch/guarded/guarded.rego"]


def test_nothing_looked_at_is_no_success() -> None:
    with pytest.raises(NotFoundError, match="there is no rule here"):
        lint_rules(opened(a_policy()), within="rules/tag/", checks=CHECKS)
