"""A report is one sequence of bytes: the same content always gives the same, and only those are read back."""

from dataclasses import replace
from typing import Any

import pytest

from checker.domain.audit import Authenticity
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.domain.outcome import Decision, Outcome, RuleError, Ruling, SubjectRuling
from checker.domain.report import Gating, JudgedDocument, Report
from checker.domain.rule import Fix
from checker.domain.trust import TrustDecision, TrustMethod
from checker.domain.verdict import Verdict
from checker.errors import InputRefusedError
from checker.formats.canonical import canonical_bytes
from checker.formats.published import document_schema
from checker.formats.report_v1 import read_report, report_bytes, report_document
from checker.formats.strict_json import read_json
from tests.report_builders import (
    a_foreign_rule,
    a_report,
    a_rule,
    a_snapshot,
    a_violation,
    an_audit,
    an_unread,
    failed,
    not_evaluated,
    passed,
)

ONE, TWO, THREE = a_rule("branch.one"), a_rule("branch.two"), a_rule("tag.three")
VIOLATIONS = (a_violation(TWO, "refs/heads/b"), a_violation(TWO, "refs/heads/a", evidence=({"actor": 7},)))


def a_rich_report(**changes: Any) -> Report:  # noqa: ANN401 - any part of a report
    """One of everything, in an order that nobody sorted."""
    rulings = (
        passed(THREE, "refs/tags/v1"),
        failed(TWO, *VIOLATIONS),
        replace(not_evaluated(ONE), error=RuleError(code="eval_type_error", where="rules/branch/one.rego:3")),
        Ruling(rule=a_foreign_rule(), outcome=Outcome.PASSED, reason="passes by silence"),
    )
    parts: dict[str, Any] = {
        "unread": (an_unread("repository.tags"), an_unread("history.runs", rules=("b", "a"))),
        "audits": (an_audit(kind="repository"), an_audit(kind="history", authenticity=Authenticity.SIGNED, signer="k")),
        "evidence": (
            JudgedDocument(kind=DocumentKind.PROJECT, digest=digest_of(b"p")),
            JudgedDocument(kind=DocumentKind.LOCK, digest=digest_of(b"l")),
        ),
        "warnings": ("second", "first"),
        "gating": Gating(gating=False, because=("b", "a")),
        "channels": ("stable", "beta"),
        **changes,
    }
    return a_report(*rulings, **parts)


@pytest.mark.parametrize(
    "report", [a_report(), a_rich_report(), a_report(candidate="c-1", project="x", flags=("adhoc",))]
)
def test_every_report_is_valid_against_its_published_schema(report: Report) -> None:
    document_schema("report_v1").refuse_unless_valid(report_document(report), source="report")

    assert read_report(report_bytes(report)).digest == digest_of(report_bytes(report))


def test_the_bytes_are_canonical() -> None:
    data = report_bytes(a_rich_report())

    assert data == canonical_bytes(read_json(data, source="report"))


def test_the_document_holds_nothing_but_json_types() -> None:
    waiting: list[Any] = [report_document(a_rich_report())]
    for value in waiting:
        assert type(value) in {dict, list, str, int, bool, type(None)}, value
        waiting.extend(value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())


def test_the_order_in_which_things_were_found_does_not_matter() -> None:
    report = a_rich_report()
    turned = replace(
        report,
        rulings=tuple(
            replace(ruling, subjects=ruling.subjects[::-1], violations=ruling.violations[::-1])
            for ruling in report.rulings[::-1]
        ),
        unread=tuple(replace(item, rules=item.rules[::-1]) for item in report.unread[::-1]),
        audits=report.audits[::-1],
        evidence=report.evidence[::-1],
        warnings=report.warnings[::-1] * 2,
        verdict_because=report.verdict_because[::-1],
        channels=report.channels[::-1],
        gating=replace(report.gating, because=report.gating.because[::-1]),
        snapshot=replace(
            report.snapshot, bundles=report.snapshot.bundles[::-1], builtins=report.snapshot.builtins[::-1]
        ),
    )

    assert report_bytes(turned) == report_bytes(report)


@pytest.mark.parametrize(
    "change",
    [
        {"namespace": Namespace.DEMO},
        {"candidate": "c-2"},
        {"project": "other"},
        {"environment": "pypi"},
        {"channels": ("stable",)},
        {"manifest_digest": digest_of(b"other")},
        {"manifest_version": "2"},
        {"anchor": digest_of(b"anchor")},
        {"evaluated_at": "2026-02-26T17:00:01Z"},
        {"engine_kind": "isolated"},
        {"engine_version": "1.22.1"},
        {"tool": "clean-release 0.1.1"},
        {"limits": {"seconds": 11}},
        {"flags": ("adhoc",)},
        {"input_digest": digest_of(b"other")},
        {"audits": ()},
        {"evidence": (JudgedDocument(kind=DocumentKind.LOCK, digest=digest_of(b"l")),)},
        {"audits": (an_audit(facts_digest=digest_of(b"other")),)},
        {"audits": (an_audit(authenticity=Authenticity.UNAUTHENTICATED),)},
        {"unread": (an_unread(),)},
        {"warnings": ("w",)},
        {"replayable": False},
        {"verdict": Verdict.UNDECIDED},
        {"verdict_because": ("why",)},
        {"gating": Gating(gating=True)},
        {"rulings": (passed(a_rule(), "refs/heads/other"),)},
        {"rulings": (failed(a_rule()),)},
        {"rulings": ()},
        {"snapshot": a_snapshot(a_rule(), builtins=("count",))},
        {"snapshot": a_snapshot(a_rule(), parameters={})},
    ],
)
def test_everything_that_made_the_verdict_changes_the_digest(change: dict[str, Any]) -> None:
    report = a_report()

    assert digest_of(report_bytes(replace(report, **change))) != digest_of(report_bytes(report))


@pytest.mark.parametrize("field", ["host", "slug", "repository_id", "owner_id", "commit", "ref", "bound_by"])
def test_every_part_of_the_source_changes_the_digest(field: str) -> None:
    report = a_report()
    other: Any = 99 if field.endswith("_id") else "nothing" if field == "bound_by" else "other"

    changed = replace(report, source=replace(report.source, **{field: other}))

    assert digest_of(report_bytes(changed)) != digest_of(report_bytes(report))


def test_the_trust_in_a_bundle_is_in_every_report() -> None:
    report = a_report()
    (bundle,) = report.snapshot.bundles
    trust = TrustDecision(method=TrustMethod.DSSE, keys=("b", "a"), threshold=2)
    signed = replace(report, snapshot=replace(report.snapshot, bundles=(replace(bundle, trust=trust),)))

    assert report_document(signed)["trust"] == [
        {
            "bundle": "release-policy",
            "tree_digest": bundle.bundle.tree_digest,
            "trust": {"method": "dsse", "keys": ["a", "b"], "threshold": 2},
        }
    ]


def test_a_ruling_says_everything_that_was_decided() -> None:
    document: Any = report_document(a_rich_report())

    assert [rule["code"] for rule in document["rules"]] == ["branch.one", "branch.two", "main.deny", "tag.three"]
    undecided, refused, foreign, _ = document["rules"]
    assert undecided["error"] == {"code": "eval_type_error", "where": "rules/branch/one.rego:3"}
    assert [item["subject"] for item in refused["violations"]] == ["refs/heads/a", "refs/heads/b"]
    assert refused["violations"][0] == {
        "rule": "branch.two",
        "subject": "refs/heads/a",
        "message": "refs/heads/a lets someone bypass it",
        "evidence": [{"actor": 7}],
        "fix": {"command": "gh api -X DELETE repos/octo/hello/rulesets/7", "click": "Remove every bypass actor"},
        "fingerprint": VIOLATIONS[1].fingerprint,
    }
    assert (foreign["contract"], foreign["error"]) == ("conftest", {"code": "", "where": ""})
    assert document["ledger"] == {"in_snapshot": 4, "reported": 4}


@pytest.mark.parametrize(
    "fact",
    [{"x": 0.5}, {"x": 1.0}, {"x": 2**53}, {"x": -(2**53)}, {"x": [{"y": 1e300}]}, {"x": {"y": [2**60]}}],
)
def test_a_number_that_readers_could_disagree_about_is_refused(fact: Any) -> None:  # noqa: ANN401 - any JSON
    report = a_report(failed(TWO, replace(VIOLATIONS[0], evidence=(fact,))))

    with pytest.raises(InputRefusedError, match=r"the evidence of branch\.two holds the number"):
        report_bytes(report)


def test_the_largest_exact_numbers_and_booleans_are_kept() -> None:
    facts: dict[str, Any] = {"x": [2**53 - 1, -(2**53) + 1, True, None, "text"]}

    document: Any = report_document(a_report(failed(TWO, replace(VIOLATIONS[0], evidence=(facts,)))))

    assert document["rules"][0]["violations"][0]["evidence"] == [facts]


def test_text_that_is_too_long_is_cut_where_everyone_sees_it() -> None:
    violation = replace(VIOLATIONS[0], message="m" * 5000, fix=Fix(command="c" * 4096, click="k" * 4097))

    document: Any = report_document(a_report(failed(TWO, violation), warnings=("w" * 9999,)))

    (written,) = document["rules"][0]["violations"]
    assert len(written["message"]) == len(written["fix"]["click"]) == len(document["warnings"][0]) == 4096
    assert written["message"].endswith("m [cut]")
    assert written["fix"]["command"] == "c" * 4096
    document_schema("report_v1").refuse_unless_valid(document, source="report")


def test_a_stored_report_is_read_into_typed_values() -> None:
    report = a_rich_report()

    stored = read_report(report_bytes(report))
    view = stored.view

    assert stored.document == report_document(report)
    assert (view.verdict, view.namespace, view.project) == (Verdict.BLOCKED, Namespace.REAL, "hello")
    assert view.source == report.source
    assert view.gating == Gating(gating=False, because=("a", "b"))
    assert [item.observation for item in view.unread] == ["history.runs", "repository.tags"]
    assert [ruling.rule.code for ruling in view.with_outcome(Outcome.FAILED)] == ["branch.two"]
    (refused,) = view.with_outcome(Outcome.FAILED)
    assert refused.violations == VIOLATIONS[::-1]
    assert refused.subjects[0] == SubjectRuling(subject="refs/heads/a", decision=Decision.DENIED)
    (undecided,) = view.with_outcome(Outcome.NOT_EVALUATED)
    assert undecided.error == RuleError(code="eval_type_error", where="rules/branch/one.rego:3")
    assert view.engine == "embedded 1.22.0"
    assert [bundle.name for bundle in view.trust] == ["foreign", "release-policy"]


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"{", b"\xff"])
def test_bytes_that_are_no_report_are_refused(data: bytes) -> None:
    with pytest.raises(InputRefusedError):
        read_report(data)


def test_the_same_document_in_other_bytes_is_refused() -> None:
    """Attack: bytes that read the same but have another digest."""
    data = report_bytes(a_report()).replace(b'"anchor":""', b'"anchor": ""')

    with pytest.raises(InputRefusedError, match="not in canonical form"):
        read_report(data)


def test_an_unknown_field_is_refused() -> None:
    data = report_bytes(a_report()).replace(b'{"anchor"', b'{"aaa":1,"anchor"')

    with pytest.raises(InputRefusedError):
        read_report(data)
