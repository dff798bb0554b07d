"""Lists and explanations of rules: complete, escaped, broken only where a terminal is narrow."""

from dataclasses import replace

import pytest

from checker.application.explain_rule import explain_rule
from checker.domain.rule import Contract, Fix, Parameter, Weaker
from checker.output.rule_list import list_document, render_list
from checker.output.rule_text import WEAKER, explanations_document, render_explanations
from checker.output.terminal import Terminal
from tests.builders import a_rule

PLAIN = Terminal()
MINIMUM = Parameter(name="minimum", schema={"type": "integer"}, default=2, weaker=Weaker.LOWER)
WHOLE = a_rule(
    handles=("repository.effective_protection[].protected",),
    has_applies=True,
    applies_reads=("manifest",),
    allow_empty="nothing to guard",
    parameters=(MINIMUM,),
    effective_on="2027-01-01",
    controls=("OSPS-AC-03.01",),
    references=("https://example.org/a",),
)


def test_the_list_has_one_line_per_rule_and_their_number() -> None:
    rules = [a_rule(), a_rule("tag.kept", title="Tags are kept", collections=("release-gate", "strict"))]

    assert render_list(rules, shown=PLAIN).splitlines() == [
        "code            id     severity  enforcement  title                         collections",
        "branch.guarded  BR-99  high      block        Release branches are guarded  release-gate",
        "tag.kept        BR-99  high      block        Tags are kept                 release-gate, strict",
        "",
        "2 rules",
    ]
    assert render_list(rules[:1], shown=PLAIN).endswith("\n1 rule\n")


def test_the_list_for_machines_names_the_bundle_and_the_contract() -> None:
    assert list_document([a_rule()]) == {
        "schema": "clean-release/rule-list/v1",
        "rules": [
            {
                "code": "branch.guarded",
                "catalogue": "BR-99",
                "severity": "high",
                "enforcement": "block",
                "title": "Release branches are guarded",
                "collections": ["release-gate"],
                "contract": "release-policy",
                "bundle": "acme",
            }
        ],
    }


def test_an_explanation_says_everything_there_is_to_know() -> None:
    text = render_explanations([explain_rule(WHOLE)], shown=PLAIN)

    assert text.startswith("branch.guarded (BR-99 high block) from acme\nRelease branches are guarded\n")
    for part in (
        "\nWhy\n  A branch anyone may push to releases anything.\n",
        "\nMust be read\n  manifest\n    needs nothing: give the manifest\n",
        "\n  repository.effective_protection\n    needs Metadata",
        "\nDecides single subjects\n  repository.effective_protection[].protected\n    needs Metadata",
        "\nWhether it applies\n  it follows from manifest\n",
        "\nPasses with nothing to judge\n  nothing to guard\n",
        '\nParameters\n  minimum: 2 unless given; a lower value is weaker; {"type":"integer"}\n',
        "\nTakes effect\n  2027-01-01\n",
        "\nFix\n  Guard {subject}\n",
        "\nRun\n  gh api repos/{repository}/branches/{branch}\n",
        "\nControls\n  OSPS-AC-03.01\n",
        "\nCollections\n  release-gate\n",
        "\nRead more\n  https://example.org/a\n",
    ):
        assert part in text


def test_what_a_rule_does_not_have_takes_no_room() -> None:
    bare = a_rule(reads=(), fix=Fix(click="Guard it"), collections=())
    text = render_explanations([explain_rule(bare)], shown=PLAIN)

    for title in ("Must be read", "Run", "Parameters", "Controls", "Collections", "Takes effect", "Whether it applies"):
        assert f"\n{title}\n" not in text


def test_a_rule_whose_occasion_decides_says_so() -> None:
    text = render_explanations([explain_rule(a_rule(has_applies=True))], shown=PLAIN)

    assert "it follows from what is judged, and what for" in text


def test_a_foreign_rule_is_said_to_pass_by_silence() -> None:
    foreign = replace(a_rule(reads=()), contract=Contract.CONFTEST, fix=Fix())
    text = render_explanations([explain_rule(foreign)], shown=PLAIN)

    assert "passes by silence" in text
    assert "\nFix\n" not in text


def test_rules_of_one_catalogue_id_follow_each_other() -> None:
    text = render_explanations([explain_rule(a_rule()), explain_rule(a_rule("tag.kept"))], shown=PLAIN)

    assert text.index("branch.guarded") < text.index("\n\ntag.kept")


def test_a_narrow_terminal_breaks_sentences_and_never_commands() -> None:
    long = a_rule(description="word " * 40, fix=Fix(click="x", command="gh api " + "part/" * 40))
    lines = render_explanations([explain_rule(long)], shown=Terminal(width=50)).splitlines()

    assert max(len(line) for line in lines if "word" in line) <= 50
    assert f"  gh api {'part/' * 40}" in lines


def test_nothing_a_rule_says_can_move_the_cursor() -> None:
    evil = "\x1b]52;c;\u202e"
    rule = a_rule(title=evil, description=evil, catalogue=evil, origin=evil, fix=Fix(click=evil, command=evil))
    rule = replace(rule, allow_empty=evil, references=(evil,), controls=(evil,), collections=(evil,), reads=(evil,))

    for text in (render_explanations([explain_rule(rule)], shown=PLAIN), render_list([rule], shown=PLAIN)):
        assert "\x1b" not in text
        assert "\u202e" not in text


@pytest.mark.parametrize("direction", list(Weaker))
def test_every_direction_has_words(direction: Weaker) -> None:
    assert WEAKER[direction].endswith("weaker")


def test_the_explanation_for_machines_names_readings_and_parameters() -> None:
    document = explanations_document([explain_rule(WHOLE)])
    rules = document["rules"]

    assert document["schema"] == "clean-release/rule-explanation/v1"
    assert isinstance(rules, list)
    rule = rules[0]
    assert isinstance(rule, dict)
    assert rule["parameters"] == [{"name": "minimum", "schema": {"type": "integer"}, "default": 2, "weaker": "lower"}]
    assert rule["fix"] == {"click": "Guard {subject}", "command": "gh api repos/{repository}/branches/{branch}"}
    readings = rule["reads"]
    assert isinstance(readings, list)
    assert readings[0] == {"observation": "manifest", "permission": "nothing: give the manifest", "required": True}
