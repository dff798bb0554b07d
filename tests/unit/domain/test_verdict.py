"""The verdict: one function, every way a gate stays shut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain.outcome import Outcome, Ruling
from checker.domain.rule import Enforcement
from checker.domain.verdict import Verdict, decide
from tests.builders import a_rule, a_ruling
from tests.promised import promised

PASSED = a_ruling(Outcome.PASSED, rule=a_rule("a.passed"))
FAILED = a_ruling(Outcome.FAILED, rule=a_rule("b.failed"))
OPEN = a_ruling(Outcome.NOT_EVALUATED, rule=a_rule("c.open"))
ASIDE = a_ruling(Outcome.NOT_APPLICABLE, rule=a_rule("d.aside"))
WAIVED = a_ruling(Outcome.WAIVED, rule=a_rule("e.waived"))


def warned(ruling: Ruling) -> Ruling:
    return a_ruling(ruling.outcome, rule=a_rule(f"{ruling.rule.code}_warned", enforcement=Enforcement.WARN))


def test_all_passed_is_passed() -> None:
    assert decide([PASSED, ASIDE, WAIVED]) == (Verdict.PASSED, ())


def test_one_failure_blocks_whatever_else_is_open() -> None:
    assert decide([PASSED, FAILED, OPEN]) == (Verdict.BLOCKED, ("b.failed failed",))


def test_one_open_question_leaves_it_undecided() -> None:
    assert decide([PASSED, OPEN]) == (Verdict.UNDECIDED, ("c.open was not evaluated",))


def test_no_rule_at_all_is_undecided() -> None:
    assert decide([]) == (Verdict.UNDECIDED, ("no blocking rule passed",))


def test_only_waived_or_not_applicable_rules_are_undecided() -> None:
    assert decide([ASIDE, WAIVED]) == (Verdict.UNDECIDED, ("no blocking rule passed",))


def test_warnings_change_nothing() -> None:
    assert decide([PASSED, warned(FAILED), warned(OPEN)]) == (Verdict.PASSED, ())


def test_warnings_alone_open_nothing() -> None:
    assert decide([warned(PASSED)]) == (Verdict.UNDECIDED, ("no blocking rule passed",))


def test_a_required_rule_that_is_missing_leaves_it_undecided() -> None:
    verdict, because = decide([PASSED], required=["x.gone"])
    assert (verdict, because) == (Verdict.UNDECIDED, ("required rule x.gone is not in the snapshot",))


def test_a_required_rule_that_does_not_apply_needs_leave() -> None:
    assert decide([PASSED, ASIDE], required=["d.aside"])[0] is Verdict.UNDECIDED
    assert decide([PASSED, ASIDE], required=["d.aside"], may_not_apply=["d.aside"])[0] is Verdict.PASSED


def test_a_required_rule_that_passed_is_fine() -> None:
    assert decide([PASSED], required=["a.passed"])[0] is Verdict.PASSED


def test_a_weakening_flag_leaves_it_undecided() -> None:
    assert decide([PASSED], weakened=True) == (Verdict.UNDECIDED, ("a flag weakened this run",))


def test_a_run_that_hit_a_limit_never_passes_even_if_only_advice_was_lost() -> None:
    limit = "the engine ran into a limit or broke its promise"
    assert decide([PASSED, warned(OPEN)], replayable=False) == (Verdict.UNDECIDED, (limit,))
    assert decide([FAILED], replayable=False)[0] is Verdict.BLOCKED


RULINGS = st.lists(
    st.builds(
        lambda outcome, enforcement, number: a_ruling(outcome, rule=a_rule(f"g.r{number}", enforcement=enforcement)),
        st.sampled_from(list(Outcome)),
        st.sampled_from(list(Enforcement)),
        st.integers(0, 99),
    ),
    max_size=8,
)


@pytest.mark.property
@promised
@given(
    rulings=RULINGS,
    failed=st.sampled_from([Outcome.FAILED, Outcome.NOT_EVALUATED]),
    enforcement=st.sampled_from(list(Enforcement)),
)
def test_adding_a_violation_or_a_gap_never_opens_the_gate(
    rulings: list[Ruling], failed: Outcome, enforcement: Enforcement
) -> None:
    added = a_ruling(failed, rule=a_rule("z.added", enforcement=enforcement))
    before, after = decide(rulings)[0], decide([*rulings, added])[0]
    if before is not Verdict.PASSED:
        assert after is not Verdict.PASSED
    if before is Verdict.BLOCKED:
        assert after is Verdict.BLOCKED
