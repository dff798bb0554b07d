"""Listing: what bundles offer, with every name that does not exist refused and the nearest one told."""

from dataclasses import replace

import pytest

from checker.application.list_rules import find_rules, list_rules
from checker.application.read_bundle import read_bundle
from checker.domain.rule import Contract
from checker.errors import BundleRefusedError, NotFoundError, SelectionError
from tests.builders import a_rule
from tests.policy_builders import BODY, ENGINE, a_folder, a_policy, a_reader, opened

TWO = (a_policy(), a_policy("branch.signed", catalogue="BR-98", collection="strict"))


def test_rules_are_listed_by_code_whatever_collection_they_are_in() -> None:
    assert [rule.code for rule in list_rules([opened(*TWO)])] == ["branch.guarded", "branch.signed"]


def test_one_collection_can_be_asked_for() -> None:
    assert [rule.code for rule in list_rules([opened(*TWO)], collection="strict")] == ["branch.signed"]


@pytest.mark.parametrize(
    ("name", "hint"), [("strikt", "did you mean strict?"), ("x", "there are release-gate, strict")]
)
def test_an_unknown_collection_is_refused_with_the_nearest_name(name: str, hint: str) -> None:
    with pytest.raises(SelectionError, match="unknown collection") as refused:
        list_rules([opened(*TWO)], collection=name)
    assert refused.value.hint == hint


def test_rules_are_offered_without_their_bundle_being_laid_open() -> None:
    reader = a_reader(a_folder(*TWO))
    assert reader.rules("mine") == reader.open("mine").rules


def test_a_bundle_that_the_program_knows_is_not_inspected_again() -> None:
    known, reader = (a_rule("branch.known"),), a_reader(a_folder(*TWO))
    tree = reader.open("mine").bundle.tree_digest
    knowing = replace(reader, shipped={tree: known}.get)
    assert knowing.rules("mine") == known
    assert [rule.code for rule in knowing.open("mine").rules] == ["branch.guarded", "branch.signed"]


def test_what_is_read_under_another_contract_is_inspected_whatever_the_program_knows() -> None:
    other = {"policy/main.rego": 'package main\n\nimport rego.v1\n\ndeny contains "no" if input.x\n'}
    reader = replace(a_reader(a_folder(other)), shipped=lambda _: ())
    assert [rule.code for rule in reader.rules("mine", contract=Contract.CONFTEST)] == ["main.deny"]


def test_bundles_without_any_rule_are_refused() -> None:
    library = {"lib/refs.rego": "package lib.refs\n\nmain := 1\n"}
    with pytest.raises(SelectionError, match="hold no rules"):
        list_rules([opened(library)])


def test_two_bundles_that_contribute_to_one_rule_are_refused() -> None:
    reader = a_reader(a_folder(a_policy(), source="mine"), a_folder(a_policy(), source="yours"))
    with pytest.raises(BundleRefusedError, match="comes from bundle mine and from bundle yours"):
        list_rules([reader.open("mine"), reader.open("yours")])


def test_rules_about_rules_beside_the_rules_are_no_part_of_the_bundle() -> None:
    check = {"checks/some.rego": "package checks.some\n\nviolations contains input.package.path\n"}
    assert [rule.code for rule in opened(a_policy(), check).rules] == ["branch.guarded"]


def test_a_rule_that_was_asked_for_is_opened_although_another_does_not_compile() -> None:
    broken = a_policy("branch.signed", body="subjects contains input.repositry.x\n")
    reader = a_reader(a_folder(a_policy(), broken))

    assert [rule.code for rule in reader.open("mine", only="branch.guarded").rules] == ["branch.guarded"]
    with pytest.raises(BundleRefusedError, match="does not compile"):
        reader.open("mine")


def test_a_bundle_without_the_rule_that_was_asked_for_is_opened_whole() -> None:
    assert len(a_reader(a_folder(*TWO)).open("mine", only="branch.absent").rules) == 2


def test_only_a_shipped_bundle_is_compiled_in_this_process() -> None:
    folder = a_folder(a_policy())
    pins = {"mine": read_bundle(folder).tree_digest}

    shipped = a_reader(folder, pins=pins).open("mine")
    unknown = a_reader(folder).open("mine")

    assert (shipped.is_shipped, shipped.engine is ENGINE) == (True, True)
    assert (unknown.is_shipped, unknown.engine is ENGINE) == (False, False)


def test_a_bundle_may_not_write_where_only_the_host_does() -> None:
    facts = {"project/facts.rego": "package project\n\nbranches := []\n"}
    with pytest.raises(BundleRefusedError, match="project"):
        opened(a_policy(), facts)


def test_foreign_policies_are_listed_under_their_own_contract() -> None:
    foreign = {"main.rego": "package main\n\ndeny contains msg if {\n\tinput.bad\n\tmsg := input.bad\n}\n"}
    listed = list_rules([a_reader(a_folder(foreign)).open("mine", contract=Contract.CONFTEST)])

    assert [(rule.code, rule.contract) for rule in listed] == [("main.deny", Contract.CONFTEST)]


@pytest.mark.parametrize("name", ["branch.signed", "Branch.Signed", "BR-98", "br-98"])
def test_a_rule_is_found_by_code_and_by_catalogue_id(name: str) -> None:
    assert [rule.code for rule in find_rules(name, list_rules([opened(*TWO)]))] == ["branch.signed"]


def test_a_code_with_capitals_is_found_in_whatever_case() -> None:
    foreign = a_rule("Main.deny", contract=Contract.CONFTEST)
    assert find_rules("main.deny", (foreign,)) == (foreign,)


def test_a_catalogue_id_that_several_rules_share_finds_all_of_them() -> None:
    both = list_rules([opened(a_policy(), a_policy("branch.signed", body=BODY))])
    assert [rule.code for rule in find_rules("BR-99", both)] == ["branch.guarded", "branch.signed"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("branch.singed", "did you mean branch.signed or branch.guarded?"),
        ("BR-97", "did you mean BR-99 or BR-98?"),
        ("§", "clean-release policy list names every rule"),
    ],
)
def test_an_unknown_rule_is_refused_with_the_nearest_names(name: str, hint: str) -> None:
    with pytest.raises(NotFoundError, match="there is no rule") as refused:
        find_rules(name, list_rules([opened(*TWO)]))
    assert refused.value.hint == hint
