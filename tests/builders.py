"""Builders: a complete, valid value of each kind, of which a test names only what it is about."""

from dataclasses import replace

from checker.application.fingerprint import RuleScope
from checker.domain.audit import Audit, AuditKind, AuditSubject
from checker.domain.digest import Digest, digest_of
from checker.domain.json_value import Json
from checker.domain.manifest import Artifact, Manifest, Source, Target
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome, Ruling
from checker.domain.rule import Contract, Enforcement, Fix, Rule, Severity
from checker.domain.snapshot import Bundle, BundleFile, ResolvedBundle, Snapshot
from checker.domain.trust import Anchor, BundleTrust, TrustDecision, TrustedRepository, TrustMethod

EVALUATED_AT = "2026-02-26T17:00:00Z"
SCOPE = RuleScope(namespace=Namespace.DEMO, repository_id=7, slug="octo/widget")
SOME_DIGEST = digest_of(b"some")


def a_rule(code: str = "branch.guarded", **changes: object) -> Rule:
    """A blocking rule under the contract of this product."""
    rule = Rule(
        code=code,
        package=f"rules.{code}",
        origin="acme",
        title="Release branches are guarded",
        description="A branch anyone may push to releases anything.",
        catalogue="BR-99",
        severity=Severity.HIGH,
        enforcement=Enforcement.BLOCK,
        collections=("release-gate",),
        reads=("repository.effective_protection",),
        message="{subject} is not guarded",
        fix=Fix(click="Guard {subject}", command="gh api repos/{repository}/branches/{branch}"),
        metadata={"title": "t", "description": "d", "custom": {}},
    )
    return replace(rule, **changes)  # type: ignore[arg-type]  # a test names the fields


def a_ruling(outcome: Outcome, **changes: object) -> Ruling:
    """A ruling of a blocking rule; `rule` and other parts may be given."""
    return replace(Ruling(rule=a_rule(), outcome=outcome), **changes)  # type: ignore[arg-type]  # a test names the fields


def an_observation(value: Json) -> dict[str, Json]:
    """A completely read observation."""
    return {"status": "collected", "value": value, "evidence": []}


def a_gap(status: str = "denied", **detail: Json) -> dict[str, Json]:
    """An observation that was not read."""
    return {"status": status, "evidence": [], "detail": {"why": "not readable", **detail}}


def an_audit(kind: AuditKind = AuditKind.REPOSITORY, **changes: object) -> Audit:
    """An audit of octo/widget with ids, collected half an hour before `EVALUATED_AT`."""
    audit = Audit(
        kind=kind,
        host="github.com",
        provider="github",
        subject=AuditSubject(slug="octo/widget", requested_slug="octo/widget", repository_id=7, owner_id=3),
        collected_at="2026-02-26T16:30:00Z",
        sections={},
        digest=digest_of(kind.encode()),
        facts_digest=digest_of(kind.encode() + b"facts"),
        document={},
    )
    return replace(audit, **changes)  # type: ignore[arg-type]  # a test names the fields


def a_manifest(**changes: object) -> Manifest:
    """A manifest of octo/widget 1.2.3 with one wheel for PyPI."""
    manifest = Manifest(
        project="widget",
        version="1.2.3",
        source=Source(host="github.com", repository="octo/widget", commit="a" * 40, ref="refs/tags/v1.2.3"),
        artifacts=(Artifact(name="widget-1.2.3.whl", kind="wheel", sha256="1" * 64, size=10),),
        targets=(Target(registry="pypi", project="widget"),),
        evidence=(),
        digest=digest_of(b"manifest"),
    )
    return replace(manifest, **changes)  # type: ignore[arg-type]  # a test names the fields


def an_anchor(**changes: object) -> Anchor:
    """An anchor that pins the bundle `acme` and binds octo/widget by its ids in `real` and `demo`."""
    repositories = tuple(
        TrustedRepository(host="github.com", slug="octo/widget", repository_id=7, owner_id=3, namespace=namespace)
        for namespace in Namespace
    )
    bundle = BundleTrust(bundle="acme", method=TrustMethod.PINNED, tree_digest=str(SOME_DIGEST))
    return replace(Anchor(bundles=(bundle,), repositories=repositories, digest=digest_of(b"anchor")), **changes)  # type: ignore[arg-type]  # a test names the fields


def a_bundle(files: dict[str, str] | None = None, *, name: str = "acme", **changes: object) -> Bundle:
    """A bundle of these files."""
    given = files or {"rules/branch/guarded/guarded.rego": "package rules.branch.guarded\n"}
    bundle = Bundle(
        name=name,
        revision=1,
        roots=("",),
        files=tuple(BundleFile(path=path, data=text.encode()) for path, text in sorted(given.items())),
        archive_sha256="",
        tree_digest=SOME_DIGEST,
    )
    return replace(bundle, **changes)  # type: ignore[arg-type]  # a test names the fields


def a_resolved(
    bundle: Bundle | None = None, *, method: TrustMethod = TrustMethod.PINNED, **changes: object
) -> ResolvedBundle:
    """A bundle the anchor vouches for by `method`."""
    resolved = ResolvedBundle(
        source="policies",
        bundle=bundle or a_bundle(),
        contract=Contract.RELEASE_POLICY,
        trust=TrustDecision(method=method),
    )
    return replace(resolved, **changes)  # type: ignore[arg-type]  # a test names the fields


def a_snapshot(**changes: object) -> Snapshot:
    """A snapshot of one pinned bundle with one rule."""
    snapshot = Snapshot(
        bundles=(a_resolved(),),
        rules=(a_rule(),),
        collections=(),
        parameters={},
        project_facts={},
        builtins=("count",),
        input_schema=SOME_DIGEST,
        weakenings=(),
        selection=SOME_DIGEST,
        digest=Digest("sha256:" + "5" * 64),
    )
    return replace(snapshot, **changes)  # type: ignore[arg-type]  # a test names the fields
