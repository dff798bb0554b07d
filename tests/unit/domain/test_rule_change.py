"""Changed rules: what asks for less is said to be weaker, and so is what cannot be shown to ask for as much."""

from dataclasses import replace

import pytest

from checker.domain.json_value import Json
from checker.domain.rule import Contract, Enforcement, Fix, Parameter, Rule, Severity, Weaker
from checker.domain.rule_change import Direction, rule_changes
from tests.builders import a_rule

COUNT = Parameter(
    name="minimum", schema={"type": "integer", "minimum": 1, "maximum": 6}, default=2, weaker=Weaker.LOWER
)


def counted(**changes: object) -> Rule:
    return a_rule(parameters=(replace(COUNT, **changes),))  # type: ignore[arg-type]  # a test names the fields


def bounded(**bounds: Json) -> Rule:
    return counted(schema={"type": "integer", **bounds})


def told(before: Rule, after: Rule) -> list[tuple[Direction, str]]:
    return [(change.direction, change.what) for change in rule_changes(before, after)]


def test_a_rule_that_did_not_change_has_no_changes() -> None:
    assert told(counted(), counted()) == []


@pytest.mark.parametrize(
    ("strict", "loose", "weakened", "strengthened"),
    [
        (
            a_rule(),
            a_rule(enforcement=Enforcement.WARN),
            "enforcement block became warn",
            "enforcement warn became block",
        ),
        (
            a_rule(),
            a_rule(effective_on="2027-01-01T00:00:00Z"),
            "effective from always, then from 2027-01-01T00:00:00Z",
            "effective from 2027-01-01T00:00:00Z, then from always",
        ),
        (
            a_rule(effective_on="2026-01-01T00:00:00Z"),
            a_rule(effective_on="2027-01-01T00:00:00Z"),
            "effective from 2026-01-01T00:00:00Z, then from 2027-01-01T00:00:00Z",
            "effective from 2027-01-01T00:00:00Z, then from 2026-01-01T00:00:00Z",
        ),
        (a_rule(), a_rule(allow_empty="no tags"), "allow_empty was added", "allow_empty was taken away"),
        (a_rule(), a_rule(has_applies=True), "it can now be not applicable", "it now always applies"),
        (
            a_rule(),
            a_rule(handles=("a.b",)),
            "it now decides although a.b cannot be read",
            "it no longer decides when a.b cannot be read",
        ),
        (
            a_rule(collections=("release-gate", "strict")),
            a_rule(collections=("strict",)),
            "it left the collection release-gate",
            "it joined the collection release-gate",
        ),
        (counted(), counted(default=1), "the default of minimum is weaker", "the default of minimum is stronger"),
        (
            bounded(minimum=2),
            bounded(minimum=1),
            "minimum may allow values it did not allow before",
            "minimum allows fewer values",
        ),
        (
            bounded(maximum=2),
            bounded(),
            "minimum may allow values it did not allow before",
            "minimum allows fewer values",
        ),
    ],
)
def test_a_change_is_weaker_one_way_and_stronger_the_other(
    strict: Rule, loose: Rule, weakened: str, strengthened: str
) -> None:
    assert told(strict, loose) == [(Direction.WEAKENED, weakened)]
    assert told(loose, strict) == [(Direction.STRENGTHENED, strengthened)]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (counted(), a_rule(), "the parameter minimum is gone, and with it what a project demanded by it"),
        (counted(), counted(weaker=Weaker.NEVER), "the weaker direction of minimum was lower and is never"),
        (counted(), counted(weaker=Weaker.HIGHER), "the weaker direction of minimum was lower and is higher"),
        (counted(weaker=Weaker.ANY), counted(weaker=Weaker.ANY, default=3), "the default of minimum is weaker"),
        (bounded(), bounded(multipleOf=2), "minimum may allow values it did not allow before"),
        (bounded(maximum=2), bounded(maximum="3"), "minimum may allow values it did not allow before"),
        (a_rule(), a_rule(contract=Contract.CONFTEST), "contract release-policy became conftest"),
    ],
)
def test_what_cannot_be_shown_to_ask_for_as_much_is_weaker(before: Rule, after: Rule, said: str) -> None:
    assert told(before, after) == [(Direction.WEAKENED, said)]


def test_a_direction_that_counts_every_change_as_weaker_is_stronger() -> None:
    said = "the weaker direction of minimum was lower and is any"
    assert told(counted(), counted(weaker=Weaker.ANY)) == [(Direction.STRENGTHENED, said)]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (a_rule(), counted(), "the parameter minimum is new"),
        (
            counted(weaker=Weaker.NEVER),
            counted(weaker=Weaker.NEVER, default=1),
            "the default of minimum is another",
        ),
        (a_rule(allow_empty="a"), a_rule(allow_empty="b"), "allow_empty has another reason"),
        (a_rule(), a_rule(severity=Severity.LOW), "severity high became low"),
        (a_rule(reads=("a",)), a_rule(reads=()), "it read a and reads nothing"),
        (
            a_rule(),
            a_rule(identity=("actor",)),
            "its violations have other fingerprints, so that no waiver of old ones holds",
        ),
        (a_rule(), a_rule(fix=Fix(click="elsewhere")), "its words changed"),
        (a_rule(), a_rule(title="Another"), "its words changed"),
    ],
)
def test_what_asks_for_neither_more_nor_less_is_a_change(before: Rule, after: Rule, said: str) -> None:
    assert told(before, after) == [(Direction.CHANGED, said)]
