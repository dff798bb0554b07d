"""Verification believes nothing a report says about itself, and names exactly what differs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from checker.application.recompute_report import Judges
from checker.application.required_rules import Requirements
from checker.application.verify_report import ReportFinding, verify_report, verify_stored_report
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace
from checker.domain.outcome import Decision, Outcome, RuleError, Ruling, SubjectRuling
from checker.domain.report import Gating, Report
from checker.domain.rule import Enforcement, Severity
from checker.domain.snapshot import OfferedCollection, Snapshot, Weakening
from checker.domain.trust import TrustDecision, TrustMethod
from checker.domain.verdict import Verdict
from checker.errors import InputRefusedError, NotFoundError
from checker.formats.canonical import canonical_bytes
from checker.formats.report_v1 import report_bytes
from checker.formats.snapshot_v1 import content_bytes, snapshot_bytes
from checker.formats.strict_json import read_json
from checker.ports.store import SnapshotRecord
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_store import MemoryStore
from tests.project_builders import TOOL, services
from tests.report_builders import (
    EVALUATED_AT,
    a_document,
    a_foreign_rule,
    a_report,
    a_rule,
    a_snapshot,
    a_violation,
    failed,
    not_evaluated,
    passed,
)

ONE, TWO = a_rule("branch.one"), a_rule("branch.two", identity=["actor"])
ADVICE = a_rule("branch.advice", enforcement="warn")
POSTPONED = a_rule("branch.later", effective_on="2027-01-01T00:00:00Z")
VIOLATION = a_violation(TWO, evidence=({"actor": 7, "note": "x"}, {"actor": 8}))
OPTIONAL = replace(a_rule("branch.optional"), has_applies=True)
BARE_ANCHOR = canonical_bytes(
    {
        "schema": "clean-release/anchor/v1",
        "bundles": [{"bundle": "release-policy", "method": "pinned"}],
        "repositories": [],
    }
)
ONE_REQUIRED = BARE_ANCHOR[:-1] + b',"required_rules":["branch.one"]}'
ANCHOR = BARE_ANCHOR[:-1] + b',"required_rules":["branch.one","tag.gone"],"may_not_apply":["branch.one"]}'
REQUIREMENTS = Requirements(required=("branch.one",), may_not_apply=("branch.one",))
WRAPPED_EVIDENCE = a_violation(ONE, evidence=({"value": "text"}, {"value": 7}, {"actor": 1}))


def differences(report: Report, judges: Judges | None = None) -> tuple[str, ...]:
    return verify_report(report_bytes(report), judges=judges or Judges(requirements=REQUIREMENTS)).differences


def waived(rule: Any, *violations: Any) -> Ruling:  # noqa: ANN401 - a rule and its violations
    ruling = failed(rule, *violations)
    return replace(ruling, outcome=Outcome.WAIVED, waived=tuple(item.fingerprint for item in ruling.violations))


GOOD = {
    "a pass": a_report(passed(ONE), passed(TWO)),
    "a failure": a_report(passed(ONE), failed(TWO, VIOLATION)),
    "evidence that was no object": a_report(failed(ONE, WRAPPED_EVIDENCE)),
    "a waived failure": a_report(passed(ONE), waived(TWO, VIOLATION)),
    "one violation of two waived": a_report(
        replace(failed(ONE, a_violation(ONE, "a"), a_violation(ONE, "b")), waived=(a_violation(ONE, "a").fingerprint,))
    ),
    "an undecided rule": a_report(passed(ONE), not_evaluated(TWO)),
    "an engine error": a_report(replace(not_evaluated(ONE), error=RuleError(code="timeout")), replayable=False),
    "advice that failed": a_report(passed(ONE), failed(ADVICE)),
    "a weakened run": a_report(passed(ONE), flags=("adhoc",)),
    "a foreign rule": a_report(passed(ONE), Ruling(rule=a_foreign_rule(), outcome=Outcome.PASSED, reason="silence")),
    "a rule that does not apply": a_report(passed(ONE), Ruling(rule=OPTIONAL, outcome=Outcome.NOT_APPLICABLE)),
    "a gating report": a_report(passed(ONE), gating=Gating(gating=True), anchor=digest_of(ONE_REQUIRED)),
}


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


def other_snapshot(**changes: Any) -> Snapshot:  # noqa: ANN401 - any part of a snapshot
    return a_snapshot(ONE, TWO, **changes)


REPORT = GOOD["a pass"]
BUNDLE = REPORT.snapshot.bundles[0]
STRANGERS: dict[str, tuple[Snapshot, str]] = {
    "another snapshot": (other_snapshot(project_facts={}), "the report names snapshot"),
    "a rule more": (a_snapshot(ONE, TWO, ADVICE), "branch.advice is in the snapshot and not reported"),
    "a rule less": (a_snapshot(ONE), "branch.two is not in the snapshot"),
    "another severity": (
        a_snapshot(ONE, replace(TWO, severity=Severity.LOW)),
        "branch.two is reported with another severity or contract than the snapshot gives it",
    ),
    "another enforcement": (
        a_snapshot(ONE, replace(TWO, enforcement=Enforcement.WARN)),
        "branch.two is reported as block, the snapshot says warn",
    ),
    "another identity": (
        a_snapshot(ONE, replace(TWO, identity=("id",))),
        "branch.two is identified by actor, expected id",
    ),
    "other parameters": (other_snapshot(parameters={}), "the parameters are not those of the snapshot"),
    "other builtins": (other_snapshot(builtins=()), "the allowed builtins are not those of the snapshot"),
    "another trust": (
        other_snapshot(bundles=(replace(BUNDLE, trust=TrustDecision(method=TrustMethod.NONE)),)),
        "the bundles and their trust are not those of the snapshot",
    ),
}


@pytest.mark.parametrize("case", sorted(STRANGERS))
def test_a_report_is_compared_with_the_snapshot_it_names(case: str) -> None:
    snapshot, expected = STRANGERS[case]

    found = differences(REPORT, Judges(snapshot=snapshot, requirements=Requirements()))

    assert any(difference.startswith(expected) for difference in found), found


def test_a_rule_not_yet_in_force_may_be_reported_as_a_warning() -> None:
    lowered = replace(POSTPONED, enforcement=Enforcement.WARN)
    report = a_report(passed(ONE), failed(lowered), snapshot=a_snapshot(ONE, POSTPONED))

    assert differences(report, Judges(snapshot=report.snapshot, requirements=Requirements())) == ()


def test_a_rule_in_force_may_not_be_reported_as_a_warning() -> None:
    lowered = replace(POSTPONED, effective_on="2026-01-01T00:00:00Z")
    report = a_report(
        passed(ONE), failed(replace(lowered, enforcement=Enforcement.WARN)), snapshot=a_snapshot(ONE, lowered)
    )

    found = differences(report, Judges(snapshot=report.snapshot, requirements=Requirements()))

    assert found == ("branch.later is reported as warn, the snapshot says block",)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome.PASSED, "branch.two is reported as passed without a subject, which the rule does not allow"),
        (Outcome.NOT_APPLICABLE, "branch.two is reported as not_applicable, but the rule always applies"),
    ],
)
def test_a_rule_that_decided_nothing_is_not_reported_as_settled(outcome: Outcome, expected: str) -> None:
    report = a_report(passed(ONE), Ruling(rule=TWO, outcome=outcome))

    found = differences(report, Judges(snapshot=report.snapshot, requirements=Requirements()))

    assert found == (expected,)


def test_a_rule_that_allows_nothing_to_judge_may_pass_without_a_subject() -> None:
    rule = a_rule("branch.two", allow_empty="a project without branches")
    report = a_report(passed(ONE), Ruling(rule=rule, outcome=Outcome.PASSED, reason="a project without branches"))

    assert differences(report, Judges(snapshot=report.snapshot, requirements=Requirements())) == ()


def test_a_report_may_gate_over_a_weakening_that_the_anchor_allows() -> None:
    allowed = Weakening(rule="branch.one", what="excluded", allowed_by="anchor")
    weakened = a_snapshot(ONE, weakenings=(allowed,))
    report = replace(GOOD["a gating report"], snapshot=weakened)

    assert differences(report, Judges(snapshot=weakened, requirements=REQUIREMENTS)) == ()


def test_no_report_gates_over_a_weakening_that_nobody_allowed() -> None:
    weakened = a_snapshot(ONE, weakenings=(Weakening(rule="branch.one", what="excluded"),))
    report = replace(GOOD["a gating report"], snapshot=weakened)

    assert differences(report, Judges(snapshot=weakened, requirements=REQUIREMENTS)) == (
        "the report is gating although branch.one is weakened without leave: excluded",
    )


def test_what_the_anchor_requires_decides_the_verdict() -> None:
    requirements = Requirements(required=("branch.one", "tag.gone"), may_not_apply=())

    found = differences(REPORT, Judges(requirements=requirements))

    assert found == (
        "the verdict is passed, the rules say undecided",
        "the verdict is said to rest on nothing; it rests on required rule tag.gone is not in the snapshot",
    )


def test_without_the_anchor_its_requirements_are_unchecked_and_said_to_be() -> None:
    reason = "required rule tag.gone is not in the snapshot"
    anchor = digest_of(ANCHOR)
    report = a_report(passed(ONE), anchor=anchor, verdict=Verdict.UNDECIDED, verdict_because=(reason,))

    finding = verify_report(report_bytes(report))

    assert finding.differences == ()
    assert finding.unchecked == (
        f"the rules were not compared with snapshot {report.snapshot.digest}, which is not at hand",
        f"what anchor {anchor} requires was not checked, it is not at hand",
    )


def test_without_the_anchor_a_verdict_can_only_be_stricter_than_the_rules() -> None:
    reason = "required rule tag.gone is not in the snapshot"
    looser = a_report(passed(ONE), verdict=Verdict.PASSED, verdict_because=(reason,))

    assert verify_report(report_bytes(looser)).differences == ("the verdict is passed, the rules say undecided",)


def verified(name: str, store: MemoryStore) -> ReportFinding:
    """The finding about a stored report beside which nothing but snapshot and anchor is kept."""
    return verify_stored_report(name=name, services=services(store=store), tool=TOOL)


def store_with(
    report: Report, *, snapshot: bool = True, anchor: bytes = b"", recorded_at: str = EVALUATED_AT
) -> MemoryStore:
    store = MemoryStore(clock=FixedClock(moment=parse_moment(recorded_at)), namespace=report.namespace)
    if snapshot:
        data, content = snapshot_bytes(report.snapshot), content_bytes(report.snapshot)
        store.put_snapshot(snapshot=SnapshotRecord(digest=report.snapshot.digest, data=data, content=content))
    inputs = [a_document(anchor, kind=DocumentKind.ANCHOR)] if anchor else []
    data = report_bytes(report)
    store.put_report(digest=digest_of(data), data=data, inputs=inputs)
    return store


def name_of(report: Report) -> str:
    return digest_of(report_bytes(report))


@pytest.mark.parametrize("case", sorted(GOOD))
def test_a_stored_report_is_compared_with_its_stored_snapshot(case: str) -> None:
    report = GOOD[case]
    anchor = ONE_REQUIRED if report.anchor == digest_of(ONE_REQUIRED) else BARE_ANCHOR if report.anchor else b""

    finding = verified(name_of(report), store_with(report, anchor=anchor))

    assert finding.differences == ()
    assert [gap.partition(":")[0] for gap in finding.unchecked] == ["nothing was judged again"]
    assert (finding.holds, finding.is_proven) == (True, False)


def test_a_stored_report_is_judged_by_its_stored_anchor() -> None:
    because = ("required rule tag.gone is not in the snapshot",)
    right = a_report(passed(ONE), anchor=digest_of(ANCHOR), verdict=Verdict.UNDECIDED, verdict_because=because)
    wrong = a_report(passed(ONE), anchor=digest_of(ANCHOR))

    assert verified(name_of(right), store_with(right, anchor=ANCHOR)).holds
    assert not verified(name_of(wrong), store_with(wrong, anchor=ANCHOR)).holds


def test_no_report_gates_under_an_anchor_that_requires_nothing() -> None:
    report = replace(GOOD["a gating report"], anchor=digest_of(BARE_ANCHOR))

    found = verified(name_of(report), store_with(report, anchor=BARE_ANCHOR))

    assert found.differences == ("the report is gating although its anchor requires no rules",)


def test_a_required_collection_is_spelt_out_from_the_snapshot() -> None:
    anchor = BARE_ANCHOR[:-1] + b',"required_collections":["minimal"]}'
    offered = (OfferedCollection(name="release-policy/minimal", rules=("branch.one", "tag.gone")),)
    snapshot = a_snapshot(ONE, collections=offered)
    because = ("required rule tag.gone is not in the snapshot",)
    wrong = a_report(passed(ONE), snapshot=snapshot, anchor=digest_of(anchor))
    right = replace(wrong, verdict=Verdict.UNDECIDED, verdict_because=because)

    assert verified(name_of(right), store_with(right, anchor=anchor)).holds
    assert not verified(name_of(wrong), store_with(wrong, anchor=anchor)).holds
    without = verified(name_of(right), store_with(right, snapshot=False, anchor=anchor))
    assert any("requires was not checked" in gap for gap in without.unchecked)


def test_an_anchor_without_requirements_requires_nothing() -> None:
    report = a_report(passed(ONE), anchor=digest_of(BARE_ANCHOR))

    assert verified(name_of(report), store_with(report, anchor=BARE_ANCHOR)).holds


@pytest.mark.parametrize("anchor", [b"[]", b'{"required_rules":7}', b"{}"])
def test_what_is_no_anchor_is_never_taken_for_one_that_requires_nothing(anchor: bytes) -> None:
    report = a_report(passed(ONE), anchor=digest_of(anchor))

    with pytest.raises(InputRefusedError):
        verified(name_of(report), store_with(report, anchor=anchor))


def test_a_stored_snapshot_that_was_changed_is_an_error_and_not_a_gap() -> None:
    report, other = a_report(passed(ONE)), a_snapshot(TWO)
    store = store_with(report, snapshot=False)
    record = SnapshotRecord(
        digest=report.snapshot.digest,
        data=snapshot_bytes(report.snapshot),
        content=content_bytes(replace(other, bundles=(replace(BUNDLE, bundle=replace(BUNDLE.bundle, name="x")),))),
    )
    store.put_snapshot(snapshot=record)

    with pytest.raises(InputRefusedError, match="the content is not what was stored"):
        verified(name_of(report), store)


def test_what_is_not_stored_is_named_as_unchecked() -> None:
    report = a_report(passed(ONE), anchor=digest_of(ANCHOR))

    finding = verified(name_of(report), store_with(report, snapshot=False))

    assert finding.holds
    assert [line.split(",")[0] for line in finding.unchecked] == [
        f"the rules were not compared with snapshot {report.snapshot.digest}",
        f"what anchor {digest_of(ANCHOR)} requires was not checked",
        f"there is no snapshot {report.snapshot.digest} in this store",
        f"there is no document {digest_of(ANCHOR)} in this store",
        f"nothing was judged again: there is no snapshot {report.snapshot.digest} in this store",
    ]


@pytest.mark.parametrize(
    ("recorded_at", "holds"),
    [
        ("2026-02-26T18:00:00Z", True),
        ("2026-02-26T18:00:01Z", False),
        ("2026-02-26T16:55:00Z", True),
        ("2026-02-26T16:54:59Z", False),
    ],
)
@pytest.mark.parametrize("namespace", list(Namespace))
def test_a_report_that_counts_was_recorded_when_it_was_made(
    recorded_at: str,
    holds: bool,  # noqa: FBT001 - what is expected
    namespace: Namespace,
) -> None:
    report = a_report(passed(ONE), namespace=namespace)
    store = store_with(report, recorded_at=recorded_at)

    finding = verified(name_of(report), store)

    assert finding.holds is (holds or namespace is Namespace.DEMO)


def test_a_stored_document_that_is_no_report_is_a_difference() -> None:
    store, data = MemoryStore(clock=FixedClock()), b'{"namespace":"real"}'
    store.put_report(digest=digest_of(data), data=data)

    finding = verified(digest_of(data), store)

    assert not finding.holds
    assert finding.digest == digest_of(data)


def test_a_report_nobody_stored_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        verified("0" * 64, MemoryStore(clock=FixedClock()))


def test_the_trust_keys_are_compared_as_a_set() -> None:
    signed = TrustDecision(method=TrustMethod.DSSE, keys=("b", "a"), threshold=2)
    snapshot = a_snapshot(ONE, bundles=(replace(BUNDLE, trust=signed),))
    report = a_report(passed(ONE), snapshot=snapshot)

    assert differences(report, Judges(snapshot=snapshot, requirements=Requirements())) == ()


def test_subjects_of_a_foreign_rule_that_failed_are_its_messages() -> None:
    rule = a_foreign_rule()
    violation = a_violation(rule, "no signature")
    denied = (SubjectRuling(subject="no signature", decision=Decision.DENIED),)
    ruling = Ruling(rule=rule, outcome=Outcome.FAILED, subjects=denied, violations=(violation,))

    assert differences(a_report(passed(ONE), ruling)) == ()
