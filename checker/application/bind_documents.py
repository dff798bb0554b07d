"""Bind documents: everything that is judged together must speak of the same repository and commit.

A report about one repository must never be made of another one's settings. What disagrees is refused before any rule
runs; what merely cannot be tied to the anchor is judged, but does not gate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.application.find_drift import refuse_other_repository
from checker.domain.audit import Audit, AuditKind
from checker.domain.evidence import EvidenceDocument
from checker.domain.manifest import ImportedArtifacts, Manifest
from checker.domain.namespace import Namespace
from checker.domain.report import JudgedSource
from checker.domain.trust import Anchor
from checker.domain.waiver import ConsideredWaiver
from checker.errors import TrustError

BY_ID, BY_SLUG, BY_NOTHING = "id", "slug", "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """What is judged together."""

    manifest: Manifest | None = None
    artifacts: ImportedArtifacts | None = None
    audits: tuple[Audit, ...] = ()
    evidence: tuple[EvidenceDocument, ...] = ()
    baseline: Audit | None = None
    waivers: tuple[ConsideredWaiver, ...] = ()


def bind_documents(
    documents: Documents, *, host: str, slug: str, namespace: Namespace, anchor: Anchor | None, project: str = ""
) -> JudgedSource:
    """The repository all documents agree on, and what ties it to the anchor.

    Args:
        documents: what is judged together.
        host: the provider's host the project names; empty when there is no project file.
        slug: owner and name the project names; empty when there is no project file.
        namespace: ids are demanded in `real`, a slug is enough in `demo`.
        anchor: what is trusted, if anything.
        project: the name the project file gives; empty when there is none.

    Raises:
        TrustError: documents of different projects, repositories, commits or versions, or of a repository with another
            id than the anchor's.
    """
    _refuse_foreign_manifest(documents, project)
    if documents.baseline:
        for audit in (one for one in documents.audits if one.kind is AuditKind.REPOSITORY):
            refuse_other_repository(documents.baseline, audit)
    audits = [audit for audit in documents.audits if audit.kind is not AuditKind.REGISTRY]
    claims = [("the project file", host, slug)] if slug else []
    if documents.manifest:
        claims.append(("the manifest", documents.manifest.source.host, documents.manifest.source.repository))
    claims += [(f"the {audit.kind} audit", audit.host, audit.subject.slug) for audit in audits]
    host, slug = _agreed(claims)
    commit = _agreed_commit(documents.manifest, audits)
    repository_id = _agreed_id([audit.subject.repository_id for audit in audits], "repository")
    owner_id = _agreed_id([audit.subject.owner_id for audit in audits], "owner")
    source = JudgedSource(
        host=host,
        slug=slug,
        repository_id=repository_id,
        owner_id=owner_id,
        commit=commit,
        ref=documents.manifest.source.ref if documents.manifest else "",
    )
    return _bound(source, namespace=namespace, anchor=anchor)


def _refuse_foreign_manifest(documents: Documents, project: str) -> None:
    manifest, artifacts = documents.manifest, documents.artifacts
    if manifest and project and manifest.project != project:
        raise TrustError(
            f"the manifest is of {manifest.project}, the project file is of {project}",
            hint="build the manifest of this project, or correct the name in the project file",
        )
    if manifest and artifacts and (manifest.project, manifest.version) != (artifacts.project, artifacts.version):
        raise TrustError(
            f"the manifest is of {manifest.project} {manifest.version}, "
            f"the imported artifacts are of {artifacts.project} {artifacts.version}",
            hint="import the artifacts of this release",
        )


def _agreed(claims: Sequence[tuple[str, str, str]]) -> tuple[str, str]:
    """Host and slug all claims share; GitHub's names do not distinguish case."""
    if not claims:
        return "", ""
    first_by, host, slug = claims[0]
    for by, other_host, other_slug in claims[1:]:
        if (host.lower(), slug.lower()) != (other_host.lower(), other_slug.lower()):
            raise TrustError(
                f"{first_by} speaks of {host}/{slug}, {by} of {other_host}/{other_slug}",
                hint="judge only documents of one repository together",
            )
    return host, slug


def _agreed_commit(manifest: Manifest | None, audits: Sequence[Audit]) -> str:
    commit = manifest.source.commit if manifest else ""
    for audit in audits:
        if not audit.subject.commit:
            continue
        if commit and audit.subject.commit != commit:
            raise TrustError(
                f"the {audit.kind} audit was read at commit {audit.subject.commit}, expected {commit}",
                hint="collect the audit for the commit that is released",
            )
        commit = audit.subject.commit
    return commit


def _agreed_id(found: Sequence[int], what: str) -> int:
    distinct = sorted({number for number in found if number})
    if len(distinct) > 1:
        raise TrustError(f"the audits carry two {what} ids, {distinct[0]} and {distinct[1]}; expected one")
    return distinct[0] if distinct else 0


def _bound(source: JudgedSource, *, namespace: Namespace, anchor: Anchor | None) -> JudgedSource:
    trusted = anchor.repository_at(host=source.host, slug=source.slug, namespace=namespace) if anchor else None
    if trusted is None:
        return source
    for what, seen, expected in (
        ("repository", source.repository_id, trusted.repository_id),
        ("owner", source.owner_id, trusted.owner_id),
    ):
        if seen and expected and seen != expected:
            raise TrustError(
                f"{source.slug} has {what} id {seen}, the anchor expects {expected}",
                hint="the name may have been registered again by somebody else",
            )
    seen_ids, trusted_ids = (source.repository_id, source.owner_id), (trusted.repository_id, trusted.owner_id)
    by_id = all(seen_ids) and seen_ids == trusted_ids
    return JudgedSource(
        host=source.host,
        slug=source.slug,
        repository_id=source.repository_id,
        owner_id=source.owner_id,
        commit=source.commit,
        ref=source.ref,
        bound_by=BY_ID if by_id else BY_SLUG if namespace is Namespace.DEMO else BY_NOTHING,
    )
