"""Postponing: a rule not yet in force warns, with the date from which it blocks."""

from checker.application.postpone import is_postponed, postpone
from checker.domain.outcome import Outcome
from checker.domain.rule import Enforcement
from tests.builders import EVALUATED_AT, a_rule, a_ruling


def test_a_rule_in_force_is_left_alone() -> None:
    ruling = a_ruling(Outcome.FAILED, rule=a_rule(effective_on="2026-02-26T17:00:00Z"))
    assert postpone([ruling], evaluated_at=EVALUATED_AT) == ((ruling,), ())


def test_a_failing_rule_of_the_future_warns_with_its_date() -> None:
    ruling = a_ruling(Outcome.FAILED, rule=a_rule(effective_on="2026-03-01T00:00:00Z"))
    (lowered,), said = postpone([ruling], evaluated_at=EVALUATED_AT)
    assert lowered.rule.enforcement is Enforcement.WARN
    assert said == ("branch.guarded fails and will block from 2026-03-01T00:00:00Z on",)


def test_a_day_begins_at_midnight_utc() -> None:
    rule = a_rule(effective_on="2026-02-27")
    assert is_postponed(rule, at="2026-02-26T23:59:59Z")
    assert not is_postponed(rule, at="2026-02-27T00:00:00Z")


def test_a_passing_rule_of_the_future_says_nothing() -> None:
    ruling = a_ruling(Outcome.PASSED, rule=a_rule(effective_on="2026-03-01T00:00:00Z"))
    assert postpone([ruling], evaluated_at=EVALUATED_AT)[1] == ()


def test_a_warning_of_the_future_stays_one() -> None:
    rule = a_rule(effective_on="2026-03-01T00:00:00Z", enforcement=Enforcement.INFORM)
    ruling = a_ruling(Outcome.FAILED, rule=rule)
    assert postpone([ruling], evaluated_at=EVALUATED_AT) == ((ruling,), ())
