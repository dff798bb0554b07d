"""Two answers of one capture that disagree: what they disagree about is known from neither."""

import pytest

from checker.domain.json_value import Json
from tests.captures import Capture, at, gate, gates
from tests.integration.test_import_capture_rulesets import LISTED, RULESET

PEOPLE: Json = [{"id": 5, "login": "x"}]


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("admins_bypass", {"can_admins_bypass": True}),
        ("reviewers", {"protection_rules": []}),
        ("wait_minutes", {"protection_rules": []}),
        ("deploy_refs", {"deployment_branch_policy": None}),
    ],
)
@pytest.mark.parametrize("name", ["pypi", "PyPI"])
def test_a_gate_on_which_list_and_own_answer_disagree_is_not_collected(
    part: str, changed: dict[str, Json], name: str
) -> None:
    capture = Capture().add("environments", gates(gate())).add(f"environments/{name}", gate(**changed))
    seen = at(capture.section("environments"), 0, part)
    assert at(seen, "status") == "error"
    assert "the environment's own answer another" in str(at(seen, "detail", "why"))
    reverse = Capture().add("environments", gates(gate(**changed))).add(f"environments/{name}", gate())
    assert at(at(reverse.section("environments"), 0, part), "status") == "error"


def test_a_gate_on_which_both_agree_or_of_which_one_says_nothing_is_collected() -> None:
    silent = {name: value for name, value in gate().items() if name != "can_admins_bypass"}
    for listed, own in ((gate(), gate()), (gate(), silent), (silent, gate())):
        capture = Capture().add("environments", gates(listed)).add("environments/pypi", own)
        assert at(capture.section("environments"), 0, "admins_bypass", "value") is False


def test_an_own_answer_that_could_not_be_read_contradicts_nothing() -> None:
    capture = Capture().add("environments", gates(gate())).add("environments/pypi", {"message": "x"}, status=403)
    assert at(capture.section("environments"), 0, "admins_bypass", "value") is False


@pytest.mark.parametrize(("key", "other"), [("enforcement", "disabled"), ("target", "push")])
def test_a_ruleset_that_counts_by_one_answer_only_makes_the_section_an_error(key: str, other: str) -> None:
    for listed, own in (({**LISTED, key: other}, RULESET), (LISTED, {**RULESET, key: other})):
        section = Capture().add("rulesets", [listed]).add("rulesets/42", own).section("ref_rules")
        assert section["status"] == "error"
        assert f"the {key} of ruleset 42 is not known" in str(at(section["detail"], "why"))


@pytest.mark.parametrize("query", ["", "?role=all"])
def test_members_without_their_roles_are_told_and_say_of_nobody_who_owns(query: str) -> None:
    capture = Capture().add("tags", []).add(f"//orgs/o/members{query}", PEOPLE)
    for part in ("owners", "others"):
        seen = at(capture.section("members")["value"], part)
        assert at(seen, "status") == "not_requested"
        assert "role=" in str(at(seen, "detail", "needs"))
    assert [one for one in capture.read().warnings if "does not tell who owns the organization" in one]


def test_members_asked_for_with_a_filter_are_a_part() -> None:
    capture = Capture().add("tags", []).add("//orgs/o/members?role=admin&filter=2fa_disabled", [])
    assert at(at(capture.section("members")["value"], "owners"), "status") == "incomplete"
    both = capture.add("//orgs/o/members?role=admin", PEOPLE)
    assert at(at(both.section("members")["value"], "owners"), "value") == [{"id": 5, "login": "x"}]
