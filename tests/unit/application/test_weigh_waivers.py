"""A check with waivers: what they accept is waived, in the report, and comes out again; everything else stands."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.check import CheckResult, check
from checker.application.check_project import check_request, loaded_project
from checker.application.open_waiver import WaiverReader
from checker.application.prepare_snapshot import prepare_snapshot
from checker.application.read_documents import Readers, read_documents
from checker.application.recompute_report import Judges, differences_in
from checker.application.required_rules import Requirements
from checker.application.weigh_waivers import weigh_waivers
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome
from checker.domain.report import JudgedSource
from checker.domain.trust import Anchor
from checker.domain.verdict import Verdict
from checker.formats.json_schema import DocumentSchema
from checker.formats.report_v1 import read_report, report_bytes
from tests.identity_builders import an_anchor
from tests.policy_builders import ENGINE, a_folder, a_policy
from tests.project_builders import EVALUATED_AT, PROJECT, SLUG, asked, given, named, pinning, services
from tests.waiver_builders import signed_by

DENIES = """\
subjects := {"main", "develop"}

holds[subject] := false if some subject in subjects
"""
JUDGES_WAIVERS = """\
subjects contains w.fingerprint if some w in input.waivers.value

holds[w.fingerprint] := w.matched.value if some w in input.waivers.value
"""
DENYING = a_folder(a_policy(body=DENIES))
HYGIENIC = a_folder(
    a_policy(body=DENIES), a_policy("manifest.waivers_kept", body=JUDGES_WAIVERS, reads="waivers", catalogue="MF-15")
)
KNOWN = an_anchor("ann", "bea", namespace=Namespace.DEMO)


def anchor_of(folder: Any) -> Anchor:  # noqa: ANN401 - a folder of policies
    known = replace(KNOWN, bundles=pinning(folder).bundles, repositories=pinning(folder).repositories)
    return replace(known, required_rules=("branch.guarded",))


def checked(*envelopes: bytes, folder: Any = DENYING) -> CheckResult:  # noqa: ANN401 - as above
    by, anchor = services(folder), anchor_of(folder)
    loaded = loaded_project(PROJECT.encode(), None)
    snapshot = prepare_snapshot(loaded.project, anchor=anchor, now=EVALUATED_AT, lock=None, services=by)
    documents = given(waivers=tuple(named(f"{number}.json", one) for number, one in enumerate(envelopes)))
    read = read_documents(documents, readers=Readers.under(anchor, namespace=Namespace.REAL, at=EVALUATED_AT))
    request = check_request(loaded, asked(anchor=None), read, snapshot=snapshot, input_schema=by.input_schema)
    request = replace(request, anchor=anchor, lock_names_snapshot=True)
    return check(request, engine=ENGINE, schema=DocumentSchema(by.input_schema))


PRINTS = {item.subject: item.fingerprint for item in checked().report.rulings[0].violations}


def waiver(subject: str, *actors: str, **changes: Any) -> bytes:  # noqa: ANN401 - any part of it
    parts = {
        "namespace": Namespace.DEMO,
        "repository": SLUG,
        "subject": subject,
        "fingerprint": PRINTS.get(subject, "f" * 64),
        **changes,
    }
    return signed_by(*(actors or ("ann", "bea")), **parts)


BOTH = (waiver("main"), waiver("develop"))


def test_a_check_whose_violations_are_all_waived_does_not_block_and_names_the_waivers() -> None:
    report = checked(*BOTH).report

    assert report.rulings[0].outcome is Outcome.WAIVED
    assert (report.verdict, report.verdict_because) == (Verdict.UNDECIDED, ("no blocking rule passed",))
    assert [(one.honoured, one.matched, one.signers) for one in report.waivers] == [(True, True, ("ann", "bea"))] * 2
    assert sorted(item.kind for item in report.evidence) == ["artifacts", "project", "waiver", "waiver"]
    assert "branch.guarded for main is waived until 2026-03-26T12:00:00Z by ann and bea; release-owner mends it" in (
        report.warnings
    )


def test_a_waived_report_follows_from_its_parts_and_one_without_its_waivers_does_not() -> None:
    report = checked(*BOTH).report
    judges = Judges(snapshot=report.snapshot, requirements=Requirements(required=("branch.guarded",)))

    assert differences_in(read_report(report_bytes(report)).view, judges) == ()
    without = read_report(report_bytes(replace(report, waivers=()))).view
    assert any("the waivers that count say nothing" in one for one in differences_in(without, judges))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"namespace": Namespace.REAL}, "nobody signed it whom the anchor knows as an approver"),
        ({"repository": "example-org/other", "repository_id": 7}, "it is of github.com/example-org/other"),
        ({"repository": "example-org/other", "repository_id": 0}, "it is of github.com/example-org/other"),
        ({"host": "git.example.org"}, "it is of git.example.org/example-org/widget"),
        ({"expires_at": "2026-03-02T12:00:00Z"}, "it ended at 2026-03-02T12:00:00Z"),
        ({"issued_at": "2026-03-02T12:00:01Z"}, "it begins at 2026-03-02T12:00:01Z"),
    ],
)
def test_a_waiver_of_elsewhere_or_another_time_leaves_the_verdict_and_is_told(
    changes: dict[str, Any], why: str
) -> None:
    report = checked(waiver("main", **changes), waiver("develop")).report

    assert (report.verdict, report.rulings[0].outcome) == (Verdict.BLOCKED, Outcome.FAILED)
    assert f"a waiver of branch.guarded for main does not count: {why}" in report.warnings


def test_a_waiver_of_another_namespace_does_not_count_whoever_signed_it() -> None:
    found = WaiverReader(anchor=anchor_of(DENYING), at=EVALUATED_AT).open(waiver("main"), source="it")
    source = JudgedSource(host="github.com", slug=SLUG, repository_id=424242)

    (real,) = weigh_waivers([found], source=source, namespace=Namespace.REAL)
    (demo,) = weigh_waivers([found], source=source, namespace=Namespace.DEMO)
    assert (real.why, demo.why) == ("it counts in the namespace demo", "")


def test_a_waiver_of_the_repository_by_name_counts_where_nobody_knows_its_id() -> None:
    assert checked(waiver("main", repository_id=0), BOTH[1]).report.rulings[0].outcome is Outcome.WAIVED


def test_a_waiver_of_one_subject_never_covers_another_and_says_that_it_is_of_no_use() -> None:
    report = checked(BOTH[0], waiver("elsewhere"), waiver("main", rule="branch.gone")).report

    assert report.rulings[0].waived == (PRINTS["main"],)
    assert report.verdict is Verdict.BLOCKED
    assert "the waiver of branch.guarded for elsewhere accepts nothing here: no such violation was found" in (
        report.warnings
    )


def test_a_waiver_of_a_rule_that_nobody_asked_says_so() -> None:
    report = checked(waiver("main", rule="branch.gone", fingerprint="e" * 64)).report

    assert "the waiver of branch.gone for main accepts nothing here: no such rule was judged" in report.warnings


def test_the_same_waiver_given_twice_is_one() -> None:
    assert len(checked(BOTH[0], BOTH[0]).report.waivers) == 1


def test_waivers_are_told_in_one_order_however_they_were_given() -> None:
    assert checked(*BOTH).input_bytes == checked(*reversed(BOTH)).input_bytes


def test_rules_that_judge_waivers_are_told_which_of_them_are_used() -> None:
    report = checked(BOTH[0], waiver("elsewhere"), folder=HYGIENIC).report

    kept = report.rulings[1]
    assert {one.subject: one.decision for one in kept.subjects} == {PRINTS["main"]: "holds", "f" * 64: "denied"}


def test_without_waivers_the_rules_see_that_there_are_none() -> None:
    assert b'"waivers":{"evidence":[],"status":"collected","value":[]}' in checked().input_bytes


def test_a_waiver_accepts_nothing_that_it_does_not_name() -> None:
    """The second person reads a subject; under that of another the fingerprint would accept what nobody read."""
    lying = waiver("harmless", fingerprint=PRINTS["main"])
    result = checked(lying, waiver("develop"))

    assert result.report.rulings[0].outcome is Outcome.FAILED
    assert result.report.rulings[0].waived == (PRINTS["develop"],)
