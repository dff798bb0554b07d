"""Fixes: each different repair once, the urgent first, and nothing for what did not fail."""

from dataclasses import replace

import pytest

from checker.application.list_fixes import NeededFix, list_fixes
from checker.domain.outcome import Ruling, Violation
from checker.domain.rule import Fix
from checker.formats.report_v1 import read_report, report_bytes
from tests.report_builders import a_report, a_rule, a_violation, failed, not_evaluated, passed

PROTECT = Fix(command="gh api protect", click="Protect it")


def fixes_of(*rulings: Ruling) -> tuple[NeededFix, ...]:
    return list_fixes(read_report(report_bytes(a_report(*rulings))).view)


def violation(code: str, subject: str, fix: Fix) -> Violation:
    plain = a_violation(a_rule(code), subject)
    return Violation(rule=plain.rule, subject=subject, message=plain.message, fingerprint=plain.fingerprint, fix=fix)


def test_one_repair_that_mends_many_is_listed_once() -> None:
    rulings = (
        failed(a_rule("branch.one"), violation("branch.one", "main", PROTECT), violation("branch.one", "v1", PROTECT)),
        failed(a_rule("branch.two"), violation("branch.two", "main", PROTECT)),
    )

    assert fixes_of(*rulings) == (
        NeededFix(
            command="gh api protect",
            click="Protect it",
            mends=(("branch.one", "main"), ("branch.one", "v1"), ("branch.two", "main")),
        ),
    )


def test_the_worst_come_first_and_then_those_first_by_code() -> None:
    codes = {"a.low": "low", "b.high": "high", "c.critical": "critical", "d.medium": "medium", "e.high": "high"}
    rulings = [
        failed(a_rule(code, severity=severity), violation(code, "x", Fix(click=code)))
        for code, severity in codes.items()
    ]

    assert [fix.click for fix in fixes_of(*rulings)] == ["c.critical", "b.high", "e.high", "d.medium", "a.low"]


def test_what_did_not_fail_needs_no_fix() -> None:
    assert fixes_of(passed(a_rule("a.one")), not_evaluated(a_rule("a.two"))) == ()


def test_a_command_that_two_rules_word_differently_is_run_once() -> None:
    other = replace(PROTECT, click="Forbid deletion")
    rulings = (
        failed(a_rule("branch.one"), violation("branch.one", "main", PROTECT)),
        failed(a_rule("branch.two"), violation("branch.two", "main", other), violation("branch.two", "v1", PROTECT)),
    )

    (needed,) = fixes_of(*rulings)

    assert (needed.command, needed.click) == ("gh api protect", "Protect it; Forbid deletion")
    assert needed.mends == (("branch.one", "main"), ("branch.two", "main"), ("branch.two", "v1"))


def test_words_without_a_command_are_one_repair_only_where_they_are_the_same() -> None:
    rulings = [
        failed(a_rule(code), violation(code, "main", Fix(click=click)))
        for code, click in {
            "branch.one": "Turn it on",
            "branch.two": "Turn it on",
            "branch.three": "Turn it off",
        }.items()
    ]

    assert [(fix.click, len(fix.mends)) for fix in fixes_of(*rulings)] == [("Turn it on", 2), ("Turn it off", 1)]


def test_no_smaller_set_of_commands_mends_every_violation() -> None:
    commands = [f"gh api {number}" for number in (1, 2, 1, 3, 2, 1)]
    rulings = [
        failed(
            a_rule(f"branch.r{number}"),
            violation(f"branch.r{number}", "main", Fix(command=command, click=f"c{number}")),
        )
        for number, command in enumerate(commands)
    ]

    found = fixes_of(*rulings)

    assert sorted(fix.command for fix in found) == sorted(set(commands))
    assert sorted(mended for fix in found for mended in fix.mends) == [(f"branch.r{n}", "main") for n in range(6)]


def test_a_violation_that_is_waived_needs_no_fix() -> None:
    waived = violation("branch.one", "main", Fix(command="gh api waived"))
    ruling = failed(a_rule("branch.one"), waived, violation("branch.one", "v1", PROTECT))

    (needed,) = fixes_of(replace(ruling, waived=(waived.fingerprint,)))

    assert needed.command == "gh api protect"


RULESET = "gh api -X POST repos/octo/hello/rulesets -f 'name={}' -f 'include[]={}'"


def ruleset(*rules: str, name: str = "n", include: str = "refs/heads/main") -> Fix:
    command = RULESET.format(name, include) + "".join(f" -f 'rules[][type]={rule}'" for rule in rules)
    return Fix(command=command, click=f"Forbid {' and '.join(rules)}")


def test_a_ruleset_that_holds_all_of_another_makes_the_other_unneeded() -> None:
    fixes = [ruleset("deletion"), ruleset("non_fast_forward", name="m"), ruleset("deletion", "non_fast_forward")]
    rulings = [failed(a_rule(f"a.r{n}"), violation(f"a.r{n}", "refs/heads/main", fix)) for n, fix in enumerate(fixes)]

    (needed,) = fixes_of(*rulings)

    assert needed.command == fixes[2].command
    assert needed.click == "Forbid deletion; Forbid non_fast_forward; Forbid deletion and non_fast_forward"
    assert [code for code, _ in needed.mends] == ["a.r0", "a.r1", "a.r2"]


def test_rulesets_that_differ_in_their_name_alone_are_made_once() -> None:
    fixes = [ruleset("deletion", name="one"), ruleset("deletion", name="two")]
    rulings = [failed(a_rule(f"a.r{n}"), violation(f"a.r{n}", "refs/heads/main", fix)) for n, fix in enumerate(fixes)]

    assert [fix.command for fix in fixes_of(*rulings)] == [fixes[0].command]


@pytest.mark.parametrize(
    "other",
    [
        ruleset("deletion", "update", include="refs/heads/next"),
        Fix(command=ruleset("deletion", "update").command.replace("POST", "PUT")),
        Fix(command=ruleset("deletion", "update").command.replace("octo/hello", "octo/other")),
        Fix(command="gh api -X POST"),
        Fix(command="an 'open quotation"),
    ],
)
def test_what_is_no_wider_ruleset_of_the_same_refs_replaces_nothing(other: Fix) -> None:
    rulings = [
        failed(a_rule(f"a.r{n}"), violation(f"a.r{n}", "refs/heads/main", fix))
        for n, fix in enumerate([ruleset("deletion"), other])
    ]

    assert [fix.command for fix in fixes_of(*rulings)] == [ruleset("deletion").command, other.command]
