"""JUnit: green exactly where the gate opens, no rule lost, and text that XML cannot hold is made visible."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.outcome import Decision, Outcome, Ruling, SubjectRuling
from checker.domain.report import Gating, Report
from checker.domain.rule import Fix
from checker.formats.report_v1 import report_bytes, report_document
from checker.output import junit
from tests.output_claims import cases_of
from tests.report_builders import a_report, a_rule, a_violation, an_unread, failed, not_evaluated, passed
from tests.unit.output.hostile import HOSTILE, foreign_text

GOLDEN = Path(__file__).parents[2] / "golden" / "report.junit.xml"
ONE, TWO, ADVICE = a_rule("branch.one"), a_rule("branch.two"), a_rule("branch.advice", enforcement="warn")
OPENS = Gating(gating=True, because=())


def shown(report: Report) -> str:
    return junit.render_junit(report_document(report), digest=digest_of(report_bytes(report)))


def ended(case: ET.Element) -> str:
    """How a case ended: the name of the element in it, or nothing."""
    return case[0].tag if len(case) else ""


def message(case: ET.Element) -> str:
    return case[0].attrib["message"]


def a_report_of_everything() -> Report:
    """One rule for each way a rule can end, by weight."""
    first, second = a_violation(TWO, "refs/heads/dev"), a_violation(TWO, "refs/heads/main")
    return a_report(
        failed(ONE, a_violation(ONE, evidence=({"actor": 7, "name": "<&\"']]>"},))),
        replace(failed(TWO, first, second), waived=(first.fingerprint,)),
        failed(ADVICE, replace(a_violation(ADVICE), fix=Fix())),
        not_evaluated(a_rule("env.undecided")),
        not_evaluated(a_rule("env.advice", enforcement="inform")),
        Ruling(rule=a_rule("env.none"), outcome=Outcome.NOT_APPLICABLE, reason="there is no environment"),
        passed(a_rule("tag.three")),
        unread=(an_unread(why="the tokén may not read it"),),
    )


def test_every_way_a_rule_can_end_is_the_file_that_was_checked_by_hand() -> None:
    report = a_report_of_everything()
    report = replace(report, snapshot=replace(report.snapshot, digest=digest_of(b"snapshot")))

    assert junit.render_junit(report_document(report), digest=digest_of(b"report")) == GOLDEN.read_text(
        encoding="utf-8"
    )


def test_the_same_report_gives_the_same_bytes() -> None:
    assert shown(a_report_of_everything()) == shown(a_report_of_everything())


def test_a_pass_that_opens_its_gate_is_green() -> None:
    cases = cases_of(shown(a_report(passed(ONE), failed(ADVICE), gating=OPENS)))

    assert {ended(case) for case in cases} == {"", "skipped"}
    assert [case.attrib["name"] for case in cases if not ended(case)] == ["verdict", "Title of branch.one"]


def test_a_pass_that_opens_no_gate_is_an_error() -> None:
    verdict, *rules = cases_of(shown(a_report(passed(ONE))))

    assert ended(verdict) == "error"
    assert [ended(rule) for rule in rules] == [""]
    assert verdict[0].text == "no lock names this snapshot"


@pytest.mark.parametrize("gating", [OPENS, Gating(gating=False, because=("why",))])
def test_a_report_without_a_decided_rule_is_never_green(gating: Gating) -> None:
    nothing = Ruling(rule=ONE, outcome=Outcome.NOT_APPLICABLE, reason="nothing")

    for report in (a_report(nothing, gating=gating), a_report(not_evaluated(ADVICE), gating=gating)):
        verdict, _ = cases_of(shown(report))
        assert ended(verdict) == "error"
    empty = report_document(a_report(nothing, gating=gating)) | {"rules": []}
    (verdict,) = cases_of(junit.render_junit(empty, digest="sha256:0"))
    assert ended(verdict) == "error"


def test_what_nobody_decided_is_an_error_and_says_why() -> None:
    undecided = SubjectRuling(subject="refs/heads/dev", decision=Decision.UNDECIDED)
    _, case = cases_of(shown(a_report(replace(not_evaluated(ONE, reason="no answer"), subjects=(undecided,)))))

    assert (ended(case), message(case)) == ("error", "not evaluated (block): no answer")


def test_a_rule_that_failed_without_a_violation_is_no_pass() -> None:
    _, case = cases_of(shown(a_report(Ruling(rule=ONE, outcome=Outcome.FAILED, reason="lost"))))

    assert ended(case) == "error"


def test_what_is_waived_is_skipped_and_what_is_beside_it_fails() -> None:
    first, second = a_violation(ONE, "refs/heads/a"), a_violation(ONE, "refs/heads/b")
    _, *cases = cases_of(shown(a_report(replace(failed(ONE, first, second), waived=(first.fingerprint,)))))

    assert [(case.attrib["name"], ended(case)) for case in cases] == [
        ("refs/heads/a", "skipped"),
        ("refs/heads/b", "failure"),
    ]
    assert message(cases[0]).startswith("waived: ")


def test_a_demonstration_is_marked() -> None:
    document = shown(a_report(namespace=Namespace.DEMO))

    assert '<testsuites name="clean-release [demo]"' in document
    assert '<testsuite name="clean-release [demo]: hello"' in document


@pytest.mark.parametrize(("limit", "most"), [("MOST_CASES", 3), ("MOST_BYTES", 1500)])
def test_what_does_not_fit_is_counted_and_the_verdict_stays(
    limit: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(junit, limit, most)
    many = failed(ONE, *(a_violation(ONE, f"refs/heads/b{number}") for number in range(10)))

    verdict, *some, last = cases_of(shown(a_report(many, passed(TWO))))

    assert ended(verdict) == "failure"
    assert 0 < len(some) < 11
    assert message(last) == f"{11 - len(some)} more cases did not fit; the report has all of them"


def test_a_message_of_a_million_characters_is_cut_and_says_so() -> None:
    violation = replace(a_violation(ONE, evidence=({"text": "y" * 10**6},)), message="x" * 10**6)

    document = shown(a_report(failed(ONE, violation)))

    assert len(document) < 20_000
    assert "more characters)" in message(cases_of(document)[1])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    _holds_for(text)


@given(text=foreign_text)
def test_no_text_becomes_markup(text: str) -> None:
    _holds_for(text)


def _holds_for(text: str) -> None:
    said, calm = (cases_of(shown(_report_saying(words))) for words in (text, "calm"))

    assert [(case.tag, ended(case)) for case in said] == [(case.tag, ended(case)) for case in calm]


def _report_saying(text: str) -> Report:
    violation = replace(a_violation(ONE), subject=text, message=text, fix=Fix(command="run", click=text))
    rulings = (failed(ONE, violation), not_evaluated(TWO, reason=text))
    return a_report(*rulings, project=text, unread=(an_unread(why=text, needs=text, status=text),))
