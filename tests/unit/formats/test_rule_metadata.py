"""METADATA is read strictly: what is not understood is refused, never left out."""

from typing import Any

import pytest

from checker.domain.json_value import Json
from checker.domain.rule import Severity
from checker.errors import BundleRefusedError
from checker.formats.rule_metadata import rule_of
from tests.report_builders import a_rule

LEAST = {"name": "least", "schema": {}, "default": 1, "weaker": "lower"}


@pytest.mark.parametrize("begins", ["", "2027-01-01", "2027-01-01T00:00:00Z", "2027-01-01T00:00:00.5Z"])
def test_a_rule_says_from_when_it_blocks_as_a_time_or_a_day(begins: str) -> None:
    assert a_rule(effective_on=begins).effective_on == begins


@pytest.mark.parametrize("begins", ["soon", "2027-02-30", "2027-01-01T00:00:00+01:00", "01.01.2027", "2300-01-01"])
def test_another_beginning_is_refused_when_the_rule_is_read(begins: str) -> None:
    with pytest.raises(BundleRefusedError, match="expected a quoted RFC 3339 time or date"):
        a_rule(effective_on=begins)


def test_what_is_declared_is_what_the_rule_says() -> None:
    rule = a_rule(controls=["OSPS-AC-03.01"], identity=["kind"], handles=["repository.ref_rules[].bypass"])

    assert (rule.code, rule.catalogue, rule.severity) == ("branch.no_bypass", "BR-19", Severity.HIGH)
    assert (rule.controls, rule.identity) == (("OSPS-AC-03.01",), ("kind",))
    assert rule.handles == ("repository.ref_rules[].bypass",)
    assert rule.fix.click == "Remove every bypass actor of {subject}"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"enforcment": "block"}, "has the unknown key enforcment"),
        ({"catalogue": 1.1}, "has catalogue that is not a string; quote it in YAML"),
        ({"catalogue": ""}, "lacks catalogue"),
        ({"message": ""}, "lacks message"),
        ({"collections": []}, "lacks collections"),
        ({"collections": "strict"}, "has collections that is not a list of strings"),
        ({"reads": ["a", 1]}, "has reads that is not a list of strings"),
        ({"severity": "worst"}, "has severity worst; expected one of critical, high, medium, low"),
        ({"fix": "run it"}, "has fix that is not {command, click}"),
        ({"fix": {"cmd": "run it"}}, "has fix that is not {command, click}"),
        ({"fix": {"command": "", "click": ""}}, "has a fix with neither command nor click"),
        ({"fix": {"command": ["a"]}}, "has a fix with neither command nor click"),
        ({"fix": {"command": "echo 'x"}}, "has a fix whose command is no shell command"),
        ({"parameters": {"least": 1}}, "has parameters that is not a list"),
        ({"parameters": ["least"]}, "has a parameter without exactly the keys"),
        ({"parameters": [{"name": "least", "schema": {}, "default": 1}]}, "has a parameter without exactly the keys"),
        (
            {"parameters": [{"name": "", "schema": {}, "default": 1, "weaker": "lower"}]},
            "has a parameter without name or schema",
        ),
        (
            {"parameters": [{"name": "least", "schema": True, "default": 1, "weaker": "lower"}]},
            "has a parameter without name or schema",
        ),
        (
            {"parameters": [{"name": "least", "schema": {}, "default": 1, "weaker": "less"}]},
            "has parameter least with weaker less; expected one of",
        ),
        (
            {"parameters": [{**LEAST, "schema": {"type": "strange"}}]},
            "has parameter least whose default and schema do not fit: its schema",
        ),
        (
            {"parameters": [{**LEAST, "schema": {"$ref": "http://127.0.0.1:9/"}}]},
            "has parameter least whose default and schema do not fit: its schema",
        ),
        (
            {"parameters": [{**LEAST, "schema": {"type": "integer"}, "default": "one"}]},
            "has parameter least whose default and schema do not fit: its default",
        ),
        ({"parameters": [LEAST, {**LEAST, "weaker": "higher"}]}, "has two parameters named least"),
    ],
)
def test_what_is_unknown_mistyped_or_missing_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(BundleRefusedError) as refusal:
        a_rule("branch.no_bypass", **wrong)
    assert str(refusal.value).startswith(f"rule.rego: METADATA of rules.branch.no_bypass {said}")


def test_another_enforcement_is_refused() -> None:
    with pytest.raises(BundleRefusedError, match="has enforcement stop; expected one of block, warn, inform"):
        a_rule(enforcement="stop")


@pytest.mark.parametrize("annotation", [{}, {"title": "t"}, {"title": "t", "description": ""}, {"title": 1}])
def test_a_rule_has_a_title_and_says_why(annotation: dict[str, Json]) -> None:
    with pytest.raises(BundleRefusedError, match="lacks title or description"):
        rule_of(
            package="rules.a.b",
            origin="mine",
            annotation=annotation,
            has_applies=False,
            applies_reads=(),
            where="rule.rego",
        )
