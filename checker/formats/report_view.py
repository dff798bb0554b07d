"""A stored report as typed values: what renderers, lists and verification read instead of raw JSON.

A view is for reading only. It holds what `report/v1` holds and no more, so a rule in it knows its code, title and
weight but not its METADATA; nothing is ever written or hashed from a view.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from checker.domain.audit import Authenticity
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace, Purpose
from checker.domain.outcome import Decision, Outcome, RuleError, Ruling, SubjectRuling, Violation
from checker.domain.report import Gating, JudgedAudit, JudgedProof, JudgedSource, Unread
from checker.domain.rule import Contract, Enforcement, Fix, Rule, Severity
from checker.domain.trust import TrustDecision, TrustMethod
from checker.domain.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedBundle:
    """A bundle that judged, and how it is trusted."""

    name: str
    tree_digest: str
    trust: TrustDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """How many rules the snapshot has, and how many the report speaks of."""

    in_snapshot: int
    reported: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedWaiver:
    """A waiver that was considered: which violation it accepts, and whether it counted and was used."""

    rule: str
    fingerprint: str
    subject: str
    reason: str
    owner: str
    expires_at: str
    honoured: bool
    matched: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """What a report says."""

    namespace: Namespace
    purpose: Purpose
    gating: Gating
    candidate: str
    project: str
    source: JudgedSource
    audits: tuple[JudgedAudit, ...]
    proofs: tuple[JudgedProof, ...]
    manifest_version: str
    snapshot: str
    trust: tuple[TrustedBundle, ...]
    anchor: str
    evaluated_at: str
    engine: str
    tool: str
    flags: tuple[str, ...]
    waivers: tuple[ReportedWaiver, ...]
    parameters: dict[str, Json]
    builtins: tuple[str, ...]
    rulings: tuple[Ruling, ...]
    ledger: Ledger
    unread: tuple[Unread, ...]
    warnings: tuple[str, ...]
    replayable: bool
    verdict: Verdict
    verdict_because: tuple[str, ...]

    def with_outcome(self, outcome: Outcome) -> tuple[Ruling, ...]:
        """The rulings with this outcome, in the order of their codes."""
        return tuple(ruling for ruling in self.rulings if ruling.outcome is outcome)


def view_of(document: Mapping[str, Any]) -> ReportView:
    """The view of a document that is known to be a valid `report/v1`."""
    gating, engine = document["gating"], document["engine"]
    return ReportView(
        namespace=Namespace(document["namespace"]),
        purpose=Purpose(document["purpose"]),
        gating=Gating(gating=gating["gating"], because=tuple(gating["because"])),
        candidate=document["candidate"]["id"],
        project=document["project"],
        source=JudgedSource(**document["source"]),
        audits=tuple(_audit(item) for item in document["audits"]),
        proofs=tuple(_proof(item) for item in document["proofs"]),
        manifest_version=document["manifest"]["version"],
        snapshot=document["snapshot"],
        trust=tuple(_trusted(item) for item in document["trust"]),
        anchor=document["anchor"],
        evaluated_at=document["evaluated_at"],
        engine=f"{engine['kind']} {engine['version']}",
        tool=document["tool"],
        flags=tuple(document["flags"]),
        waivers=tuple(_reported(item) for item in document["waivers"]),
        parameters=document["parameters"],
        builtins=tuple(document["builtins"]),
        rulings=tuple(_ruling(rule) for rule in document["rules"]),
        ledger=Ledger(**document["ledger"]),
        unread=tuple(_unread(item) for item in document["unread"]),
        warnings=tuple(document["warnings"]),
        replayable=document["replayable"],
        verdict=Verdict(document["verdict"]),
        verdict_because=tuple(document["verdict_because"]),
    )


def _audit(item: Mapping[str, Any]) -> JudgedAudit:
    return JudgedAudit(**{**item, "authenticity": Authenticity(item["authenticity"])})


def _proof(item: Mapping[str, Any]) -> JudgedProof:
    return JudgedProof(**{**item, "authenticity": Authenticity(item["authenticity"])})


def _reported(item: Mapping[str, Any]) -> ReportedWaiver:
    return ReportedWaiver(**{field.name: item[field.name] for field in fields(ReportedWaiver)})


def _trusted(item: Mapping[str, Any]) -> TrustedBundle:
    trust = item["trust"]
    decision = TrustDecision(
        method=TrustMethod(trust["method"]), keys=tuple(trust["keys"]), threshold=trust["threshold"]
    )
    return TrustedBundle(name=item["bundle"], tree_digest=item["tree_digest"], trust=decision)


def _unread(item: Mapping[str, Any]) -> Unread:
    return Unread(
        observation=item["observation"],
        status=item["status"],
        why=item["why"],
        needs=item["needs"],
        rules=tuple(item["rules"]),
    )


def _ruling(entry: Mapping[str, Any]) -> Ruling:
    error = entry["error"]
    return Ruling(
        rule=Rule(
            code=entry["code"],
            package="",
            title=entry["title"],
            description="",
            catalogue=entry["catalogue"],
            severity=Severity(entry["severity"]),
            enforcement=Enforcement(entry["enforcement"]),
            contract=Contract(entry["contract"]),
            identity=tuple(entry["identity"]),
        ),
        outcome=Outcome(entry["outcome"]),
        reason=entry["reason"],
        error=RuleError(code=error["code"], where=error["where"]) if error["code"] else None,
        subjects=tuple(
            SubjectRuling(subject=item["subject"], decision=Decision(item["decision"])) for item in entry["subjects"]
        ),
        violations=tuple(_violation(item) for item in entry["violations"]),
        waived=tuple(entry["waived"]),
    )


def _violation(item: Mapping[str, Any]) -> Violation:
    return Violation(
        rule=item["rule"],
        subject=item["subject"],
        message=item["message"],
        fingerprint=item["fingerprint"],
        evidence=tuple(item["evidence"]),
        fix=Fix(command=item["fix"]["command"], click=item["fix"]["click"]),
    )
