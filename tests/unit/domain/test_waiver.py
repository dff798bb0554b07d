"""Waivers: one violation each, for a time, and never more than they name."""

from dataclasses import replace
from typing import Any, cast

import pytest

from checker.domain.digest import digest_of
from checker.domain.outcome import Decision, Outcome, Ruling, SubjectRuling, Violation
from checker.domain.rule import Enforcement
from checker.domain.verdict import Verdict, decide
from checker.domain.waiver import ConsideredWaiver, apply_waivers, without_doubles
from tests.builders import a_rule
from tests.waiver_builders import ENDS, ISSUED, a_waiver

RULE = a_rule("branch.guarded", enforcement=Enforcement.BLOCK)
OTHER = a_rule("branch.other", enforcement=Enforcement.BLOCK)


def violation(fingerprint: str, *, rule: str = "branch.guarded") -> Violation:
    return Violation(rule=rule, subject=f"subject {fingerprint}", message="no", fingerprint=fingerprint)


def failed(*fingerprints: str, undecided: str = "") -> Ruling:
    denied = [SubjectRuling(subject=f"subject {one}", decision=Decision.DENIED) for one in fingerprints]
    open_ones = [SubjectRuling(subject=undecided, decision=Decision.UNDECIDED)] if undecided else []
    return Ruling(
        rule=RULE,
        outcome=Outcome.FAILED,
        subjects=(*denied, *open_ones),
        violations=tuple(map(violation, fingerprints)),
    )


def waiver(fingerprint: str, **changes: str) -> ConsideredWaiver:
    why = changes.pop("why", "")
    changes.setdefault("subject", f"subject {fingerprint}")
    digest = digest_of(f"{fingerprint}{changes}".encode())
    return ConsideredWaiver(waiver=a_waiver(fingerprint=fingerprint, **changes), digest=digest, why=why)


def applied(ruling: Ruling, *waivers: ConsideredWaiver) -> tuple[Ruling, tuple[ConsideredWaiver, ...]]:
    (found,), weighed = apply_waivers([ruling], waivers)
    return found, weighed


def test_a_waiver_that_names_another_subject_accepts_nothing() -> None:
    ruling, (weighed,) = applied(failed("a"), waiver("a", subject="harmless"))

    assert (ruling.outcome, ruling.waived) == (Outcome.FAILED, ())
    assert weighed.why == "it is signed for harmless, the violation is of subject a"


@pytest.mark.parametrize(
    ("moment", "fault"),
    [
        ("2026-02-26T11:59:59Z", f"it begins at {ISSUED}"),
        (ISSUED, ""),
        ("2026-03-26T11:59:59.999999Z", ""),
        (ENDS, f"it ended at {ENDS}"),
    ],
)
def test_a_waiver_lives_from_its_beginning_to_just_before_its_end(moment: str, fault: str) -> None:
    assert a_waiver().fault_at(moment) == fault


def test_a_rule_is_waived_when_each_of_its_violations_is() -> None:
    ruling, weighed = applied(failed("a", "b"), waiver("a"), waiver("b"))

    assert (ruling.outcome, ruling.waived) == (Outcome.WAIVED, ("a", "b"))
    assert [one.matched for one in weighed] == [True, True]
    passed = replace(ruling, rule=OTHER, outcome=Outcome.PASSED, violations=(), waived=())
    assert decide([ruling, passed]) == (Verdict.PASSED, ())


def test_one_waiver_of_two_leaves_the_rule_failed_and_says_which_is_waived() -> None:
    ruling, weighed = applied(failed("a", "b"), waiver("a"))

    assert (ruling.outcome, ruling.waived) == (Outcome.FAILED, ("a",))
    assert weighed[0].matched


def test_what_is_undecided_beside_a_waived_violation_is_not_waived() -> None:
    ruling, _ = applied(failed("a", undecided="develop"), waiver("a"))

    assert (ruling.outcome, ruling.reason) == (Outcome.NOT_EVALUATED, "did not decide develop")
    assert decide([ruling])[0] is Verdict.UNDECIDED


@pytest.mark.parametrize(
    "useless",
    [waiver("b"), waiver("a", rule="branch.other"), waiver("a", why="it ended at noon")],
    ids=["another violation", "another rule", "ended"],
)
def test_a_waiver_of_something_else_or_that_does_not_count_changes_nothing(useless: ConsideredWaiver) -> None:
    ruling, weighed = applied(failed("a"), useless)

    assert (ruling.outcome, ruling.waived) == (Outcome.FAILED, ())
    assert not weighed[0].matched


def test_two_waivers_for_one_rule_with_different_subjects_both_count() -> None:
    ruling, _ = applied(failed("a", "b", "c"), waiver("a"), waiver("c"))

    assert (ruling.outcome, ruling.waived) == (Outcome.FAILED, ("a", "c"))


@pytest.mark.parametrize("place", ["reads", "applies_reads", "handles"])
def test_no_waiver_counts_against_a_rule_that_judges_waivers(place: str) -> None:
    ruling = failed("a")
    judging = replace(ruling.rule, reads=(), applies_reads=(), handles=())
    judging = replace(judging, **cast("Any", {place: ("waivers[].matched",)}))

    found, weighed = applied(replace(ruling, rule=judging), waiver("a"))

    assert found.outcome is Outcome.FAILED
    assert weighed[0].why == "branch.guarded judges waivers, and no waiver counts against it"


def test_a_rule_that_could_not_be_evaluated_is_not_waived() -> None:
    ruling = Ruling(rule=RULE, outcome=Outcome.NOT_EVALUATED, reason="could not read it")

    assert applied(ruling, waiver("a"))[0] == ruling


def test_of_two_waivers_of_one_violation_the_one_that_ends_last_counts() -> None:
    early, late = waiver("a", expires_at="2026-03-01T00:00:00Z"), waiver("a", expires_at="2026-03-02T00:00:00Z")
    ended, other = waiver("a", expires_at="2026-03-03T00:00:00Z", why="it ended"), waiver("b")

    found = without_doubles([early, late, ended, other])

    assert [one.honoured for one in found] == [False, True, False, True]
    assert found[0].why == "another waiver of the same violation ends later"
    assert found[2].why == "it ended"
