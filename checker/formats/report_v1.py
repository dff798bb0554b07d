"""`report/v1`: everything that made a verdict, and the verdict, as canonical bytes with a digest.

Two reports with the same content have the same bytes: every list is sorted here, nothing of this machine or this moment
is inside. What is read back is the stored bytes, never a re-serialised object, so a report stays as it was written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from checker.domain.digest import Digest, digest_of
from checker.domain.json_value import Json
from checker.domain.outcome import RuleError, Ruling, Violation
from checker.domain.report import JudgedAudit, JudgedProof, JudgedSource, Report, Unread
from checker.domain.snapshot import ResolvedBundle
from checker.domain.waiver import ConsideredWaiver
from checker.errors import InputRefusedError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.exact_numbers import inexact_number_in
from checker.formats.published import document_schema
from checker.formats.report_view import ReportView, view_of
from checker.formats.strict_json import read_json

SCHEMA = "clean-release/report/v1"
LONGEST_TEXT = 4096
_CUT = " [cut]"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """A report as it was stored: the exact bytes, their digest, the document they hold, and a view of it."""

    digest: Digest
    data: bytes = field(repr=False)
    document: dict[str, Json] = field(repr=False)
    view: ReportView = field(repr=False)


def report_bytes(report: Report) -> bytes:
    """The canonical bytes of a report; the same report always gives the same bytes.

    Raises:
        InputRefusedError: something in the report has no place in a report, such as a fraction in evidence.
    """
    return canonical_bytes(report_document(report))


def read_report(data: bytes, *, source: str = "report") -> StoredReport:
    """A report from its stored bytes.

    Raises:
        InputRefusedError: the bytes are not canonical JSON, or not a `report/v1` document.
    """
    document = read_json(data, source=source)
    document_schema("report_v1").refuse_unless_valid(document, source=source, data=data)
    if not isinstance(document, dict) or canonical_bytes(document) != data:
        raise InputRefusedError(
            "the report is not in canonical form, expected the exact bytes that were stored",
            hint="use the bytes that `report show --format json` wrote under `report`, or the store itself",
            where=Place(source=source),
        )
    return StoredReport(digest=digest_of(data), data=data, document=document, view=view_of(document))


def report_document(report: Report) -> dict[str, Json]:
    """The document of a report, every list in the host's order."""
    snapshot = report.snapshot
    return {
        "schema": SCHEMA,
        "namespace": str(report.namespace),
        "purpose": str(report.purpose),
        "gating": {"gating": report.gating.gating, "because": _sentences(report.gating.because)},
        "candidate": {"present": bool(report.candidate), "id": report.candidate},
        "project": report.project,
        "source": _source(report.source),
        "environment": report.environment,
        "channels": _distinct(report.channels),
        "manifest": {
            "present": bool(report.manifest_digest),
            "digest": report.manifest_digest,
            "version": report.manifest_version,
        },
        "audits": [_audit(audit) for audit in sorted(report.audits, key=lambda audit: (audit.kind, audit.digest))],
        "evidence": [
            {"kind": str(document.kind), "digest": document.digest}
            for document in sorted(report.evidence, key=lambda document: (document.kind, document.digest))
        ],
        "proofs": [_proof(proof) for proof in sorted(report.proofs, key=lambda proof: (proof.kind, proof.digest))],
        "waivers": [_waiver(one) for one in sorted(report.waivers, key=lambda one: one.digest)],
        "parameters": {code: dict(values) for code, values in snapshot.parameters.items()},
        "builtins": _distinct(snapshot.builtins),
        "snapshot": snapshot.digest,
        "trust": [_trust(bundle) for bundle in sorted(snapshot.bundles, key=lambda bundle: bundle.bundle.name)],
        "anchor": report.anchor,
        "evaluated_at": report.evaluated_at,
        "engine": {"kind": report.engine_kind, "version": report.engine_version},
        "tool": report.tool,
        "limits": dict(report.limits),
        "flags": _distinct(report.flags),
        "input": report.input_digest,
        "rules": [_ruling(ruling) for ruling in sorted(report.rulings, key=lambda ruling: ruling.rule.code)],
        "ledger": {"in_snapshot": len(snapshot.rules), "reported": len(report.rulings)},
        "unread": [_unread(unread) for unread in sorted(report.unread, key=lambda unread: unread.observation)],
        "warnings": _sentences(report.warnings),
        "replayable": report.replayable,
        "verdict": str(report.verdict),
        "verdict_because": _sentences(report.verdict_because),
    }


def _source(source: JudgedSource) -> dict[str, Json]:
    return {
        "host": source.host,
        "slug": source.slug,
        "repository_id": source.repository_id,
        "owner_id": source.owner_id,
        "commit": source.commit,
        "ref": source.ref,
        "bound_by": source.bound_by,
    }


def _audit(audit: JudgedAudit) -> Json:
    return {
        "digest": audit.digest,
        "facts_digest": audit.facts_digest,
        "kind": audit.kind,
        "collected_at": audit.collected_at,
        "authenticity": str(audit.authenticity),
        "signer": audit.signer,
    }


def _proof(proof: JudgedProof) -> Json:
    return {
        "digest": proof.digest,
        "facts_digest": proof.facts_digest,
        "kind": proof.kind,
        "authenticity": str(proof.authenticity),
        "signer": proof.signer,
    }


def _waiver(considered: ConsideredWaiver) -> Json:
    waiver = considered.waiver
    return {
        "digest": considered.digest,
        "fingerprint": waiver.fingerprint,
        "rule": waiver.rule,
        "subject": _bounded(waiver.subject),
        "reason": waiver.reason,
        "owner": waiver.owner,
        "issued_at": waiver.issued_at,
        "expires_at": waiver.expires_at,
        "signers": _distinct(considered.signers),
        "honoured": considered.honoured,
        "matched": considered.matched,
        "why": _bounded(considered.why),
    }


def _trust(resolved: ResolvedBundle) -> Json:
    trust = resolved.trust
    return {
        "bundle": resolved.bundle.name,
        "tree_digest": resolved.bundle.tree_digest,
        "trust": {"method": str(trust.method), "keys": _distinct(trust.keys), "threshold": trust.threshold},
    }


def _ruling(ruling: Ruling) -> Json:
    rule, error = ruling.rule, ruling.error or RuleError(code="")
    violations = sorted(ruling.violations, key=lambda violation: (violation.subject, violation.fingerprint))
    return {
        "code": rule.code,
        "catalogue": rule.catalogue,
        "title": _bounded(rule.title),
        "severity": str(rule.severity),
        "enforcement": str(rule.enforcement),
        "contract": str(rule.contract),
        "identity": _distinct(rule.identity),
        "outcome": str(ruling.outcome),
        "reason": _bounded(ruling.reason),
        "error": {"code": error.code, "where": error.where},
        "subjects": [
            {"subject": judged.subject, "decision": str(judged.decision)}
            for judged in sorted(ruling.subjects, key=lambda judged: judged.subject)
        ],
        "violations": [_violation(violation) for violation in violations],
        "waived": _distinct(ruling.waived),
    }


def _violation(violation: Violation) -> Json:
    refuse_inexact_numbers(violation.evidence, rule=violation.rule)
    return {
        "rule": violation.rule,
        "subject": violation.subject,
        "message": _bounded(violation.message),
        "evidence": list(violation.evidence),
        "fix": {"command": _bounded(violation.fix.command), "click": _bounded(violation.fix.click)},
        "fingerprint": violation.fingerprint,
    }


def _unread(unread: Unread) -> Json:
    return {
        "observation": unread.observation,
        "status": unread.status,
        "why": _bounded(unread.why),
        "needs": _bounded(unread.needs),
        "rules": _distinct(unread.rules),
    }


def refuse_inexact_numbers(facts: Sequence[Json], *, rule: str) -> None:
    """Refuse a number that two readers could understand differently: fractions, and integers beyond ±(2^53-1).

    Raises:
        InputRefusedError: names the rule and the number.
    """
    if (number := inexact_number_in(facts)) is not None:
        raise InputRefusedError(
            f"the evidence of {rule} holds the number {number}, expected whole numbers within ±(2^53-1)",
            hint="let the rule give the value as a string",
        )


def _distinct(words: Iterable[str]) -> list[Json]:
    return list[Json](sorted(set(words)))


def _sentences(sentences: Iterable[str]) -> list[Json]:
    return _distinct(_bounded(sentence) for sentence in sentences)


def _bounded(text: str) -> str:
    """Text for people, cut with a visible mark where it is longer than a report may hold."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(_CUT)] + _CUT
