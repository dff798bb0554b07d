"""What people read: the urgent first, everything escaped, the report's name last."""

from dataclasses import replace
from typing import Any

import pytest

from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome, RuleError, Ruling
from checker.domain.report import Gating, JudgedSource, Report
from checker.domain.rule import Fix
from checker.domain.trust import TrustDecision, TrustMethod
from checker.formats.report_v1 import report_bytes, report_document
from checker.output.terminal import wants_colour
from checker.output.text import render_text
from tests.report_builders import (
    a_report,
    a_rule,
    a_snapshot,
    a_violation,
    an_unread,
    failed,
    not_evaluated,
    passed,
)

ONE, TWO = a_rule("branch.one"), a_rule("branch.two")
ADVICE = a_rule("branch.advice", enforcement="warn")
HOSTILE = "\x1b[32mok\x1b[0m\nreport sha256:" + "0" * 64 + "\u202e"


def shown(report: Report, **options: Any) -> str:  # noqa: ANN401 - the options of render_text
    return render_text(report_document(report), digest=digest_of(report_bytes(report)), **options)


def test_the_whole_page() -> None:
    violation = replace(
        a_violation(ONE, evidence=({"actor": 7},)), fix=Fix(click="Remove every bypass actor", command="gh api x")
    )
    rulings = (
        failed(ONE, violation, a_violation(ONE, "refs/heads/1.x")),
        replace(not_evaluated(TWO), error=RuleError(code="timeout", where="rules/branch/two.rego:3")),
        failed(ADVICE, replace(a_violation(ADVICE), message="allow fewer", fix=Fix(click="Turn it off"))),
        passed(a_rule("tag.three")),
        Ruling(rule=a_rule("env.four"), outcome=Outcome.NOT_APPLICABLE, reason="there is no environment"),
    )
    report = a_report(*rulings, unread=(an_unread(rules=("branch.two", "tag.x")),), warnings=("the audit is renamed",))

    text = shown(report)

    (tree,) = {bundle.bundle.tree_digest for bundle in report.snapshot.bundles}
    assert (
        text
        == f"""\
hello: octo/hello on github.com at cccccccccccc, evaluated 2026-02-26T17:00:00Z

Failed (1)
  ✗ branch.one (BR-19 high block)
    Title of branch.one
    refs/heads/1.x lets someone bypass it
      fix: Remove every bypass actor
      run: gh api -X DELETE repos/octo/hello/rulesets/7
    refs/heads/main lets someone bypass it
      evidence: {{"actor":7}}
      fix: Remove every bypass actor
      run: gh api x

Not evaluated (1)
  ? branch.two (BR-19 high block)
    Title of branch.two
    could not read repository.ref_rules
    error timeout at rules/branch/two.rego:3

Could not read (1)
  repository.ref_rules (denied): the token may not read it
    settled by: administration: read
    needed by: branch.two, tag.x

Warnings (2)
  ! branch.advice (BR-19 high warn)
    Title of branch.advice
    refs/heads/main: allow fewer
      fix: Turn it off
  ! the audit is renamed

Passed (1)
  ✓ tag.three  Title of tag.three

Not applicable (1)
  · env.four  there is no environment

blocked: 1 failed, 1 not evaluated, 1 warned, 1 passed, 1 not applicable of 5 rules
gating: no, this report opens no gate
  no lock names this snapshot
policy: release-policy {tree}, pinned by the anchor
report {digest_of(report_bytes(report))}
"""
    )


def test_a_pass_is_short() -> None:
    report = a_report(passed(ONE), gating=Gating(gating=True))

    lines = shown(report).splitlines()

    assert lines[1:-2] == [
        "",
        "Passed (1)",
        "  ✓ branch.one  Title of branch.one",
        "",
        "passed: 0 failed, 1 passed of 1 rules",
        "gating: yes, this report opens its gate",
    ]


@pytest.mark.parametrize(
    "report",
    [
        a_report(passed(ONE), project=HOSTILE),
        a_report(passed(ONE), source=JudgedSource(host=HOSTILE, slug=HOSTILE, commit=HOSTILE)),
        a_report(failed(ONE, replace(a_violation(ONE, HOSTILE), message="m"))),
        a_report(failed(ONE, replace(a_violation(ONE), message=HOSTILE))),
        a_report(failed(ONE, replace(a_violation(ONE), evidence=({HOSTILE: HOSTILE},)))),
        a_report(failed(ONE, replace(a_violation(ONE), fix=Fix(command=HOSTILE, click=HOSTILE)))),
        a_report(not_evaluated(ONE, HOSTILE)),
        a_report(replace(not_evaluated(ONE), error=RuleError(code=HOSTILE, where=HOSTILE))),
        a_report(replace(passed(ONE), rule=replace(ONE, title=HOSTILE))),
        a_report(failed(replace(ONE, title=HOSTILE, catalogue=HOSTILE))),
        a_report(passed(replace(ONE, code=HOSTILE))),
        a_report(Ruling(rule=ONE, outcome=Outcome.NOT_APPLICABLE, reason=HOSTILE)),
        a_report(passed(ONE), unread=(an_unread(HOSTILE, why=HOSTILE, needs=HOSTILE, rules=(HOSTILE,)),)),
        a_report(passed(ONE), warnings=(HOSTILE,)),
        a_report(passed(ONE), verdict_because=(HOSTILE,)),
        a_report(passed(ONE), gating=Gating(gating=False, because=(HOSTILE,))),
    ],
)
@pytest.mark.parametrize("width", [0, 60])
def test_foreign_text_can_neither_colour_nor_forge_a_line(report: Report, width: int) -> None:
    text = shown(report, width=width)

    assert "\x1b" not in text
    assert "\u202e" not in text
    named = f"report {digest_of(report_bytes(report))}"
    assert [line for line in text.splitlines() if line.startswith("report ")] == [named]
    assert text.endswith(f"\n{named}\n")


@pytest.mark.parametrize("colour", [True, False])
def test_colours_are_used_only_when_asked_for(colour: bool) -> None:  # noqa: FBT001 - the case itself
    text = shown(a_report(failed(ONE), not_evaluated(TWO)), colour=colour)

    assert ("\x1b[1;31mblocked\x1b[0m" in text) is colour
    assert ("\x1b" in text) is colour
    assert text.splitlines()[-1].startswith("report sha256:")


def test_colours_change_nothing_but_colours() -> None:
    import re  # noqa: PLC0415 - only here

    report = a_report(failed(ONE), not_evaluated(TWO), passed(ADVICE))

    assert re.sub(r"\x1b\[[0-9;]*m", "", shown(report, colour=True)) == shown(report)


@pytest.mark.parametrize(
    ("environment", "is_terminal", "expected"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "xterm-256color"}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"CLICOLOR_FORCE": "1", "TERM": "dumb"}, False, True),
        ({"CLICOLOR_FORCE": "0"}, False, False),
        ({"FORCE_COLOR": ""}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_no_color_wins_over_a_terminal(
    environment: dict[str, str],
    is_terminal: bool,  # noqa: FBT001 - the case itself
    expected: bool,  # noqa: FBT001 - the case itself
) -> None:
    assert wants_colour(environment, is_terminal=is_terminal) is expected


def test_where_only_ascii_can_be_shown_nothing_else_is() -> None:
    report = a_report(
        failed(ONE, a_violation(ONE, "größe")),
        passed(TWO),
        not_evaluated(a_rule("tag.x")),
        Ruling(rule=ADVICE, outcome=Outcome.NOT_APPLICABLE),
        project="größe",
    )

    text = shown(report, ascii_only=True, colour=True)

    assert text.isascii()
    assert "gr\\xf6\\xdfe" in text


def test_sentences_break_at_the_width_and_commands_never() -> None:
    command = "gh api " + "-f x=y " * 30
    long = replace(a_violation(ONE), message="word " * 60, fix=Fix(command=command.strip(), click="click " * 30))

    lines = shown(a_report(failed(ONE, long)), width=60).splitlines()

    assert f"      run: {command.strip()}" in lines
    exempt = ("      run: ", "report ", "policy: ", "hello: ")
    assert [line for line in lines if len(line) > 60 and not line.startswith(exempt)] == []
    assert max(len(line) for line in shown(a_report(failed(ONE, long))).splitlines()) > 250


def test_a_very_narrow_terminal_is_treated_as_a_narrow_one() -> None:
    assert shown(a_report(failed(ONE)), width=1) == shown(a_report(failed(ONE)), width=40)


def test_long_evidence_is_abridged_and_says_so() -> None:
    violation = replace(a_violation(ONE), evidence=({"x": "y" * 1000},))

    (line,) = [line for line in shown(a_report(failed(ONE, violation))).splitlines() if "evidence" in line]

    assert line.endswith("y (608 more characters, see --format json)")


@pytest.mark.parametrize("ruling", [failed(ONE), not_evaluated(ONE)])
def test_a_gating_report_that_did_not_pass_keeps_its_gate_closed(ruling: Ruling) -> None:
    assert "gating: yes, this report keeps its gate closed\n" in shown(a_report(ruling, gating=Gating(gating=True)))


def test_a_reason_that_no_rule_shows_stands_below_the_verdict() -> None:
    text = shown(a_report(not_evaluated(ONE), passed(TWO), flags=("adhoc",)))

    assert "\nundecided: 0 failed, 1 not evaluated, 1 passed of 2 rules\n  a flag weakened this run\ngating: no" in text


def test_the_demo_namespace_is_marked_on_the_first_line() -> None:
    report = a_report(passed(ONE), namespace=Namespace.DEMO)

    assert shown(report).splitlines()[0] == "[demo] this verdict opens no real gate"


def test_a_report_about_no_repository_says_so() -> None:
    report = a_report(passed(ONE), source=JudgedSource(host="", slug=""))

    assert shown(report).splitlines()[0] == "hello: no repository, evaluated 2026-02-26T17:00:00Z"


def test_waived_violations_are_shown_with_their_waiver() -> None:
    ruling = failed(ONE)
    waived = replace(ruling, outcome=Outcome.WAIVED, waived=(ruling.violations[0].fingerprint,))

    text = shown(a_report(waived, passed(TWO)))

    assert "Waived (1)" in text
    assert "refs/heads/main lets someone bypass it (waived)" in text
    assert "0 failed, 1 waived, 1 passed of 2 rules" in text


def test_an_observation_nobody_explained_is_still_shown() -> None:
    text = shown(a_report(passed(ONE), unread=(an_unread(why="", needs=""),)))

    assert "  repository.ref_rules (denied)\n    needed by: branch.no_bypass\n" in text


@pytest.mark.parametrize(
    ("trust", "words"),
    [
        (TrustDecision(method=TrustMethod.PINNED), "pinned by the anchor"),
        (TrustDecision(method=TrustMethod.DSSE, keys=("a", "b"), threshold=2), "signed by 2 of 2 trusted keys"),
        (TrustDecision(method=TrustMethod.OPA_SIGNATURE, keys=("a",), threshold=1), "signed (OPA)"),
        (TrustDecision(method=TrustMethod.UNSIGNED_PATH), "unsigned, allowed by the anchor for its path"),
        (TrustDecision(method=TrustMethod.NONE), "unsigned, nobody vouches for it"),
    ],
)
def test_every_report_says_why_its_policy_is_trusted(trust: TrustDecision, words: str) -> None:
    snapshot = a_snapshot(ONE)
    bundle = replace(snapshot.bundles[0], trust=trust)
    report = a_report(passed(ONE), snapshot=replace(snapshot, bundles=(bundle,), digest=digest_of(b"s")))

    assert f"policy: release-policy {bundle.bundle.tree_digest}, {words}\n" in shown(report)


def test_a_fix_that_is_only_a_command_is_only_a_command() -> None:
    violation = replace(a_violation(ONE), fix=Fix(command="gh api x"))

    text = shown(a_report(failed(ONE, violation)))

    assert "      run: gh api x\n" in text
    assert "fix:" not in text
