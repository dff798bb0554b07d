"""The gate: every single reason shuts it, and only none at all opens it."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.gate import REQUIRES_NOTHING, GateFacts, gating_of
from checker.application.open_evidence import EvidenceReader
from checker.application.required_rules import Requirements
from checker.domain.audit import AuditKind, AuditSubject, Authenticity
from checker.domain.evidence import Signer, SignerKind
from checker.domain.namespace import Namespace
from checker.domain.report import JudgedSource
from checker.domain.snapshot import Weakening
from checker.domain.trust import TrustMethod
from tests.builders import a_resolved, a_snapshot, an_anchor, an_audit
from tests.evidence_builders import JUNIT, build_run

OPEN = GateFacts(
    evidence=(),
    snapshot=a_snapshot(),
    audits=(an_audit(authenticity=Authenticity.SIGNED),),
    source=JudgedSource(host="github.com", slug="octo/widget", bound_by="id"),
    anchor=an_anchor(),
    requirements=Requirements(required=("branch.guarded",)),
    namespace=Namespace.REAL,
    lock_names_snapshot=True,
    flags=(),
)


NAMELESS = AuditSubject(slug="octo/widget")


@pytest.mark.parametrize("kind", [AuditKind.REGISTRY, AuditKind.WORKSPACE])
def test_a_registry_and_a_checkout_have_no_repository_id_to_give(kind: AuditKind) -> None:
    audit = an_audit(kind, authenticity=Authenticity.SIGNED, subject=NAMELESS)
    assert gating_of(replace(OPEN, audits=(audit,))).gating is True


def test_evidence_that_nobody_signed_shuts_it_once_for_each_kind() -> None:
    plain = [EvidenceReader.peek(data, source="it") for data in (JUNIT, JUNIT + b" ", build_run())]
    assert gating_of(replace(OPEN, evidence=tuple(plain))).because == (
        "the evidence test-result is a file anyone could have written",
        "the evidence build-run is a file anyone could have written",
    )
    assert gating_of(replace(OPEN, evidence=tuple(plain), namespace=Namespace.DEMO)).gating is True
    by_key = tuple(replace(one, signer=Signer(kind=SignerKind.KEY, id="it")) for one in plain)
    assert gating_of(replace(OPEN, evidence=by_key)).gating is True


def test_with_nothing_against_it_a_report_gates() -> None:
    assert gating_of(OPEN).gating is True


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"anchor": None}, "there is no anchor: nothing outside the judged tree says what is trusted"),
        ({"requirements": Requirements(may_not_apply=("branch.guarded",))}, REQUIRES_NOTHING),
        ({"lock_names_snapshot": False}, "no lock names this snapshot"),
        (
            {"snapshot": a_snapshot(bundles=(a_resolved(method=TrustMethod.NONE),))},
            "nobody vouches for bundle acme",
        ),
        (
            {"snapshot": a_snapshot(weakenings=(Weakening(rule="a.b", what="excluded"),))},
            "a.b is weakened without leave: excluded",
        ),
        (
            {"source": JudgedSource(host="github.com", slug="octo/widget")},
            "the anchor does not bind this repository by its id",
        ),
        ({"audits": (an_audit(),)}, "the repository audit is a file anyone could have written"),
        (
            {"audits": (an_audit(AuditKind.HISTORY, authenticity=Authenticity.SIGNED, subject=NAMELESS),)},
            "the history audit does not say which repository id it is of",
        ),
        ({"baseline": an_audit()}, "the baseline is a file anyone could have written"),
        ({"flags": ("--no-such",)}, "the flag --no-such weakens this run"),
    ],
)
def test_one_reason_is_enough(changes: dict[str, Any], because: str) -> None:
    gating = gating_of(replace(OPEN, **changes))
    assert gating.gating is False
    assert gating.because == (because,)


def test_a_baseline_that_an_auditor_signed_is_no_reason() -> None:
    signed = an_audit(authenticity=Authenticity.SIGNED)
    assert gating_of(replace(OPEN, baseline=signed)).gating is True
    assert gating_of(replace(OPEN, baseline=an_audit(), namespace=Namespace.DEMO)).gating is True


def test_a_weakening_the_anchor_allows_is_no_reason() -> None:
    weakening = Weakening(rule="a.b", what="excluded", allowed_by="anchor")
    assert gating_of(replace(OPEN, snapshot=a_snapshot(weakenings=(weakening,)))).gating is True


def test_in_demo_a_plain_file_gates_the_demo() -> None:
    assert gating_of(replace(OPEN, audits=(an_audit(),), namespace=Namespace.DEMO)).gating is True
