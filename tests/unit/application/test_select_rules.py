"""Selecting rules: nothing unknown is skipped, and what is weaker than the policy is named."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.select_rules import SelectedRules, select_rules
from checker.domain.json_value import Json
from checker.domain.project import RuleOverride, Selection
from checker.domain.rule import Contract, Enforcement, Parameter, Rule, Severity, Weaker
from checker.domain.snapshot import Weakening
from checker.domain.trust import Anchor, ParameterFloor
from checker.errors import SelectionError
from tests.builders import a_rule, an_anchor

MINIMUM = Parameter(name="minimum", schema={"type": "integer"}, default=2, weaker=Weaker.LOWER)
OFFERED = (
    a_rule("branch.guarded", parameters=(MINIMUM,), collections=("release-gate", "strict")),
    a_rule("branch.signed", collections=("strict",)),
    a_rule("tag.guarded", collections=("release-gate",)),
)


def selected(
    offered: tuple[Rule, ...] = OFFERED,
    *,
    anchor: Anchor | None = None,
    **asked: Any,  # noqa: ANN401 - the fields of a selection
) -> SelectedRules:
    selection = replace(Selection(bundles=("b",)), **asked)
    return select_rules(offered, selection=selection, anchor=anchor)


def codes(result: SelectedRules) -> list[str]:
    return [rule.code for rule in result.rules]


def test_without_a_word_the_release_gate_is_selected() -> None:
    assert codes(selected()) == ["branch.guarded", "tag.guarded"]


def test_a_collection_selects_its_rules() -> None:
    assert codes(selected(collections=("strict",))) == ["branch.guarded", "branch.signed"]


def test_an_included_rule_is_added() -> None:
    assert codes(selected(collections=("release-gate",), include=("branch.signed",))) == [
        "branch.guarded",
        "branch.signed",
        "tag.guarded",
    ]


def test_a_group_is_included_whole() -> None:
    assert codes(selected(include=("branch.*",))) == ["branch.guarded", "branch.signed"]


def test_foreign_rules_are_always_part() -> None:
    foreign = a_rule("main.deny", contract=Contract.CONFTEST, collections=())
    assert codes(selected((foreign,))) == ["main.deny"]


def test_no_rules_at_all_are_refused() -> None:
    with pytest.raises(SelectionError, match="hold no rules"):
        selected(())


@pytest.mark.parametrize("where", ["include", "exclude"])
def test_an_unknown_rule_is_refused_with_the_nearest_name(where: str) -> None:
    with pytest.raises(SelectionError, match=f"unknown rule 'branch.guardde' in policy.{where}") as caught:
        selected(**{where: ("branch.guardde",)})  # type: ignore[arg-type]  # include or exclude
    assert caught.value.hint == "did you mean branch.guarded?"


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(SelectionError, match=r"unknown rule 'zzz\.\*'") as caught:
        selected(include=("zzz.*",))
    assert "policy list" in caught.value.hint


def test_an_unknown_collection_is_refused() -> None:
    with pytest.raises(SelectionError, match="unknown collection 'strictt'"):
        selected(collections=("strictt",))


@pytest.mark.parametrize("asked", [{"overrides": {"branch.gone": RuleOverride()}}, {"parameters": {"branch.gone": {}}}])
def test_settings_of_an_unknown_rule_are_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(SelectionError, match=r"unknown rule 'branch\.gone'"):
        selected(**asked)


def test_excluding_everything_is_refused() -> None:
    with pytest.raises(SelectionError, match="leaves no rule"):
        selected(exclude=("branch.*", "tag.*"))


def test_an_exclusion_is_a_weakening() -> None:
    result = selected(exclude=("tag.guarded",))
    assert codes(result) == ["branch.guarded"]
    assert result.weakenings == (Weakening(rule="tag.guarded", what="excluded"),)


def test_excluding_what_was_not_selected_weakens_nothing() -> None:
    assert selected(exclude=("branch.signed",)).weakenings == ()


def test_a_default_parameter_is_filled_in() -> None:
    assert selected().parameters == {"branch.guarded": {"minimum": 2}}


def test_a_stronger_parameter_is_no_weakening() -> None:
    result = selected(parameters={"branch.guarded": {"minimum": 3}})
    assert result.parameters == {"branch.guarded": {"minimum": 3}}
    assert result.weakenings == ()


def test_a_weaker_parameter_is_a_weakening() -> None:
    result = selected(parameters={"branch.guarded": {"minimum": 1}})
    assert [item.what for item in result.weakenings] == ["parameter minimum is weaker than its default"]


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(SelectionError, match="no parameter 'minimun'") as caught:
        selected(parameters={"branch.guarded": {"minimun": 1}})
    assert caught.value.hint == "did you mean minimum?"


def test_a_parameter_against_its_schema_is_refused() -> None:
    with pytest.raises(SelectionError, match=r"parameter minimum of branch\.guarded"):
        selected(parameters={"branch.guarded": {"minimum": "two"}})


def test_a_parameter_below_the_anchors_floor_is_refused() -> None:
    floor = ParameterFloor(rule="branch.guarded", parameter="minimum", value=2)
    anchor = an_anchor(parameter_floors=(floor,), may_weaken=("branch.guarded",))
    with pytest.raises(SelectionError, match="below the floor"):
        selected(anchor=anchor, parameters={"branch.guarded": {"minimum": 1}})


def test_a_floor_of_another_rule_does_not_bind() -> None:
    floor = ParameterFloor(rule="tag.elsewhere", parameter="minimum", value=9)
    assert selected(anchor=an_anchor(parameter_floors=(floor,))).weakenings == ()


def test_a_floor_of_no_parameter_is_refused() -> None:
    floor = ParameterFloor(rule="branch.guarded", parameter="minimun", value=9)
    with pytest.raises(SelectionError, match=r"a floor for minimun of branch\.guarded, which is no parameter"):
        selected(anchor=an_anchor(parameter_floors=(floor,)))


def test_an_unknown_parameter_is_refused_even_of_a_rule_that_is_not_selected() -> None:
    with pytest.raises(SelectionError, match=r"rule branch\.guarded has no parameter 'minimun'"):
        selected(include=("tag.guarded",), parameters={"branch.guarded": {"minimun": 1}})


def test_enforcement_may_be_raised_and_severity_kept() -> None:
    offered = (a_rule("branch.guarded", enforcement=Enforcement.WARN),)
    override = RuleOverride(enforcement=Enforcement.BLOCK)
    result = selected(offered, overrides={"branch.guarded": override})
    assert result.rules[0].enforcement is Enforcement.BLOCK
    assert result.rules[0].severity is Severity.HIGH
    assert result.weakenings == ()


def test_lowering_enforcement_or_severity_is_a_weakening() -> None:
    override = RuleOverride(enforcement=Enforcement.INFORM, severity=Severity.LOW)
    result = selected(overrides={"tag.guarded": override})
    assert [item.what for item in result.weakenings] == [
        "enforcement block lowered to inform",
        "severity high lowered to low",
    ]


def test_an_anchor_refuses_a_weakening_it_does_not_allow() -> None:
    with pytest.raises(SelectionError, match=r"weakens tag\.guarded \(excluded\)"):
        selected(anchor=an_anchor(), exclude=("tag.guarded",))


def test_a_weakening_the_anchor_allows_says_so() -> None:
    result = selected(anchor=an_anchor(may_weaken=("tag.guarded",)), exclude=("tag.guarded",))
    assert result.weakenings == (Weakening(rule="tag.guarded", what="excluded", allowed_by="anchor"),)


@pytest.mark.parametrize("value", [True, [1], None])
def test_a_parameter_of_any_other_type_is_refused(value: Json) -> None:
    with pytest.raises(SelectionError):
        selected(parameters={"branch.guarded": {"minimum": value}})
