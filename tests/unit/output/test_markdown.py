"""Markdown: the verdict first, everything there is to know, and foreign text stays text."""

import re
from dataclasses import replace

import pytest
from hypothesis import given

from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome, Ruling
from checker.domain.report import JudgedSource, Report
from checker.domain.rule import Fix
from checker.formats.report_v1 import report_bytes, report_document
from checker.output import markdown_text
from checker.output.markdown import MOST_BYTES, render_markdown
from tests.output_claims import blocks_of
from tests.report_builders import a_report, a_rule, a_violation, an_unread, failed, not_evaluated, passed
from tests.unit.output.hostile import HOSTILE, foreign_text

ONE, ADVICE = a_rule("branch.one"), a_rule("branch.advice", enforcement="warn")


def shown(report: Report) -> str:
    return render_markdown(report_document(report), digest=digest_of(report_bytes(report)))


def test_the_whole_page() -> None:
    report = a_report(
        failed(ONE, a_violation(ONE, evidence=({"actor": 7},))),
        not_evaluated(a_rule("branch.two")),
        failed(ADVICE, replace(a_violation(ADVICE), fix=Fix())),
        passed(a_rule("tag.three")),
        Ruling(rule=a_rule("env.four"), outcome=Outcome.NOT_APPLICABLE, reason="there is no environment"),
        unread=(an_unread(),),
        warnings=("the audit is renamed",),
    )

    assert (
        shown(report)
        == f"""\
# Clean Release: blocked

1 failed, 1 not evaluated, 1 warned, 1 passed, 1 not applicable of 5 rules; this report opens no gate.

- Judged: `hello`, `octo/hello` on `github.com` at `{"c" * 40}`, evaluated `2026-02-26T17:00:00Z`
- Snapshot: `{report.snapshot.digest}`
- no lock names this snapshot

## Failed (1)

- `branch.one` (high, block): Title of branch.one
  - `refs/heads/main`: refs/heads/main lets someone bypass it
    - evidence: `{{"actor":7}}`
    - fix: Remove every bypass actor
    - run: `gh api -X DELETE repos/octo/hello/rulesets/7`

## Not evaluated (1)

- `branch.two` (high, block): Title of branch.two
  - `could not read repository.ref_rules`

## Could not read (1)

- `repository.ref_rules` (`denied`): the token may not read it
  - settled by: administration: read
  - needed by: `branch.no_bypass`

## Warnings (2)

- `branch.advice` (high, warn): Title of branch.advice
  - `refs/heads/main`: refs/heads/main lets someone bypass it
- the audit is renamed

## Passed (1)

- `tag.three`: Title of tag.three

## Not applicable (1)

- `env.four`: there is no environment

Report `{digest_of(report_bytes(report))}`
"""
    )


def test_a_demo_is_marked_before_anything_else() -> None:
    assert shown(a_report(namespace=Namespace.DEMO)).splitlines()[2] == ("**[demo] this verdict opens no real gate**")


def test_a_report_about_no_repository_says_so() -> None:
    nothing = JudgedSource(host="", slug="", repository_id=0, owner_id=0, commit="", bound_by="")

    assert "- Judged: `hello`, no repository, evaluated" in shown(a_report(source=nothing))


def test_what_is_waived_says_so() -> None:
    violation = a_violation(ONE)
    ruling = replace(failed(ONE, violation), outcome=Outcome.WAIVED, waived=(violation.fingerprint,))

    assert "lets someone bypass it (waived)" in shown(a_report(ruling))


def test_an_empty_value_is_named() -> None:
    assert "- (empty)" in shown(a_report(warnings=("",)))


def test_letters_that_a_commit_may_have_are_prose_within_a_word_and_code_alone() -> None:
    assert markdown_text.prose("The runs succeeded") == "The runs succeeded"
    assert markdown_text.prose("built from deadbee today") == "`built from deadbee today`"


def test_what_does_not_fit_into_a_step_summary_is_counted() -> None:
    many = failed(ONE, *(a_violation(ONE, f"refs/heads/{number:05}" + "x" * 400) for number in range(1200)))

    text = shown(a_report(many))

    assert len(text.encode()) <= MOST_BYTES
    assert text.startswith("# Clean Release: blocked\n")
    assert re.search(r"\*\*[0-9]+ more lines did not fit; the report has all of them\.\*\*\n\nReport `", text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_shows_as_text(text: str) -> None:
    _holds_for(text)


@given(text=foreign_text)
def test_no_text_becomes_markup(text: str) -> None:
    _holds_for(text)


def _holds_for(text: str) -> None:
    said, calm = (
        render_markdown(report_document(_report_saying(words)), digest="sha256:0") for words in (text, "calm")
    )

    assert blocks_of(said) == blocks_of(calm)


def _report_saying(text: str) -> Report:
    rulings = (
        failed(ONE, replace(a_violation(ONE), subject=text, message=text, fix=Fix(command="run", click=text))),
        not_evaluated(a_rule("branch.two"), reason=text),
    )
    return a_report(*rulings, warnings=(text,), unread=(an_unread(why=text, needs=text, status=text),))
