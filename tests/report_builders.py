"""Reports and snapshots for tests: small, complete, and changed by keyword."""

from dataclasses import replace
from typing import Any

from checker.application.fingerprint import RuleScope, fingerprint_of
from checker.domain.audit import Authenticity
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace, Purpose
from checker.domain.outcome import Decision, Outcome, Ruling, SubjectRuling, Violation
from checker.domain.report import Gating, JudgedAudit, JudgedSource, Report, Unread
from checker.domain.rule import Contract, Enforcement, Fix, Rule, Severity
from checker.domain.snapshot import Bundle, BundleFile, ResolvedBundle, Snapshot
from checker.domain.trust import TrustDecision, TrustMethod
from checker.domain.verdict import decide
from checker.formats.bundle_tree import tree_digest
from checker.formats.rule_metadata import rule_of
from checker.formats.snapshot_v1 import seal_snapshot
from checker.ports.store import Document

SLUG = "octo/hello"
REPOSITORY_ID = 42
EVALUATED_AT = "2026-02-26T17:00:00Z"


def a_rule(code: str = "branch.no_bypass", *, enforcement: str = "block", **custom: Json) -> Rule:
    """A rule as its METADATA declares it."""
    declared: dict[str, Json] = {
        "catalogue": "BR-19",
        "severity": "high",
        "enforcement": enforcement,
        "collections": ["strict"],
        "reads": ["repository.ref_rules"],
        "message": "{subject} lets someone bypass it",
        "fix": {"click": "Remove every bypass actor of {subject}", "command": ""},
        **custom,
    }
    return rule_of(
        package=f"rules.{code}",
        origin="release-policy",
        annotation={"title": f"Title of {code}", "description": "Why it matters.", "custom": declared},
        has_applies=False,
        applies_reads=(),
        where="rule.rego",
    )


def a_foreign_rule(code: str = "main.deny") -> Rule:
    """A rule under the contract `conftest`."""
    return Rule(
        code=code,
        package=code.rpartition(".")[0],
        origin="foreign",
        title=f"Title of {code}",
        description="A foreign policy.",
        catalogue="",
        severity=Severity.HIGH,
        enforcement=Enforcement.BLOCK,
        contract=Contract.CONFTEST,
        metadata={"title": f"Title of {code}", "description": "A foreign policy.", "custom": {}},
    )


def a_violation(
    rule: Rule,
    subject: str = "refs/heads/main",
    *,
    namespace: Namespace = Namespace.REAL,
    evidence: tuple[Json, ...] = (),
) -> Violation:
    """A violation with the fingerprint it must have."""
    scope = RuleScope(namespace=namespace, repository_id=REPOSITORY_ID, slug=SLUG)
    return Violation(
        rule=rule.code,
        subject=subject,
        message=f"{subject} lets someone bypass it",
        fingerprint=fingerprint_of(rule, subject, evidence, scope),
        evidence=tuple(fact if isinstance(fact, dict) else {"value": fact} for fact in evidence),
        fix=Fix(command="gh api -X DELETE repos/octo/hello/rulesets/7", click="Remove every bypass actor"),
    )


def passed(rule: Rule, *subjects: str) -> Ruling:
    """A ruling whose subjects all hold."""
    return Ruling(rule=rule, outcome=Outcome.PASSED, subjects=_judged(subjects or ("refs/heads/main",), Decision.HOLDS))


def failed(rule: Rule, *violations: Violation) -> Ruling:
    """A ruling that denies the subjects of these violations."""
    found = violations or (a_violation(rule),)
    subjects = _judged(tuple(violation.subject for violation in found), Decision.DENIED)
    return Ruling(rule=rule, outcome=Outcome.FAILED, subjects=subjects, violations=found)


def not_evaluated(rule: Rule, reason: str = "could not read repository.ref_rules") -> Ruling:
    """A ruling that nothing was decided for."""
    return Ruling(rule=rule, outcome=Outcome.NOT_EVALUATED, reason=reason)


def _judged(subjects: tuple[str, ...], decision: Decision) -> tuple[SubjectRuling, ...]:
    return tuple(SubjectRuling(subject=subject, decision=decision) for subject in subjects)


def a_snapshot(*rules: Rule, **changes: Any) -> Snapshot:  # noqa: ANN401 - any part of a snapshot
    """A snapshot of one pinned bundle; with foreign rules, of a second one under their contract."""
    chosen = rules or (a_rule(),)
    bundles = [a_bundle("release-policy", Contract.RELEASE_POLICY)]
    if any(rule.contract is Contract.CONFTEST for rule in chosen):
        bundles.append(a_bundle("foreign", Contract.CONFTEST))
    parts: dict[str, Any] = {
        "bundles": tuple(bundles),
        "rules": chosen,
        "collections": (),
        "parameters": {"branch.approvals": {"least": 1}},
        "project_facts": {"release_branches": ["main"]},
        "builtins": ("count", "startswith"),
        "input_schema": digest_of(b"schema"),
        "selection": digest_of(b"selection"),
        "weakenings": (),
        **changes,
    }
    return seal_snapshot(**parts)


def a_bundle(name: str, contract: Contract) -> ResolvedBundle:
    """A bundle of one text file and one that is not text."""
    files = (
        BundleFile(path="rules/branch/no_bypass/no_bypass.rego", data=b"package rules.branch.no_bypass\n"),
        BundleFile(path="data/blob.bin", data=b"\xff\x00\xfe"),
    )
    bundle = Bundle(
        name=name, revision=3, roots=("rules",), files=files, archive_sha256="", tree_digest=tree_digest(files)
    )
    trust = TrustDecision(method=TrustMethod.PINNED)
    return ResolvedBundle(source=f"bundles/{name}", bundle=bundle, contract=contract, trust=trust)


def a_report(*rulings: Ruling, **changes: Any) -> Report:  # noqa: ANN401 - any part of a report
    """A report over these rulings; its verdict, its reasons and its snapshot follow from them."""
    chosen = rulings or (passed(a_rule()),)
    verdict, because = decide(
        chosen, weakened=bool(changes.get("flags")), replayable=bool(changes.get("replayable", True))
    )
    report = Report(
        namespace=Namespace.REAL,
        purpose=Purpose.CHECK,
        gating=Gating(gating=False, because=("no lock names this snapshot",)),
        candidate="",
        project="hello",
        source=JudgedSource(
            host="github.com", slug=SLUG, repository_id=REPOSITORY_ID, owner_id=7, commit="c" * 40, bound_by="id"
        ),
        environment="",
        channels=(),
        manifest_digest=digest_of(b"manifest"),
        manifest_version="1.2.3",
        audits=(an_audit(),),
        evidence=(),
        proofs=(),
        snapshot=a_snapshot(*(ruling.rule for ruling in chosen)),
        anchor="",
        evaluated_at=EVALUATED_AT,
        engine_kind="embedded",
        engine_version="1.22.0",
        tool="clean-release 0.1.0",
        limits={"seconds": 10},
        flags=(),
        input_digest=digest_of(b"input"),
        rulings=chosen,
        unread=(),
        warnings=(),
        replayable=True,
        verdict=verdict,
        verdict_because=because,
    )
    return replace(report, **changes)


def an_audit(**changes: Any) -> JudgedAudit:  # noqa: ANN401 - any part of an audit
    """An audit that was judged."""
    audit = JudgedAudit(
        digest=digest_of(b"audit"),
        facts_digest=digest_of(b"facts"),
        kind="repository",
        collected_at="2026-02-26T16:00:00Z",
        authenticity=Authenticity.COLLECTED_HERE,
    )
    return replace(audit, **changes)


def an_unread(observation: str = "repository.ref_rules", **changes: Any) -> Unread:  # noqa: ANN401 - any part of it
    """Something that could not be read."""
    unread = Unread(
        observation=observation,
        status="denied",
        why="the token may not read it",
        needs="administration: read",
        rules=("branch.no_bypass",),
    )
    return replace(unread, **changes)


def a_document(data: bytes = b'{"a":1}', *, kind: DocumentKind = DocumentKind.INPUT) -> Document:
    """Bytes with their digest."""
    return Document(kind=kind, digest=digest_of(data), data=data)
