"""Verification believes nothing a report says about itself, and names exactly what differs."""

from collections.abc import Callable
from typing import Any

import pytest

from checker.application.recompute_report import Judges
from checker.application.required_rules import Requirements
from checker.application.verify_report import verify_report
from checker.domain.digest import digest_of
from checker.domain.report import Report
from checker.formats.canonical import canonical_bytes
from checker.formats.report_v1 import report_bytes
from checker.formats.strict_json import read_json
from tests.report_builders import (
    a_report,
)
from tests.verified_reports import (
    GOOD,
    REQUIREMENTS,
    VIOLATION,
)


@pytest.mark.parametrize("case", sorted(GOOD))
def test_a_report_that_follows_from_its_parts_holds(case: str) -> None:
    report = GOOD[case]
    judges = Judges(snapshot=report.snapshot, requirements=REQUIREMENTS)

    finding = verify_report(report_bytes(report), digest=digest_of(report_bytes(report)), judges=judges)

    assert (finding.differences, finding.unchecked, finding.holds) == ((), (), True)


def test_bytes_under_another_name_are_named() -> None:
    data = report_bytes(a_report())

    finding = verify_report(data, digest=digest_of(b"other"))

    assert finding.differences == (f"the bytes have the digest {digest_of(data)}, expected {digest_of(b'other')}",)
    assert not finding.holds


def test_bytes_that_are_no_report_are_a_difference_and_not_an_error() -> None:
    finding = verify_report(b"{}", digest=digest_of(b"other"))

    assert len(finding.differences) == 2
    assert finding.digest == digest_of(b"{}")


def edited(report: Report, edit: Callable[[Any], None]) -> bytes:
    document: Any = read_json(report_bytes(report), source="report")
    edit(document)
    return canonical_bytes(document)


def decide_again(document: Any) -> None:  # noqa: ANN401 - a report's document
    document["verdict"], document["verdict_because"] = "passed", []


def turn_failure(document: Any) -> None:  # noqa: ANN401 - a report's document
    document["rules"][1].update(outcome="passed")
    decide_again(document)


def leave_out_failure(document: Any) -> None:  # noqa: ANN401 - a report's document
    document["rules"].pop()
    decide_again(document)


def hide_failure(document: Any) -> None:  # noqa: ANN401 - a report's document
    leave_out_failure(document)
    document["ledger"].update(reported=1)


SPOILED: dict[str, tuple[Report, Callable[[Any], None], str]] = {
    "a failure turned into a pass": (
        GOOD["a failure"],
        turn_failure,
        "branch.two is reported as passed, its subjects say failed",
    ),
    "a verdict turned": (
        GOOD["a failure"],
        decide_again,
        "the verdict is passed, the rules say blocked",
    ),
    "an undecided verdict turned": (
        GOOD["an undecided rule"],
        decide_again,
        "the verdict is passed, the rules say undecided",
    ),
    "a reason left out": (
        GOOD["a failure"],
        lambda document: document.update(verdict_because=[]),
        "the verdict is said to rest on nothing; it rests on branch.two failed",
    ),
    "a failing rule left out": (
        GOOD["a failure"],
        leave_out_failure,
        "the ledger counts 2 rules reported, the report has 1",
    ),
    "a failing rule left out of the ledger too": (
        GOOD["a failure"],
        hide_failure,
        "the ledger counts 2 rules in the snapshot, the report has 1",
    ),
    "rules out of order": (
        GOOD["a pass"],
        lambda document: document["rules"].reverse(),
        "the rules are not sorted by code, each once",
    ),
    "a denied subject turned": (
        GOOD["a failure"],
        lambda document: document["rules"][1]["subjects"][0].update(decision="holds"),
        "branch.two denies nothing, its violations name refs/heads/main",
    ),
    "an undecided subject under a pass": (
        GOOD["a pass"],
        lambda document: document["rules"][0]["subjects"][0].update(decision="undecided"),
        "branch.one is reported as passed, its subjects say not_evaluated",
    ),
    "a violation taken out": (
        GOOD["a failure"],
        lambda document: document["rules"][1]["violations"].clear(),
        "branch.two denies refs/heads/main, its violations name nothing",
    ),
    "an error under a pass": (
        GOOD["an engine error"],
        lambda document: document["rules"][0].update(outcome="passed"),
        "branch.one is reported as passed, its subjects say not_evaluated",
    ),
    "subjects that hold under not applicable": (
        GOOD["a pass"],
        lambda document: document["rules"][0].update(outcome="not_applicable"),
        "branch.one is reported as not_applicable, its subjects say passed",
    ),
    "a waiver of something else": (
        GOOD["a failure"],
        lambda document: document["rules"][1].update(waived=["f" * 64]),
        f"branch.two waives {'f' * 64}, which is no violation of it",
    ),
    "a rule waived without its waiver": (
        GOOD["a waived failure"],
        lambda document: document["rules"][1].update(waived=[]),
        "branch.two is reported as waived, its subjects say failed",
    ),
    "a fingerprint changed": (
        GOOD["a failure"],
        lambda document: document["rules"][1]["violations"][0].update(fingerprint="f" * 64),
        f"the fingerprint of branch.two for refs/heads/main is {'f' * 64}, expected {VIOLATION.fingerprint}",
    ),
    "evidence changed": (
        GOOD["a failure"],
        lambda document: document["rules"][1]["violations"][0]["evidence"][0].update(actor=9),
        f"the fingerprint of branch.two for refs/heads/main is {VIOLATION.fingerprint}, expected",
    ),
    "a violation of another rule": (
        GOOD["a failure"],
        lambda document: document["rules"][1]["violations"][0].update(rule="branch.one"),
        "branch.two carries a violation of branch.one",
    ),
    "a time-out that passed": (
        GOOD["a pass"],
        lambda document: document.update(replayable=False),
        "the verdict is passed, the rules say undecided",
    ),
    "a flag taken out": (
        GOOD["a weakened run"],
        lambda document: document.update(flags=[]),
        "the verdict is undecided, the rules say passed",
    ),
    "gating with reasons against it": (
        GOOD["a pass"],
        lambda document: document["gating"].update(gating=True),
        "the report is gating, with 1 reasons against gating",
    ),
    "not gating without a reason": (
        GOOD["a gating report"],
        lambda document: document["gating"].update(gating=False),
        "the report is not gating, with 0 reasons against gating",
    ),
    "gating although weakened": (
        GOOD["a gating report"],
        lambda document: document.update(flags=["adhoc"]),
        "the report is gating although the flag adhoc weakens this run",
    ),
    "gating without an anchor": (
        GOOD["a gating report"],
        lambda document: document.update(anchor=""),
        "the report is gating although there is no anchor: nothing outside the judged tree says what is trusted",
    ),
    "gating over an audit anyone could have written": (
        GOOD["a gating report"],
        lambda document: document["audits"][0].update(authenticity="unauthenticated"),
        "the report is gating although the repository audit is a file anyone could have written",
    ),
    "gating by the name of the repository": (
        GOOD["a gating report"],
        lambda document: document["source"].update(bound_by="slug"),
        "the report is gating although its repository is bound by slug",
    ),
    "gating for a repository of no id": (
        GOOD["a gating report"],
        lambda document: document["source"].update(owner_id=0),
        "the report is gating although it does not say which repository id it is of",
    ),
    "gating with a bundle nobody vouches for": (
        GOOD["a gating report"],
        lambda document: document["trust"][0]["trust"].update(method="none"),
        "the report is gating although nobody vouches for bundle ",
    ),
}


@pytest.mark.parametrize("case", sorted(SPOILED))
def test_what_does_not_follow_is_named(case: str) -> None:
    report, edit, expected = SPOILED[case]

    finding = verify_report(edited(report, edit), judges=Judges(requirements=Requirements()))

    assert any(difference.startswith(expected) for difference in finding.differences), finding.differences
